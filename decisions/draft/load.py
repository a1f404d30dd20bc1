"""Loading a record's whole draft, in a fixed number of queries whatever its sections keep."""

from typing import Any

from django.db.models import Model

from decisions.comparison.resolve import compare
from decisions.draft.load_rows import rows_of
from decisions.record.models import Record, Waiver
from decisions.sections.draft import Draft
from decisions.sections.metrics import MetricBinding
from decisions.sections.registry import UNITS
from decisions.sections.scenarios import ScenarioRun
from metrics.models import DefinitionVersion

BESIDE: tuple[type[Model], ...] = (ScenarioRun, Waiver)
"""What a draft has beside the units of its sections."""


def load_draft(record: Record) -> Draft:
    """Read the whole draft of `record`: its rows, the people in them and their metrics, whatever their number."""
    found = rows_of(record.pk, [*UNITS.values(), *BESIDE])
    _define(found[MetricBinding])
    return Draft(
        record=record,
        framework=record.framework_version.content,
        rows={kind: found[model] for kind, model in UNITS.items()},
        stored={ScenarioRun: found[ScenarioRun]},
        waivers=found[Waiver],
        compare=compare,
    )


def _define(metrics: list[Any]) -> None:
    """Put each metric's definition beside its id."""
    wanted = {row.definition_id for row in metrics if row.definition_id}
    known = DefinitionVersion.objects.select_related("series", "metric").in_bulk(wanted)
    for row in metrics:
        row.definition = known.get(row.definition_id)
