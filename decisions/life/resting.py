"""Which records rest on metrics: those in force by what was approved, drafts by what they say now."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.metrics import MetricBinding, window_by
from decisions.sections.scope import Scope, set_of
from decisions.states.retention import Retention
from metrics.causes.resting import Resting, Use
from metrics.measures.windows import Window
from metrics.models import DefinitionVersion
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner

MOST = 200
"""Of so many records, those that changed last, it is looked at what they rest on."""


def records_resting_on(person: User, metrics: Collection[str]) -> list[Resting]:
    """The open records that a person may see and that rest on one of these metrics, by code. Five queries at most."""
    bound = MetricBinding.objects.filter(record=OuterRef("pk"), key__in=metrics)
    visible = Record.objects.visible_to(person).filter(Exists(bound), state=Retention.OPEN)
    records = list(visible.select_related("in_force", "summary").order_by("-updated_at")[:MOST])
    approved = [record for record in records if record.in_force]
    uses = _approved(approved, metrics) | _drafted(
        [record for record in records if not record.in_force], metrics
    )
    return [
        Resting(
            code=record.code,
            title=record.summary.question or record.code,
            address=record.get_absolute_url(),
            is_in_force=record.in_force is not None,
            uses=tuple(uses[record.pk]),
        )
        for record in sorted(records, key=lambda record: record.code)
        if uses.get(record.pk)
    ]


def _approved(records: Iterable[Record], metrics: Collection[str]) -> dict[uuid.UUID, list[Use]]:
    """By the content of the version in force: its windows, and its partners as they were."""
    parts = {record.pk: record.in_force.data()["parts"] for record in records if record.in_force}
    if not parts:
        return {}
    definitions = {
        (row.metric_id, row.number): row
        for row in DefinitionVersion.objects.filter(metric__in=metrics).select_related("metric", "series")
    }
    keys = {row["key"] for part in parts.values() for row in part["scope"]["members"] if "id" not in row}
    ids = dict(Partner.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for pk, part in parts.items():
        for row in part["metrics"]["rows"]:
            then = row["baseline"]
            definition = definitions.get((row["key"], then["definition_version"])) if then else None
            if definition and then["from"] and then["to"]:
                found[pk].append(Use(definition, _window(then), _partners(part["scope"], ids)))
    return found


def _window(then: dict[str, Any]) -> Window:
    return Window(dt.date.fromisoformat(then["from"]), dt.date.fromisoformat(then["to"]))


def _partners(scope: dict[str, Any], ids: dict[str, uuid.UUID]) -> PartnerSet:
    members = [row.get("id") or str(ids.get(row["key"], "")) for row in scope["members"]]
    return PartnerSet(ids=frozenset(filter(None, members))) if members else PartnerSet()


def _drafted(records: Iterable[Record], metrics: Collection[str]) -> dict[uuid.UUID, list[Use]]:
    """By the rows of the draft."""
    pks = [record.pk for record in records]
    if not pks:
        return {}
    scopes = {scope.record_id: scope for scope in Scope.objects.filter(record__in=pks)}
    rows = MetricBinding.objects.filter(record__in=pks, key__in=metrics, definition__isnull=False)
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for row in rows.select_related("definition__metric", "definition__series"):
        scope = scopes.get(row.record_id) or Scope(record_id=row.record_id)
        if row.definition:
            found[row.record_id].append(Use(row.definition, window_by(row, scope), set_of(scope)))
    return found
