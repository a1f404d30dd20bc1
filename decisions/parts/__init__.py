"""The registry of parts, in the order of their default homes."""

from decisions.parts.analysis import ANALYSIS
from decisions.parts.base import Check, Finding, Part
from decisions.parts.choice import CRITERIA, ESTIMATES, OPTIONS, SCENARIOS, TRADE_OFF
from decisions.parts.conduct import (
    ACTIONS,
    ARTIFACT,
    GUARDRAILS,
    REVIEWS,
    RISKS,
    TEXT,
    TRIGGERS,
)
from decisions.parts.grounds import ASSUMPTIONS, EVIDENCE, INPUTS, METRICS
from decisions.parts.header import APPROVALS, BRIEF, CONSTRAINTS, PEOPLE, SCOPE
from decisions.parts.recommendation import EXPECTED_PATH, RECOMMENDATION

PARTS: dict[str, Part] = {
    part.kind: part
    for part in (
        BRIEF,
        SCOPE,
        PEOPLE,
        CONSTRAINTS,
        APPROVALS,
        TEXT,
        METRICS,
        INPUTS,
        ASSUMPTIONS,
        OPTIONS,
        CRITERIA,
        ESTIMATES,
        SCENARIOS,
        TRADE_OFF,
        ANALYSIS,
        GUARDRAILS,
        ARTIFACT,
        RISKS,
        RECOMMENDATION,
        EXPECTED_PATH,
        TRIGGERS,
        REVIEWS,
        ACTIONS,
        EVIDENCE,
    )
}

__all__ = ["PARTS", "Check", "Finding", "Part"]
