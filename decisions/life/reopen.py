"""Writing in a draft, from wherever it stands: an edit after proposing withdraws the round."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.propose import withdraw_proposal
from decisions.draft import save
from decisions.draft.save import Saved, Touch, mark_changed
from decisions.record.events import lock_record
from decisions.record.models import Record
from decisions.sections.metrics import MetricBinding
from decisions.sections.units import Row, Unit
from decisions.states.stages import Stage


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
    """As `draft.save.save_unit`, on a draft that is opened for it."""
    record = lock_record(unit.record, by=by)  # type: ignore[attr-defined]
    current = save.lock_unit(unit, record)
    return save_locked_unit(current, values, revision=revision, save_id=save_id, by=by, now=now)


def save_locked_unit(
    unit: Unit,
    values: dict[str, Any],
    *,
    revision: int,
    save_id: uuid.UUID,
    by: User,
    now: dt.datetime,
    touch: Touch = mark_changed,
) -> Saved:
    """As `draft.save.save_locked_unit`, on a draft that is opened for it."""
    unit.record = opened(unit.record, by=by, now=now)  # type: ignore[attr-defined]
    return save.save_locked_unit(
        unit, values, revision=revision, save_id=save_id, by=by, now=now, touch=touch
    )


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
    reopen(record, by=by, now=now)
    return save.add_row(record, kind, pk=pk, values=values, by=by, now=now, touch=touch)


@transaction.atomic
def remove_row(row: Row, *, by: User, now: dt.datetime, touch: Touch = mark_changed) -> Record:
    reopen(row.record, by=by, now=now)
    return save.remove_row(row, by=by, now=now, touch=touch)


@transaction.atomic
def move_row(row: Row, *, up: bool, by: User, now: dt.datetime, touch: Touch = mark_changed) -> Record:
    reopen(row.record, by=by, now=now)
    return save.move_row(row, up=up, by=by, now=now, touch=touch)


def reopen(record: Record, *, by: User, now: dt.datetime) -> None:
    """Withdraw what is proposed, so that the draft can be written in. Does nothing to an open draft."""
    stage = Record.objects.select_for_update().values_list("stage", flat=True).get(pk=record.pk)
    if stage == Stage.PROPOSED:
        opened(lock_record(record, by=by), by=by, now=now)


def opened(locked: Record, *, by: User, now: dt.datetime) -> Record:
    """A locked record with what is proposed withdrawn where `by` may change it, else as it is."""
    if locked.stage != Stage.PROPOSED or not by.has_perm("decisions.change_record", locked):
        return locked
    return withdraw_proposal(locked, by=by, now=now, reason=_("The draft was edited."))


@transaction.atomic
def move_to_newest_definition(binding: MetricBinding, *, by: User, now: dt.datetime) -> None:
    """Lock the record to the newest version of a metric's definition."""
    reopen(binding.record, by=by, now=now)
    save.rebind_metric(binding, by=by, now=now)
