"""Saving one unit at a time: a form or a row. Nobody's words are lost.

A save carries the revision that the page was made from and an id of its own. A retry of the last save is known by
its id: it changes nothing, and words added to it meanwhile are no conflict. Where somebody saved in between, fields
that only one of the two changed are joined; where both changed the same field, both texts are handed back
(`Conflict`).
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.draft.load import load_draft
from decisions.record.access import check_may_change
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record
from decisions.record.summary import mark_summary
from decisions.sections.declaring import Saving
from decisions.sections.metrics import MetricBinding
from decisions.sections.registry import UNITS, after_saving, unit_kind
from decisions.sections.units import Row, Unit, accept, is_suggestion
from decisions.states.stages import WORKING_STAGES
from metrics.models import DefinitionVersion
from partnerdesk.core.refusals import Blocked

MOST_ROWS = 200


Touch = Callable[[Record, dt.datetime], None]
"""What is done with a record, locked, that has changed at a moment: its row in lists follows."""


@dataclass(frozen=True)
class Saved:
    """A unit after its save. `is_changed` is False for a retry; `joined` names fields that somebody else changed."""

    unit: Unit
    record: Record
    is_changed: bool = True
    joined: tuple[str, ...] = ()


class Conflict(Exception):
    """Two people changed the same fields. `mine` and `theirs` are the values by field name."""

    def __init__(self, unit: Unit, fields: tuple[str, ...], mine: dict[str, Any]) -> None:
        super().__init__(", ".join(fields))
        self.unit = unit
        self.fields = fields
        self.mine = mine
        self.theirs = unit.values()


def mark_changed(record: Record, now: dt.datetime) -> None:
    """The record has changed: say so in lists, and let what is computed be computed again."""
    date_change(record, now)
    mark_summary(record, now=now)


def date_change(record: Record, now: dt.datetime) -> None:
    """The record has changed at this moment. Its row in lists is the caller's to write."""
    Record.objects.filter(pk=record.pk).update(updated_at=now)
    record.updated_at = now


@transaction.atomic
def save_unit(
    unit: Unit,
    values: dict[str, Any],
    *,
    revision: int,
    save_id: uuid.UUID,
    by: User,
    now: dt.datetime,
) -> Saved:
    """Save `values` (by field name, foreign keys by id) into a unit. Raises Conflict, Blocked, NotAllowed."""
    record = changeable(unit.record, by)  # type: ignore[attr-defined]
    current = lock_unit(unit, record)
    return save_locked_unit(current, values, revision=revision, save_id=save_id, by=by, now=now)


def lock_unit(unit: Unit, record: Record) -> Unit:
    """The unit as it is now, locked until the transaction ends; `record` is its record, locked already."""
    current: Unit = type(unit).objects.select_for_update().get(pk=unit.pk)
    current.record = record  # type: ignore[attr-defined]
    return current


def save_locked_unit(
    current: Unit,
    values: dict[str, Any],
    *,
    revision: int,
    save_id: uuid.UUID,
    by: User,
    now: dt.datetime,
    touch: Touch = mark_changed,
) -> Saved:
    """The same, of a unit that the caller's transaction has locked already, and its record before it.

    To save a suggestion is to accept it, also where not a word is changed.

    `touch` takes the place of `mark_changed` for whoever has the whole draft at hand.
    """
    record: Record = current.record  # type: ignore[attr-defined]
    check_changeable(record, by)
    joined: tuple[str, ...] = ()
    if current.save_id != save_id and current.revision != revision:
        values, joined = _joined(current, values, revision)
    before = current.values()
    if before | values == before and not is_suggestion(current):
        return Saved(current, record, is_changed=bool(joined), joined=joined)
    _before_saving(record, current, values)
    for name, value in values.items():
        setattr(current, current.attname_of(name), value)
    if joined:
        _check_joined(current)
    current.revision, current.save_id, current.saved_by, current.saved_at = (
        current.revision + 1,
        save_id,
        by,
        now,
    )
    accept(current)
    current.save()
    after_saving(Saving(record, current, before, by, now, load_draft))
    touch(record, now)
    return Saved(current, record, joined=joined)


def _joined(current: Unit, values: dict[str, Any], revision: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Three-way join with the state that the page was made from. Raises Conflict on fields that both changed."""
    theirs = current.values()
    base = _values_at(current, revision)
    if base is None:
        clashes = tuple(name for name in values if values[name] != theirs[name])
        if clashes:
            raise Conflict(current, clashes, values)
        return values, ()
    mine = {name for name in values if values[name] != base[name]}
    others = {name for name in values if theirs[name] != base[name]}
    clashes = tuple(name for name in values if name in mine & others and values[name] != theirs[name])
    if clashes:
        raise Conflict(current, clashes, values)
    return {name: values[name] if name in mine else theirs[name] for name in values}, tuple(
        sorted(others - mine)
    )


def _before_saving(record: Record, unit: Unit, values: dict[str, Any]) -> None:
    """Refuse what belongs to another record, and let the kind make room for what is about to be saved."""
    before = unit_kind(unit).follows.before
    if before is not None:
        before(record, unit, values)
    for name in unit.editable:
        model, wanted = unit.field_of(name).related_model, values.get(name)
        if not isinstance(model, type) or not issubclass(model, Row):
            continue
        if wanted in (None, getattr(unit, unit.attname_of(name))):
            continue
        if not model.objects.filter(pk=wanted, record=record).exists():
            raise Blocked(_("What was chosen is not part of this record; load the page again."))


def _check_joined(unit: Unit) -> None:
    """What each of two people may write can be refused together; each form has seen only its own half."""
    try:
        unit.validate_constraints()
    except ValidationError as error:
        raise Blocked(" ".join(error.messages)) from error


def _values_at(unit: Unit, revision: int) -> dict[str, Any] | None:
    """The unit's values at an earlier revision, from its history."""
    history = type(unit).pgh_event_model.objects  # type: ignore[attr-defined]
    found = history.filter(pgh_obj_id=unit.pk, revision=revision).order_by("-pgh_id").first()
    if found is None:
        return None
    return {name: getattr(found, unit.attname_of(name)) for name in unit.editable}


@transaction.atomic
def add_row(
    record: Record,
    kind: str,
    *,
    pk: uuid.UUID,
    values: dict[str, Any] | None = None,
    by: User,
    now: dt.datetime,
    touch: Touch = mark_changed,
) -> Saved:
    """Add a row at the end of its list. A retry with the same id gives the row that is there."""
    model = row_model(kind)
    locked = changeable(record, by)
    known = model.objects.filter(pk=pk, record=locked).first()
    if known:
        return Saved(known, locked, is_changed=False)
    if model.objects.filter(pk=pk).exists():
        raise Blocked(_("This row can't be added; load the page again."))
    rows = model.objects.filter(record=locked)
    if rows.count() >= MOST_ROWS:
        raise Blocked(_("A list holds at most %(count)s rows.") % {"count": MOST_ROWS})
    last = rows.aggregate(last=Max("position"))["last"]
    row = model(id=pk, record=locked, position=0 if last is None else last + 1, saved_by=by, saved_at=now)
    for name, value in (values or {}).items():
        setattr(row, name, value)
    adding = unit_kind(row).follows.adding
    if adding is not None:
        adding(locked, row)
    row.save(force_insert=True)
    after_saving(Saving(locked, row, {}, by, now, load_draft))
    touch(locked, now)
    return Saved(row, locked)


@transaction.atomic
def remove_row(row: Row, *, by: User, now: dt.datetime, touch: Touch = mark_changed) -> Record:
    """Take a row out. What it held stays in the history. Raises Blocked where its kind says that it stays."""
    record = changeable(row.record, by)
    why = unit_kind(row).stays(load_draft(record), row)
    if why:
        raise Blocked(why)
    note_event(record, "row.removed", by=by, now=now, row=row.kind, id=str(row.pk))
    row.delete()
    touch(record, now)
    return record


@transaction.atomic
def move_row(row: Row, *, up: bool, by: User, now: dt.datetime, touch: Touch = mark_changed) -> Record:
    """Swap a row with its neighbour. At the end of the list nothing happens."""
    record = changeable(row.record, by)
    rows = list(type(row).objects.filter(record=record))
    index = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    other = index - 1 if up else index + 1
    if 0 <= other < len(rows):
        rows[index], rows[other] = rows[other], rows[index]
        for position, found in enumerate(rows):
            if found.position != position:
                type(row).objects.filter(pk=found.pk).update(position=position)
        touch(record, now)
    return record


def row_model(kind: str) -> type[Row]:
    model = UNITS[kind]
    if not issubclass(model, Row):
        raise KeyError(kind)
    return model


def changeable(record: Record, by: User) -> Record:
    """The record, locked, where `by` may change it and it has a draft to change."""
    locked = lock_record(record, by=by)
    check_changeable(locked, by)
    return locked


def check_changeable(locked: Record, by: User) -> None:
    """Raises NotAllowed where `by` may not change the record, Blocked where it has no draft to change."""
    check_may_change(locked, by)
    if locked.stage not in WORKING_STAGES:
        raise Blocked(_("There is no draft to write in: adapt the decision first."))


@transaction.atomic
def rebind_metric(binding: MetricBinding, *, by: User, now: dt.datetime) -> None:
    """Take a metric from the definition version that the record locked to the newest one."""
    record = changeable(binding.record, by)
    newest = DefinitionVersion.objects.newest().filter(metric=binding.key).first()
    if newest is None or newest.pk == binding.definition_id:
        return
    before = binding.definition.number if binding.definition else None
    locked = MetricBinding.objects.select_for_update().get(pk=binding.pk)
    locked.definition, locked.revision = newest, locked.revision + 1
    locked.saved_by, locked.saved_at, locked.save_id = by, now, uuid.uuid4()
    locked.save()
    note_event(
        record, "metric.rebound", by=by, now=now, metric=binding.key, before=before, after=newest.number
    )
    mark_changed(record, now)
