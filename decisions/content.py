"""All of a record's draft, loaded at once in a fixed number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from decisions import models as m
from decisions.comparison import Comparison, compare
from frameworks.schema import FrameworkContent
from metrics.baselines import Baseline, baseline
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
    _newest: dict[str, DefinitionVersion] = field(default_factory=dict)

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
        found = {}
        for binding in self.metrics:
            if binding.definition is not None:
                found[binding.pk] = baseline(binding.definition, self.window_of(binding), self.partner_set)
        return found

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
        newest = self._newest.get(binding.key)
        if newest and binding.definition and newest.number > binding.definition.number:
            return newest
        return None

    @cached_property
    def partner_names(self) -> dict[uuid.UUID, str]:
        """Names of the partners that scope and cohorts list."""
        wanted = set(self.scope.partner_ids)
        for cohort in self.cohorts:
            wanted |= set(cohort.partner_ids)
        return dict(Partner.objects.filter(pk__in=wanted).values_list("pk", "name"))


def load_content(record: m.Record) -> Content:
    """Read the whole draft of `record`: one query for each kind, whatever the number of rows."""
    singles: dict[str, Any] = {
        "brief": m.Brief.objects.select_related("owner").get(record=record),
        "scope": m.Scope.objects.get(record=record),
        "people": m.People.objects.get(record=record),
        "approval": m.Approval.objects.select_related("approver", "author").get(record=record),
        "recommendation": m.Recommendation.objects.get(record=record),
        "review_plan": m.ReviewPlan.objects.select_related("confirmed_by").get(record=record),
        "artifact": m.OutputArtifact.objects.get(record=record),
    }
    metrics = list(
        m.MetricBinding.objects.filter(record=record).select_related(
            "owner", "gap_owner", "definition__series", "definition__metric"
        )
    )
    return Content(
        record=record,
        framework=record.framework_version.content,
        **singles,
        texts={block.key: block for block in m.TextBlock.objects.filter(record=record)},
        cohorts=list(m.Cohort.objects.filter(record=record)),
        metrics=metrics,
        inputs=list(m.InputItem.objects.filter(record=record).select_related("owner", "gap_owner")),
        statements=_owned(m.Statement, record),
        options=list(m.Option.objects.filter(record=record)),
        criteria=list(m.Criterion.objects.filter(record=record)),
        evidence=list(m.Evidence.objects.filter(record=record)),
        estimates={
            (estimate.option_id, estimate.criterion_id): estimate
            for estimate in m.Estimate.objects.filter(record=record)
        },
        scenarios=list(m.Scenario.objects.filter(record=record)),
        overrides=list(m.Override.objects.filter(record=record)),
        paths={path.criterion_id: path for path in m.ExpectedPath.objects.filter(record=record)},
        run=m.ScenarioRun.objects.filter(record=record).select_related("ran_by").first(),
        constraints=list(m.Constraint.objects.filter(record=record)),
        guardrails=_owned(m.Guardrail, record),
        risks=_owned(m.Risk, record),
        thresholds=_owned(m.Threshold, record),
        escalation=list(m.EscalationStep.objects.filter(record=record).select_related("person")),
        actions=_owned(m.ActionItem, record),
        waivers=list(m.Waiver.objects.filter(record=record).select_related("given_by")),
        _newest=_newest_definitions(metrics),
    )


def _owned(model: Any, record: m.Record) -> list[Any]:
    return list(model.objects.filter(record=record).select_related("owner"))


def _newest_definitions(metrics: Iterable[m.MetricBinding]) -> dict[str, DefinitionVersion]:
    keys = [binding.key for binding in metrics]
    return {found.metric_id: found for found in DefinitionVersion.objects.newest().filter(metric__in=keys)}
