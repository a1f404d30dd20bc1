"""Links between records, seen from both: one that follows another, one that takes another's place."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record, RecordLink
from partnerdesk.core.refusals import Blocked, NotAllowed


@transaction.atomic
def link_records(
    newer: Record, older: Record, *, kind: RecordLink.Kind, by: User, now: dt.datetime
) -> RecordLink:
    """Say that `newer` follows `older`, or takes its place. Both tell it in what happened to them."""
    locked = lock_record(newer)
    check_may_link(locked, by)
    if older.pk == locked.pk:
        raise Blocked(_("A record doesn't follow itself: name another one."))
    if _comes_before(locked, older):
        raise Blocked(_("%(code)s came after this record already.") % {"code": older.code})
    found, _is_new = RecordLink.objects.update_or_create(
        newer=locked, older=older, defaults={"kind": kind, "made_by": by, "made_at": now}
    )
    for record, other in ((locked, older), (older, locked)):
        is_newer = record is locked
        note_event(
            record, "record.linked", by=by, now=now, other=other.code, link=str(kind), is_newer=is_newer
        )
    return found


def _comes_before(record: Record, other: Record) -> bool:
    """Whether `other` already follows `record`, directly or over others."""
    known, open_ends = {record.pk}, {record.pk}
    while open_ends:
        rows = RecordLink.objects.filter(older__in=open_ends).values_list("newer", flat=True)
        open_ends = set(rows) - known
        if other.pk in open_ends:
            return True
        known |= open_ends
    return False


@transaction.atomic
def unlink_records(link: RecordLink, *, by: User, now: dt.datetime) -> None:
    """Take a link back. What was copied stays."""
    locked = lock_record(link.newer)
    check_may_link(locked, by)
    for record, other in ((locked, link.older), (link.older, locked)):
        note_event(record, "record.unlinked", by=by, now=now, other=other.code)
    link.delete()


def check_may_link(record: Record, by: User) -> None:
    if not by.has_perm("decisions.change_record", record):
        raise NotAllowed(_("Only those who write this record say which one it follows."))
