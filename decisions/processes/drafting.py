"""Writing in a draft, from wherever it stands: an edit after proposing withdraws the round."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions import models as m
from decisions.actions import units
from decisions.actions.moves import move_draft
from decisions.processes.proposing import withdraw_proposal
from decisions.record.events import lock_record
from decisions.stages import Stage


@transaction.atomic
def save_unit(
    unit: m.Unit,
    values: dict[str, Any],
    *,
    revision: int,
    save_id: uuid.UUID,
    by: User,
    now: dt.datetime,
) -> units.Saved:
    """As `actions.units.save_unit`, on a draft that is opened for it."""
    reopen(unit.record, by=by, now=now)  # type: ignore[attr-defined]
    return units.save_unit(unit, values, revision=revision, save_id=save_id, by=by, now=now)


@transaction.atomic
def add_row(
    record: m.Record,
    kind: str,
    *,
    pk: uuid.UUID,
    values: dict[str, Any] | None = None,
    by: User,
    now: dt.datetime,
) -> units.Saved:
    reopen(record, by=by, now=now)
    return units.add_row(record, kind, pk=pk, values=values, by=by, now=now)


@transaction.atomic
def remove_row(row: m.Row, *, by: User, now: dt.datetime) -> m.Record:
    reopen(row.record, by=by, now=now)
    return units.remove_row(row, by=by, now=now)


@transaction.atomic
def move_row(row: m.Row, *, up: bool, by: User, now: dt.datetime) -> m.Record:
    reopen(row.record, by=by, now=now)
    return units.move_row(row, up=up, by=by, now=now)


def reopen(record: m.Record, *, by: User, now: dt.datetime) -> None:
    """Withdraw what is proposed, so that the draft can be written in. Does nothing to an open draft."""
    stage = m.Record.objects.select_for_update().values_list("stage", flat=True).get(pk=record.pk)
    if stage != Stage.PROPOSED:
        return
    locked = lock_record(record)
    if by.has_perm("decisions.change_record", locked):
        withdraw_proposal(locked, by=by, now=now, reason=_("The draft was edited."))


@transaction.atomic
def adapt(record: m.Record, *, by: User, now: dt.datetime, reason: str = "") -> m.Record:
    """Open a new draft at compare, filled with what the last one held. The version in force stays in force.

    Waivers were given for the last version; the new one needs its own. So does the confirmation of its inputs.
    """
    moved = move_draft(record, to=Stage.COMPARE, by=by, now=now, reason=reason)
    m.Waiver.objects.filter(record=moved).delete()
    plan = m.ReviewPlan.objects.get(record=moved)
    plan.confirmed_by, plan.confirmed_on = None, None
    plan.revision, plan.saved_by, plan.saved_at = plan.revision + 1, by, now
    plan.save()
    return moved


@transaction.atomic
def move_to_newest_definition(binding: m.MetricBinding, *, by: User, now: dt.datetime) -> None:
    """Lock the record to the newest version of a metric's definition."""
    reopen(binding.record, by=by, now=now)
    units.rebind_metric(binding, by=by, now=now)
