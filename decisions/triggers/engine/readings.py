"""From a metric's values over its periods to the samples of a trigger. Pure; no Django."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from decisions.triggers.engine.machine import Sample

Values = Mapping[dt.date, float | None]


def samples(
    kind: str, values: Values, setting: Mapping[str, Any], active_from: dt.date | None
) -> list[Sample]:
    """The samples from `active_from` on, oldest first. `values` holds the window's value as of each period.

    `level`: the value. `change` (`_pct`): against the frozen baseline. `year` (`_pct`): against the value twelve
    months before. `path`: against the expected path. What can't be computed (no value a year before, a share of
    zero) is a sample without a value.
    """
    return [
        Sample(period, reading(kind, values, period, setting))
        for period in sorted(values)
        if active_from is None or period >= active_from.replace(day=1)
    ]


def reading(kind: str, values: Values, period: dt.date, setting: Mapping[str, Any]) -> float | None:
    """What a trigger of `kind` compares with its level, in a period."""
    value = values[period]
    if value is None or kind == "level":
        return value
    if kind.startswith("change"):
        reference: float | None = setting["baseline"]
    elif kind.startswith("year"):
        reference = values.get(period.replace(year=period.year - 1))
    else:
        reference = expected(setting, period)
    if reference is None:
        return None
    if not kind.endswith("_pct"):
        return value - reference
    return 100 * (value - reference) / abs(reference) if reference else None


def expected(path: Mapping[str, Any], period: dt.date) -> float:
    """Where a path is in a period: at its baseline, on the line to its target, or at its target."""
    begin, end = dt.date.fromisoformat(path["from"]), dt.date.fromisoformat(path["to"])
    baseline: float = path["baseline"]
    target: float = path["target"]
    if period >= end:
        return target
    if period <= begin:
        return baseline
    return baseline + (target - baseline) * _months(begin, period) / _months(begin, end)


def _months(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
