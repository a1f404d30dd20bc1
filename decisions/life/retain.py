"""Closing a record that is done with, archiving it, and the ways back. Nothing is deleted."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record, Summary
from decisions.record.summary import mark_summary
from decisions.states.retention import RETENTION_MOVES, Retention
from partnerdesk.core.refusals import Blocked, NotAllowed


def in_the_way(record: Record) -> Iterator[str]:
    """What has to be settled before the record can be closed: sentences that say how."""
    if record.has_draft:
        yield _("There is a draft: withdraw it, or have it decided.")
    if record.in_force_id:
        yield _("A version is in force and watched: stop it in a review first.")


def ways(record: Record) -> list[Retention]:
    """Where the record can go from here."""
    return [to for before, to in RETENTION_MOVES if before == record.state]


@transaction.atomic
def retain(record: Record, *, to: Retention, reason: str, by: User, now: dt.datetime) -> Record:
    """Close, archive, or take back. Raises Blocked where the table has no such move or something is in the way."""
    locked = lock_record(record)
    if not by.has_perm("decisions.share_record", locked):
        raise NotAllowed(_("Only the author, the owner and administrators close this record."))
    before = Retention(locked.state)
    event = RETENTION_MOVES.get((before, to))
    if event is None:
        raise Blocked(
            _("From %(before)s there is no way to %(to)s; load the page again.")
            % {"before": before.label, "to": to.label}
        )
    if not reason.strip():
        raise Blocked(_("Say why: whoever looks for this record later will ask."))
    if before == Retention.OPEN and (reasons := list(in_the_way(locked))):
        raise Blocked(" ".join(reasons))
    locked.state, locked.updated_at = to, now
    locked.save(update_fields=["state", "updated_at"])
    Summary.objects.filter(record=locked).update(is_archived=to == Retention.ARCHIVED)
    note_event(locked, event, by=by, now=now, reason=reason.strip()[:500])
    mark_summary(locked, now=now)
    return locked
