"""The kinds of triggers, a file each. Whoever wants another one adds its file and its name here."""

from decisions.sections.trigger_kinds import UnknownKind, register
from decisions.triggers.kinds import (
    assumption,
    breadth,
    change,
    change_pct,
    check,
    choice,
    date,
    guardrail,
    level,
    path,
    report,
    stale,
    year,
    year_pct,
)
from decisions.triggers.kinds.base import OfMetric, TriggerKind

ALL = (
    level,
    change,
    change_pct,
    year,
    year_pct,
    path,
    breadth,
    stale,
    date,
    choice,
    assumption,
    check,
    guardrail,
    report,
)
KINDS: dict[str, TriggerKind] = {module.KIND.name: module.KIND for module in ALL}
"""By their names, in the order in which they are offered and armed."""

for _kind in KINDS.values():
    register(_kind)

OF_METRIC: dict[str, OfMetric] = {name: kind for name, kind in KINDS.items() if isinstance(kind, OfMetric)}
"""Those that look at a metric period by period."""
LEVELLED = tuple(name for name, kind in OF_METRIC.items() if kind.has_level)
"""Those of them that compare it with a level that people set."""
PLAIN = tuple(name for name, kind in OF_METRIC.items() if kind.is_plain)
"""Those whose sample is the value itself."""


def trigger_kind(name: str) -> TriggerKind:
    """The kind of this name. Raises UnknownKind."""
    if name not in KINDS:
        raise UnknownKind(f"no kind of trigger: {name!r}")
    return KINDS[name]


def metric_kind(name: str) -> OfMetric:
    """The kind of this name, which looks at a metric. Raises UnknownKind."""
    if name not in OF_METRIC:
        raise UnknownKind(f"no kind of trigger that looks at a metric: {name!r}")
    return OF_METRIC[name]
