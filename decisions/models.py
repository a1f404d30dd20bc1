"""All models of the app, by where they stand."""

from decisions.committee.models.committees import Committee, CommitteeRule, Interest, Member
from decisions.committee.models.meetings import (
    AgendaItem,
    Attendee,
    Meeting,
    MeetingAction,
    MeetingPaper,
    Minutes,
)
from decisions.committee.models.rounds import Remark, RemarkAnswer, Round, Seat, Vote
from decisions.documents.models import Artifact, ErasedPaper, Scorecard
from decisions.record.models import Access, CodeCounter, Record, RecordLink, Summary, Waiver
from decisions.sections.actions import ActionItem
from decisions.sections.approvals import Approval
from decisions.sections.artifact import OutputArtifact
from decisions.sections.assumptions import Statement
from decisions.sections.brief import Brief
from decisions.sections.constraints import Constraint
from decisions.sections.criteria import Criterion, Side
from decisions.sections.estimates import Basis, Estimate
from decisions.sections.evidence import Evidence
from decisions.sections.expected_path import ExpectedPath
from decisions.sections.guardrails import Guardrail
from decisions.sections.inputs import InputItem
from decisions.sections.metrics import MetricBinding
from decisions.sections.options import Option
from decisions.sections.people import People
from decisions.sections.recommendation import Recommendation
from decisions.sections.reviews import EscalationStep, ReviewPlan
from decisions.sections.risks import Risk
from decisions.sections.scenarios import Override, Scenario, ScenarioRun
from decisions.sections.scope import Cohort, Scope
from decisions.sections.text import TextBlock
from decisions.sections.triggers import Counted, Effect, Silence, Threshold
from decisions.sections.units import Row, Single, Unit
from decisions.states.classes import DecisionClass
from decisions.triggers.models import (
    Case,
    ChoiceInput,
    Condition,
    Episode,
    Escalation,
    Review,
    Trigger,
    WatchedPartner,
    WatchedSet,
)
from decisions.versions.models import Enactment, Version, VersionStanding

__all__ = [
    "Access",
    "ActionItem",
    "AgendaItem",
    "Approval",
    "Artifact",
    "Attendee",
    "Basis",
    "Brief",
    "Case",
    "ChoiceInput",
    "CodeCounter",
    "Cohort",
    "Committee",
    "CommitteeRule",
    "Condition",
    "Constraint",
    "Counted",
    "Criterion",
    "DecisionClass",
    "Effect",
    "Enactment",
    "Episode",
    "ErasedPaper",
    "Escalation",
    "EscalationStep",
    "Estimate",
    "Evidence",
    "ExpectedPath",
    "Guardrail",
    "InputItem",
    "Interest",
    "Meeting",
    "MeetingAction",
    "MeetingPaper",
    "Member",
    "MetricBinding",
    "Minutes",
    "Option",
    "OutputArtifact",
    "Override",
    "People",
    "Recommendation",
    "Record",
    "RecordLink",
    "Remark",
    "RemarkAnswer",
    "Review",
    "ReviewPlan",
    "Risk",
    "Round",
    "Row",
    "Scenario",
    "ScenarioRun",
    "Scope",
    "Scorecard",
    "Seat",
    "Side",
    "Silence",
    "Single",
    "Statement",
    "Summary",
    "TextBlock",
    "Threshold",
    "Trigger",
    "Unit",
    "Version",
    "VersionStanding",
    "Vote",
    "Waiver",
    "WatchedPartner",
    "WatchedSet",
]
