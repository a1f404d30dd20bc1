"""Measures: which additive parts each keeps, how they combine, and the value they give. Pure; no Django.

An observation keeps parts, never a finished ratio, so that any set of partners and any window gives the ratio
of sums and never a mean of ratios. Parts add up over partners. Over time a flow adds up too; a stock (open
opportunities at the period's end) does not: the last period of the window counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

NPS_PROMOTER = 9
NPS_DETRACTOR = 6
NPS_MINIMUM_ANSWERS = 10

Parts = tuple[Decimal, ...]


@dataclass(frozen=True)
class Part:
    """One additive part. Over periods a flow (`sum`) adds up; of a stock the `last` period counts."""

    name: str
    over_time: Literal["sum", "last"] = "sum"


@dataclass(frozen=True)
class Measure:
    """A way of measuring: its parts, its value, and the fewest cases that make the value mean something.

    `value` returns None where the value is undefined (a zero denominator), never 0 in its place.
    """

    kind: str
    parts: tuple[Part, ...]
    value: Callable[[Parts], Decimal | None]
    cases: int | None = None
    minimum: int = 1

    @property
    def is_total(self) -> bool:
        """Whether a longer window gives a larger value: a flow that is added up, never a ratio or a stock."""
        return len(self.parts) == 1 and self.parts[0].over_time == "sum"

    def is_thin(self, parts: Parts) -> bool:
        """Whether there are fewer cases behind the value than it needs to mean something."""
        return self.cases is not None and parts[self.cases] < self.minimum


def _quotient(parts: Parts) -> Decimal | None:
    """The first part ÷ the second."""
    numerator, denominator = parts
    return None if denominator == 0 else numerator / denominator


def _percent(parts: Parts) -> Decimal | None:
    found = _quotient(parts)
    return None if found is None else 100 * found


def _nps(parts: Parts) -> Decimal | None:
    promoters, detractors, answers = parts
    return _percent((promoters - detractors, answers))


def _velocity(parts: Parts) -> Decimal | None:
    """Open × win rate × mean won value ÷ mean days, all over the same window: money per day."""
    stock, won, lost, value, days = parts
    if won == 0 or days == 0:
        return None
    win_rate = won / (won + lost)
    return stock * win_rate * (value / won) / (days / won)


MEASURES: dict[str, Measure] = {
    measure.kind: measure
    for measure in (
        Measure("sum", (Part("sum"),), lambda parts: parts[0]),
        Measure("mean", (Part("sum"), Part("count")), _quotient, cases=1),
        Measure("score", (Part("sum"), Part("count")), _quotient, cases=1),
        Measure("count", (Part("count"),), lambda parts: parts[0]),
        Measure("share", (Part("hits"), Part("cases")), _percent, cases=1),
        Measure("ratio", (Part("numerator"), Part("denominator")), _quotient),
        Measure("margin", (Part("profit"), Part("revenue")), _percent),
        Measure("mean_days", (Part("days"), Part("count")), _quotient, cases=1),
        Measure(
            "nps",
            (Part("promoters"), Part("detractors"), Part("answers")),
            _nps,
            cases=2,
            minimum=NPS_MINIMUM_ANSWERS,
        ),
        Measure(
            "velocity",
            (Part("open", "last"), Part("won"), Part("lost"), Part("won_value"), Part("days")),
            _velocity,
            cases=1,
        ),
    )
}
"""Every measure by its kind.

`mean`, `score`, `mean_days`: sum ÷ count. `share`: per cent of cases that meet the condition. `ratio`: sum ÷
sum. `margin`: 100 × (revenue − cost) ÷ revenue over the rows whose cost is known. `nps`: per cent of answers 9–10
less per cent of answers 0–6 (Reichheld 2003), thin below ten answers. `velocity`: see `_velocity`.
"""


def add_parts(rows: Iterable[Sequence[Decimal]], width: int) -> Parts:
    """Parts of several partners in one period: everything adds up."""
    totals = [Decimal(0)] * width
    for row in rows:
        for index, part in enumerate(row):
            totals[index] += part
    return tuple(totals)


def combine_periods(measure: Measure, rows: Sequence[Sequence[Decimal]]) -> Parts | None:
    """Parts of a window from those of its periods, oldest first. No periods: None, not zeros."""
    if not rows:
        return None
    totals = add_parts(rows, len(measure.parts))
    return tuple(
        rows[-1][index] if part.over_time == "last" else totals[index]
        for index, part in enumerate(measure.parts)
    )


def window_value(kind: str, rows: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """The value of a window from the parts of its periods, oldest first; None where it is undefined."""
    measure = MEASURES[kind]
    parts = combine_periods(measure, rows)
    return None if parts is None else measure.value(parts)
