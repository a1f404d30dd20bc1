"""All models of the app, by concept: the record, its header, its parts, its versions."""

from decisions.models.choice import (
    Criterion,
    Estimate,
    ExpectedPath,
    Option,
    Override,
    Recommendation,
    Scenario,
    ScenarioRun,
)
from decisions.models.conduct import (
    ActionItem,
    Constraint,
    Guardrail,
    OutputArtifact,
    ReviewPlan,
    Risk,
    Threshold,
)
from decisions.models.grounds import Evidence, InputItem, MetricBinding, Statement, TextBlock
from decisions.models.header import Approval, Brief, Cohort, People, Scope
from decisions.models.record import Access, CodeCounter, Record, Summary
from decisions.models.units import Basis, DecisionClass, Effect, Row, Side, Single, Unit
from decisions.models.versions import (
    Artifact,
    Enactment,
    Round,
    Seat,
    Version,
    VersionStanding,
    Vote,
    Waiver,
)

SINGLES: tuple[type[Single], ...] = (
    Brief,
    Scope,
    People,
    Approval,
    Recommendation,
    ReviewPlan,
    OutputArtifact,
)
"""The forms that every record has once."""

ROWS: tuple[type[Row], ...] = (
    Cohort,
    TextBlock,
    MetricBinding,
    InputItem,
    Statement,
    Option,
    Criterion,
    Evidence,
    Estimate,
    Scenario,
    Override,
    ExpectedPath,
    Constraint,
    Guardrail,
    Risk,
    Threshold,
    ActionItem,
)
"""The lists of a record, in an order in which rows can be made and none names a later one."""

UNITS: dict[str, type[Unit]] = {unit.kind: unit for unit in (*SINGLES, *ROWS)}

__all__ = [
    "ROWS",
    "SINGLES",
    "UNITS",
    "Access",
    "ActionItem",
    "Approval",
    "Artifact",
    "Basis",
    "Brief",
    "CodeCounter",
    "Cohort",
    "Constraint",
    "Criterion",
    "DecisionClass",
    "Effect",
    "Enactment",
    "Estimate",
    "Evidence",
    "ExpectedPath",
    "Guardrail",
    "InputItem",
    "MetricBinding",
    "Option",
    "OutputArtifact",
    "Override",
    "People",
    "Recommendation",
    "Record",
    "ReviewPlan",
    "Risk",
    "Round",
    "Row",
    "Scenario",
    "ScenarioRun",
    "Scope",
    "Seat",
    "Side",
    "Single",
    "Statement",
    "Summary",
    "TextBlock",
    "Threshold",
    "Unit",
    "Version",
    "VersionStanding",
    "Vote",
    "Waiver",
]
