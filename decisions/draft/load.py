"""Loading a record's whole draft in one statement, whatever its sections keep."""

from typing import Any

from django.db.models import Model

from accounts.models import User
from decisions.comparison.resolve import compare
from decisions.draft.contributors import contributors, who_wrote
from decisions.draft.load_rows import rows_of
from decisions.record.models import Record, Waiver
from decisions.sections.approvals import Approval
from decisions.sections.draft import Draft
from decisions.sections.registry import UNITS
from decisions.sections.scenarios import ScenarioRun
from metrics.models import DefinitionVersion, Metric, Series

BESIDE: tuple[type[Model], ...] = (ScenarioRun, Waiver)
"""What a draft has beside the units of its sections."""


def _related(model: type[Model], name: str) -> Any:
    """The model behind a relation to a room above this one."""
    return model._meta.get_field(name).related_model


NAMED: tuple[type[Model], ...] = (User, _related(Approval, "committee"), DefinitionVersion, Series, Metric)
"""Whom and what the rows of a draft name, each after those that name it."""


def load_draft(record: Record) -> Draft:
    """Read the whole draft of `record`: its rows, the people in them and their metrics, whatever their number."""
    versions, enactments = _related(Record, "versions"), _related(Record, "enactments")
    tables = [*UNITS.values(), *BESIDE]
    found = rows_of(record.pk, tables, named=NAMED, counted=(versions, enactments), asked=[who_wrote()])
    return Draft(
        record=record,
        framework=record.framework_version.content,
        rows={kind: found.rows[model] for kind, model in UNITS.items()},
        stored={ScenarioRun: found.rows[ScenarioRun]},
        waivers=found.rows[Waiver],
        versions=found.counts[versions],
        enactments=found.counts[enactments],
        contributors=contributors(found.answers[0]),
        compare=compare,
    )
