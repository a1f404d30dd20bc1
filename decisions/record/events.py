"""What happened to a record, and the lock that everything takes that moves it."""

import datetime as dt

from accounts.models import User
from decisions.record.models import Access, Record
from decisions.record.ways import forget_ways, know_ways
from partnerdesk.core.events import record_event


def lock_record(record: Record, *, by: User | None = None) -> Record:
    """The record as it is now, locked until the transaction ends. Everything that moves takes this lock first.

    What one statement reads beside a lock that it had to wait for is from before the wait: so the version in force is
    read again where it is another one by now, and the ways in of `by`, who is to be asked for rights, only afterwards.
    """
    if by is not None:
        Record.objects.select_for_update().values_list("pk").get(pk=record.pk)
        found = Record.objects.with_header().with_ways(by).get(pk=record.pk)
        know_ways(found, by, frozenset(found.ways))  # type: ignore[attr-defined]  # annotated
        return found
    locked = Record.objects.select_for_update(of=("self",)).with_header().get(pk=record.pk)
    joined = locked.in_force.pk if locked.in_force else None
    return locked if joined == locked.in_force_id else Record.objects.with_header().get(pk=record.pk)


def note_event(record: Record, kind: str, *, by: User | None, now: dt.datetime, **data: object) -> None:
    """Write an event of the record."""
    record_event(kind, subject_kind="record", subject_id=record.pk, by=by, now=now, **data)


def name_person(record: Record, via: str, person: User | None) -> None:
    """Access of one kind follows the field that names its person."""
    forget_ways(record)
    Access.objects.filter(record=record, via=via).exclude(user=person).delete()
    if person:
        Access.objects.get_or_create(record=record, user=person, via=via)
