"""The models of all rooms, where Django and other apps look for them. Inside metrics they come from their rooms."""

from metrics.definitions.models import DefinitionVersion, Metric, Series
from metrics.gaps.models import Cause, CauseNote, Gap
from metrics.manual_entry.models import HandEntry
from metrics.observations.models import MetricChange, MetricSummary, Observation
from metrics.provenance.models import (
    FAILING,
    HAND_SOURCE,
    CoveredDays,
    CoveredPartner,
    Import,
    Refresh,
    Source,
    StoredFile,
)
from metrics.rates.models import ImportedAnew, ImportRate, Rate, RateTable

__all__ = [
    "FAILING",
    "HAND_SOURCE",
    "Cause",
    "CauseNote",
    "CoveredDays",
    "CoveredPartner",
    "DefinitionVersion",
    "Gap",
    "HandEntry",
    "Import",
    "ImportRate",
    "ImportedAnew",
    "Metric",
    "MetricChange",
    "MetricSummary",
    "Observation",
    "Rate",
    "RateTable",
    "Refresh",
    "Series",
    "Source",
    "StoredFile",
]
