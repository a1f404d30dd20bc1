"""What happened to a record, and the lock that everything takes that moves it."""

import datetime as dt

from accounts.models import User
from decisions.record.models import Access, Record
from partnerdesk.core.events import record_event


def lock_record(record: Record) -> Record:
    """The record as it is now, locked until the transaction ends. Everything that moves takes this lock first."""
    return Record.objects.select_for_update(of=("self",)).with_header().get(pk=record.pk)


def note_event(record: Record, kind: str, *, by: User | None, now: dt.datetime, **data: object) -> None:
    """Write an event of the record."""
    record_event(kind, subject_kind="record", subject_id=record.pk, by=by, now=now, **data)


def name_person(record: Record, via: str, person: User | None) -> None:
    """Access of one kind follows the field that names its person."""
    Access.objects.filter(record=record, via=via).exclude(user=person).delete()
    if person:
        Access.objects.get_or_create(record=record, user=person, via=via)
