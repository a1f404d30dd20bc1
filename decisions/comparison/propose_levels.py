"""Worst and best levels for a criterion, proposed from what is known: the metric's history and the estimates."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from decisions.sections.criteria import Criterion, measured_by
from decisions.sections.draft import Draft
from decisions.sections.metrics import whole_baseline_of
from decisions.sections.options import Option

STEPS = (Decimal(1), Decimal(2), Decimal(5))
ROUGHLY = 8
"""Round ends lie on a grid of about so many steps over the range."""


@dataclass(frozen=True)
class Anchors:
    """Proposed levels in the criterion's unit, and from how many months and estimates they come."""

    worst: Decimal
    best: Decimal
    months: int
    estimates: int


def proposed_anchors(content: Draft, criterion: Criterion) -> Anchors | None:
    """A range around all earlier values and all ends of the estimates, rounded outwards.

    None where fewer than two different levels are known, or where the range is what the criterion has already.
    """
    if criterion.is_rubric:
        return None
    baseline = whole_baseline_of(content, measured_by(content, criterion))
    months = [point.value for point in baseline.history if point.value is not None] if baseline else []
    ends = [
        level
        for option in content.all(Option)
        for level in content.comparison.range_of(option.pk, criterion.pk)
        if level is not None
    ]
    found = round_range([*months, *ends])
    if found is None:
        return None
    low, high = found
    is_falling = _is_better_low(criterion, baseline.direction if baseline else "")
    worst, best = (high, low) if is_falling else (low, high)
    if (worst, best) == (criterion.worst, criterion.best):
        return None
    return Anchors(worst, best, len(months), len(ends))


def _is_better_low(criterion: Criterion, direction: str) -> bool:
    if criterion.worst is not None and criterion.best is not None:
        return bool(criterion.worst > criterion.best)
    return direction == "lower"


def round_range(levels: Iterable[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The smallest range on a grid of 1, 2 or 5 × 10ⁿ that holds all levels; None for fewer than two of them."""
    known = sorted(set(levels))
    if len(known) < 2:
        return None
    step = _step((known[-1] - known[0]) / ROUGHLY)
    low = (known[0] / step).to_integral_value(ROUND_FLOOR) * step
    high = (known[-1] / step).to_integral_value(ROUND_CEILING) * step
    return low.normalize() + 0, high.normalize() + 0


def _step(wanted: Decimal) -> Decimal:
    power = Decimal(10) ** wanted.adjusted()
    return next((power * step for step in STEPS if power * step >= wanted), power * 10)
