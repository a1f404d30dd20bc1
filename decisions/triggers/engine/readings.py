"""From a metric's values over its periods to the samples of a trigger. Pure; no Django.

What can't be computed (no value a year before, a share of zero) is a sample without a value.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from decisions.triggers.engine.machine import Sample

Values = Mapping[dt.date, float | None]
Reading = Callable[[Mapping[dt.date, Any], dt.date, Mapping[str, Any]], float | None]


@dataclass(frozen=True, slots=True)
class Each:
    """The values of partners in a period: of those that have one, and how many partners there are."""

    values: tuple[float, ...]
    partners: int

    def beyond(self, level: float, *, is_below: bool) -> int | None:
        """How many of them are strictly below a level, or above it; None where nobody has a value."""
        if not self.values:
            return None
        return sum(value < level if is_below else value > level for value in self.values)


def samples(
    reading: Reading, values: Mapping[dt.date, Any], setting: Mapping[str, Any], active_from: dt.date | None
) -> list[Sample]:
    """The samples from `active_from` on, oldest first. `values` holds what the reading asks for, by period."""
    return [
        Sample(period, reading(values, period, setting))
        for period in sorted(values)
        if active_from is None or period >= active_from.replace(day=1)
    ]


def each_of(by_partner: Iterable[Values], partners: int) -> dict[dt.date, Each]:
    """The values of several partners by period. Who has none in a period, or none at all, still counts as a partner."""
    found: dict[dt.date, list[float]] = {}
    for values in by_partner:
        for period, value in values.items():
            row = found.setdefault(period, [])
            if value is not None:
                row.append(value)
    return {period: Each(tuple(row), partners) for period, row in found.items()}


def itself(values: Values, period: dt.date) -> float | None:
    """The value of a period."""
    return values[period]


def year_before(values: Values, period: dt.date) -> float | None:
    """The value twelve months before."""
    return values.get(period.replace(year=period.year - 1))


def difference(value: float | None, reference: float | None) -> float | None:
    return None if value is None or reference is None else value - reference


def difference_pct(value: float | None, reference: float | None) -> float | None:
    """The difference in per cent of the reference, whatever its sign."""
    if value is None or not reference:
        return None
    return 100 * (value - reference) / abs(reference)


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
