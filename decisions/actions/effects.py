"""What else a save changes: access of owner and approver, estimates and paths of new options and criteria."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from decisions import models as m
from decisions.actions.baselines import follow_baselines
from decisions.actions.moves import note_event
from decisions.stages import Stage
from metrics.models import DefinitionVersion
from partnerdesk.core.refusals import Blocked

LABELS = "ABCDEFGH"
RUBRIC_ENDS = (Decimal(1), Decimal(5))


def before_saving(record: m.Record, unit: m.Unit, values: dict[str, Any]) -> None:
    """Make room for what is about to be saved, and refuse what belongs to another record."""
    if isinstance(unit, m.Option) and values.get("is_status_quo"):
        others = m.Option.objects.filter(record=record, is_status_quo=True).exclude(pk=unit.pk)
        others.update(is_status_quo=False, revision=F("revision") + 1)
    if isinstance(unit, m.Criterion) and values.get("scale") == m.Criterion.Scale.RUBRIC:
        for name, end in (("worst", RUBRIC_ENDS[0]), ("best", RUBRIC_ENDS[1])):
            values[name] = end if values.get(name) is None else values[name]
    for name in unit.editable:
        model = unit._meta.get_field(name).related_model
        is_row = isinstance(model, type) and issubclass(model, m.Row)
        wanted = values.get(name)
        if is_row and wanted and not model.objects.filter(pk=wanted, record=record).exists():  # type: ignore[union-attr]
            raise Blocked(_("What was chosen is not part of this record; load the page again."))


def after_adding(record: m.Record, row: m.Row) -> None:
    """Fill in what a new row takes from its surroundings, before it is written."""
    if isinstance(row, m.Option):
        used = set(m.Option.objects.filter(record=record).values_list("label", flat=True))
        free = [label for label in LABELS if label not in used]
        if not free:
            raise Blocked(_("A record compares at most %(count)s options.") % {"count": len(LABELS)})
        row.label = free[0]
    if isinstance(row, m.MetricBinding):
        definition = DefinitionVersion.objects.newest().filter(metric=row.key).first()
        if definition is None:
            raise Blocked(_("Choose a metric of the dictionary."))
        row.definition, row.is_asked, row.owner_id = definition, False, definition.metric.owner_id
    if isinstance(row, m.Estimate | m.ExpectedPath | m.TextBlock):
        raise Blocked(_("Rows of this kind are made by the record itself."))


def after_saving(
    record: m.Record, unit: m.Unit, before: dict[str, Any], *, by: User, now: dt.datetime
) -> None:
    """Bring along what hangs on the unit."""
    if isinstance(unit, m.Option | m.Criterion):
        complete_estimates(record, by=by, now=now)
    if isinstance(unit, m.Option | m.Criterion) and record.stage != Stage.FRAME:
        follow_baselines(record, by=by, now=now)
    if isinstance(unit, m.Criterion) and _weight(before) != (unit.rank, unit.swing):
        m.Criterion.objects.filter(pk=unit.pk).update(asked_worst=unit.worst, asked_best=unit.best)
    if isinstance(unit, m.Brief) and before.get("owner") != unit.owner_id:
        follow(record, m.Access.Via.OWNER, unit.owner_id)
        note_event(record, "record.owner_changed", by=by, now=now, owner=_text(unit.owner_id))
    if isinstance(unit, m.Approval) and before.get("approver") != unit.approver_id:
        follow(record, m.Access.Via.APPROVER, unit.approver_id)
        note_event(record, "record.approver_changed", by=by, now=now, approver=_text(unit.approver_id))


def follow(record: m.Record, via: str, user_id: uuid.UUID | None) -> None:
    """Access of one kind follows the field that names its person."""
    m.Access.objects.filter(record=record, via=via).exclude(user=user_id).delete()
    if user_id:
        m.Access.objects.get_or_create(record=record, user_id=user_id, via=via)


def complete_estimates(record: m.Record, *, by: User | None, now: dt.datetime) -> None:
    """Every option has an estimate for every criterion, be it empty; every criterion with a metric has a path."""
    options = m.Option.objects.filter(record=record).values_list("pk", flat=True)
    criteria = m.Criterion.objects.filter(record=record).values_list("pk", flat=True)
    known = set(m.Estimate.objects.filter(record=record).values_list("option", "criterion"))
    m.Estimate.objects.bulk_create(
        m.Estimate(record=record, option_id=option, criterion_id=criterion, saved_by=by, saved_at=now)
        for option in options
        for criterion in criteria
        if (option, criterion) not in known
    )
    m.ExpectedPath.objects.bulk_create(
        m.ExpectedPath(record=record, criterion=criterion, saved_by=by, saved_at=now)
        for criterion in m.Criterion.objects.filter(record=record, metric__isnull=False, path=None)
    )


def _weight(values: dict[str, Any]) -> tuple[Any, Any]:
    return values.get("rank"), values.get("swing")


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
