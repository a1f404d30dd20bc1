"""Who may see and write a record by name: sharing it, taking that back, making it private."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.record.events import lock_record, note_event
from decisions.record.models import Access, Record
from decisions.record.summary import mark_summary
from decisions.states.retention import Retention
from partnerdesk.core.refusals import Blocked, NotAllowed


@transaction.atomic
def share_record(record: Record, *, person: User, by: User, now: dt.datetime) -> None:
    """Let a person read and write the record."""
    locked = _sharable(record, by)
    _access, is_new = Access.objects.get_or_create(record=locked, user=person, via=Access.Via.COLLABORATOR)
    if is_new:
        note_event(locked, "record.shared", by=by, now=now, person=str(person.pk))


@transaction.atomic
def unshare_record(record: Record, *, person: User, by: User, now: dt.datetime) -> None:
    """Take back what `share_record` gave. Author, owner and approver stay named by their fields."""
    locked = _sharable(record, by)
    gone, _rows = Access.objects.filter(record=locked, user=person, via=Access.Via.COLLABORATOR).delete()
    if gone:
        note_event(locked, "record.unshared", by=by, now=now, person=str(person.pk))


@transaction.atomic
def set_private(record: Record, *, is_private: bool, by: User, now: dt.datetime) -> None:
    """Show the record to everybody, or only to the people whom it names."""
    locked = _sharable(record, by)
    if locked.is_private == is_private:
        return
    locked.is_private, locked.updated_at = is_private, now
    locked.save(update_fields=["is_private", "updated_at"])
    note_event(locked, "record.privacy_changed", by=by, now=now, is_private=is_private)
    mark_summary(locked, now=now)


def _sharable(record: Record, by: User) -> Record:
    locked = lock_record(record)
    if not by.has_perm("decisions.share_record", locked):
        raise NotAllowed(_("Only the author and the owner share this record."))
    if locked.state != Retention.OPEN:
        raise Blocked(_("The record is closed."))
    return locked
