"""A record for the next quarter: all that people wrote, in a draft of its own, with its days moved on."""

import datetime as dt
import uuid
from typing import Any

from django.db import models, transaction

from accounts.models import User
from decisions.draft.load import load_draft
from decisions.life.create import create_record
from decisions.life.links import link_records
from decisions.readiness.summary import compute_summary
from decisions.record.events import note_event
from decisions.record.models import Access, Record, RecordLink
from decisions.sections.actions import ActionItem
from decisions.sections.approvals import Approval
from decisions.sections.brief import Brief
from decisions.sections.fields import KnownOnField
from decisions.sections.registry import ROWS, SINGLES
from decisions.sections.reviews import ReviewPlan
from metrics.measures.months import add_months

BEGUN_ANEW = {
    ActionItem: {"done_on": None},
    ReviewPlan: {"confirmed_by_id": None, "confirmed_on": None},
}
"""What was true of the older record alone."""
OWN = {"id", "record", "revision", "save_id", "saved_at", "saved_by"}


@transaction.atomic
def copy_record(record: Record, *, months: int, by: User, now: dt.datetime) -> Record:
    """Begin a record with what stands in the draft of another, days `months` later. It follows that one by a link.

    Votes, waivers, versions and what was drawn stay with the older one.
    """
    old = load_draft(record)
    made = create_record(
        record.framework_version,
        question=old.one(Brief).question,
        decision_class=old.one(Brief).decision_class,
        owner=old.one(Brief).owner,
        is_private=record.is_private,
        is_filled=False,
        by=by,
        now=now,
    )
    stamp = {"saved_by": by, "saved_at": now}
    copied = {row.pk: uuid.uuid4() for model in ROWS for row in old.all(model)}
    for model in ROWS:
        model.objects.bulk_create(
            model(id=copied[row.pk], record=made, **stamp, **_values(row, months, copied))
            for row in old.all(model)
        )
    for form in SINGLES:
        unit = form.objects.get(record=made)
        for name, value in _values(old.one(form), months, copied).items():
            setattr(unit, name, value)
        if isinstance(unit, Approval):
            unit.author, unit.approver = by, None if unit.approver == by else unit.approver
        unit.save()
    _name_people(made, by=by)
    link = link_records(made, record, kind=RecordLink.Kind.SUCCEEDS, by=by, now=now)
    link.rows = {str(new): str(before) for before, new in copied.items()}
    link.save(update_fields=["rows"])
    note_event(made, "record.copied", by=by, now=now, older=record.code, months=months)
    compute_summary(load_draft(made), now=now)
    return made


def _name_people(record: Record, *, by: User) -> None:
    """Who may see the copy by name: its approver, as if they had just been chosen."""
    approver = Approval.objects.get(record=record).approver
    if approver:
        Access.objects.get_or_create(record=record, user=approver, via=Access.Via.APPROVER)


def _values(unit: Any, months: int, copied: dict[uuid.UUID, uuid.UUID]) -> dict[str, Any]:
    """What a unit's copy holds: days moved on, rows by the keys of their copies."""
    found: dict[str, Any] = {}
    for field in unit._meta.concrete_fields:
        if field.name in OWN:
            continue
        value = getattr(unit, field.attname)
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            value = value if isinstance(field, KnownOnField) else _later(value, months)
        elif isinstance(value, uuid.UUID):
            value = copied.get(value, value)
        found[field.attname] = value
    return found | BEGUN_ANEW.get(type(unit), {})


def _later(day: dt.date | None, months: int) -> dt.date | None:
    """The same day so many months later, or the last one of that month."""
    if day is None:
        return None
    first = add_months(day.replace(day=1), months)
    last = add_months(first, 1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
