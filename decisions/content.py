"""All of a record's draft, loaded at once in a fixed number of queries."""

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from decisions import models as m
from decisions.comparison import Comparison, compare
from decisions.rows import rows_of
from frameworks.schema import FrameworkContent
from metrics.baselines import Baseline, baselines
from metrics.models import DefinitionVersion
from metrics.windows import PartnerSet, Window
from partners.models import Partner


@dataclass
class Content:
    """A record’s draft. Lists are in their order; `texts` by key.

    `estimates` by option and criterion, `paths` by criterion.
    """

    record: m.Record
    framework: FrameworkContent
    brief: m.Brief
    scope: m.Scope
    people: m.People
    approval: m.Approval
    recommendation: m.Recommendation
    review_plan: m.ReviewPlan
    artifact: m.OutputArtifact
    texts: dict[str, m.TextBlock]
    cohorts: list[m.Cohort]
    metrics: list[m.MetricBinding]
    inputs: list[m.InputItem]
    statements: list[m.Statement]
    options: list[m.Option]
    criteria: list[m.Criterion]
    evidence: list[m.Evidence]
    estimates: dict[tuple[uuid.UUID, uuid.UUID], m.Estimate]
    scenarios: list[m.Scenario]
    overrides: list[m.Override]
    paths: dict[uuid.UUID, m.ExpectedPath]
    run: m.ScenarioRun | None
    constraints: list[m.Constraint]
    guardrails: list[m.Guardrail]
    risks: list[m.Risk]
    thresholds: list[m.Threshold]
    escalation: list[m.EscalationStep]
    actions: list[m.ActionItem]
    waivers: list[m.Waiver]

    @cached_property
    def partner_set(self) -> PartnerSet:
        """The partners in scope. Until a scope is set, baselines are over all of them."""
        if self.scope.partners == m.Scope.Partners.SEGMENT:
            return PartnerSet(segment=self.scope.segment)
        if self.scope.partners == m.Scope.Partners.LIST:
            return PartnerSet(ids=frozenset(str(pk) for pk in self.scope.partner_ids))
        return PartnerSet()

    @cached_property
    def partners_in_scope(self) -> int:
        return self.partner_set.partners().count()

    @cached_property
    def baselines(self) -> dict[uuid.UUID, Baseline]:
        """Live baselines by metric binding, over the record's partners and the binding's or record's window."""
        bound = [(row.pk, row.definition, self.window_of(row)) for row in self.metrics if row.definition]
        found = baselines([(definition, window) for _pk, definition, window in bound], self.partner_set)
        return {pk: one for (pk, _definition, _window), one in zip(bound, found, strict=True)}

    def window_of(self, binding: m.MetricBinding) -> Window:
        if binding.first_month and binding.last_month:
            return Window(binding.first_month, binding.last_month)
        if self.scope.first_month and self.scope.last_month:
            return Window(self.scope.first_month, self.scope.last_month)
        return Window(months=self.scope.months)

    def baseline_of(self, binding: m.MetricBinding | None) -> Baseline | None:
        return self.baselines.get(binding.pk) if binding else None

    @cached_property
    def comparison(self) -> Comparison:
        """The values of the options, or why there are none yet."""
        return compare(self)

    @cached_property
    def peopled_segments(self) -> set[str]:
        """Which of the segments that thresholds watch have partners."""
        wanted = {row.segment for row in self.thresholds if row.segment}
        return set(Partner.objects.filter(segment__in=wanted).segments()) if wanted else set()

    @property
    def selected(self) -> m.Option | None:
        chosen = self.recommendation.option_id
        return next((option for option in self.options if option.pk == chosen), None)

    @property
    def status_quo(self) -> m.Option | None:
        return next((option for option in self.options if option.is_status_quo), None)

    def binding(self, pk: uuid.UUID | None) -> m.MetricBinding | None:
        return next((binding for binding in self.metrics if binding.pk == pk), None)

    def statement(self, pk: uuid.UUID | None) -> m.Statement | None:
        return next((statement for statement in self.statements if statement.pk == pk), None)

    def overrides_of(self, scenario: m.Scenario) -> list[m.Override]:
        return [row for row in self.overrides if row.scenario_id == scenario.pk]

    @property
    def run_is_stale(self) -> bool:
        """Whether something has moved since the scenarios were run."""
        return self.run is not None and self.run.inputs_sha256 != self.comparison.inputs_sha256

    def measured(self, criterion: m.Criterion) -> m.MetricBinding | None:
        """The metric that a criterion is watched by."""
        return self.binding(criterion.metric_id)

    def text(self, key: str) -> str:
        return self.texts[key].body if key in self.texts else ""

    def newer_definition(self, binding: m.MetricBinding) -> DefinitionVersion | None:
        """The newest version of a bound definition, where the record is still on an older one."""
        newest = self._newest_definitions.get(binding.key)
        if newest and binding.definition and newest.number > binding.definition.number:
            return newest
        return None

    @cached_property
    def _newest_definitions(self) -> dict[str, DefinitionVersion]:
        keys = [binding.key for binding in self.metrics]
        return {
            found.metric_id: found for found in DefinitionVersion.objects.newest().filter(metric__in=keys)
        }

    @cached_property
    def partner_names(self) -> dict[uuid.UUID, str]:
        """Names of the partners that scope and cohorts list."""
        wanted = set(self.scope.partner_ids)
        for cohort in self.cohorts:
            wanted |= set(cohort.partner_ids)
        return dict(Partner.objects.filter(pk__in=wanted).values_list("pk", "name"))


SINGLES: dict[str, type[m.Unit]] = {
    "brief": m.Brief,
    "scope": m.Scope,
    "people": m.People,
    "approval": m.Approval,
    "recommendation": m.Recommendation,
    "review_plan": m.ReviewPlan,
    "artifact": m.OutputArtifact,
}
LISTS: dict[str, type[Model]] = {
    "cohorts": m.Cohort,
    "metrics": m.MetricBinding,
    "inputs": m.InputItem,
    "statements": m.Statement,
    "options": m.Option,
    "criteria": m.Criterion,
    "evidence": m.Evidence,
    "scenarios": m.Scenario,
    "overrides": m.Override,
    "constraints": m.Constraint,
    "guardrails": m.Guardrail,
    "risks": m.Risk,
    "thresholds": m.Threshold,
    "escalation": m.EscalationStep,
    "actions": m.ActionItem,
    "waivers": m.Waiver,
}
OTHERS: tuple[type[Model], ...] = (m.TextBlock, m.Estimate, m.ExpectedPath, m.ScenarioRun)


def load_content(record: m.Record) -> Content:
    """Read the whole draft of `record`: its rows, the people in them and their metrics, whatever their number."""
    rows = rows_of(record.pk, [*SINGLES.values(), *LISTS.values(), *OTHERS])
    _define(rows[m.MetricBinding])
    singles: dict[str, Any] = {name: rows[model][0] for name, model in SINGLES.items()}
    lists: dict[str, Any] = {name: rows[model] for name, model in LISTS.items()}
    return Content(
        record=record,
        framework=record.framework_version.content,
        **singles,
        **lists,
        texts={block.key: block for block in rows[m.TextBlock]},
        estimates={(estimate.option_id, estimate.criterion_id): estimate for estimate in rows[m.Estimate]},
        paths={path.criterion_id: path for path in rows[m.ExpectedPath]},
        run=next(iter(rows[m.ScenarioRun]), None),
    )


def _define(metrics: list[m.MetricBinding]) -> None:
    """Put each metric's definition beside its id."""
    wanted = {row.definition_id for row in metrics if row.definition_id}
    known = DefinitionVersion.objects.select_related("series", "metric").in_bulk(wanted)
    for row in metrics:
        row.definition = known.get(row.definition_id)
