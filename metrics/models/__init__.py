"""The metric dictionary, where data come from, and what was observed."""

from metrics.models.changes import MetricChange
from metrics.models.dictionary import DefinitionVersion, Metric, MetricSummary, Series
from metrics.models.gaps import Gap
from metrics.models.observations import HandEntry, Observation
from metrics.models.refreshes import Refresh
from metrics.models.sources import FAILING, HAND_SOURCE, Import, Source, StoredFile

__all__ = [
    "FAILING",
    "HAND_SOURCE",
    "DefinitionVersion",
    "Gap",
    "HandEntry",
    "Import",
    "Metric",
    "MetricChange",
    "MetricSummary",
    "Observation",
    "Refresh",
    "Series",
    "Source",
    "StoredFile",
]
