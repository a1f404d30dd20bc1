"""How far each estimate, alone, moves the lead of the recommended option over the runner-up (Howard 1988)."""

from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import Mask, Matrix, Problem
from decisions.analysis.value import Curves, partial_values, totals, weights

TIE = 1e-12
"""Values that differ by less are equal: so much comes of rounding."""


@dataclass(frozen=True)
class TornadoBar:
    """The lead, recommended minus runner-up, with one estimate at its low and at its high end."""

    option: str
    criterion: str
    at_low: float
    at_high: float
    crosses_zero: bool

    @property
    def width(self) -> float:
        return abs(self.at_high - self.at_low)


def runner_up(problem: Problem, recommended: str) -> str | None:
    """The best of the other options; None where there is none."""
    value = totals(problem)
    others = [row for row, option in enumerate(problem.options) if option != recommended]
    return problem.options[max(others, key=lambda row: (value[row], -row))] if others else None


def tornado(problem: Problem, recommended: str) -> list[TornadoBar]:
    """A bar for each estimate of the two options, the widest first; empty without a runner-up.

    An estimate that is one number has a bar without width.
    """
    rival = runner_up(problem, recommended)
    if rival is None:
        return []
    value = totals(problem)
    mine, theirs = problem.index(recommended, "recommended"), problem.options.index(rival)
    lead = float(value[mine] - value[theirs])
    at_low, at_high = _shifts(problem, problem.low), _shifts(problem, problem.high)
    bars = [
        _bar(problem, row, column, lead, sign * at_low[row, column], sign * at_high[row, column])
        for row, sign in ((mine, 1), (theirs, -1))
        for column in range(len(problem.criteria))
    ]
    return sorted(bars, key=lambda bar: -bar.width)


def _shifts(problem: Problem, ends: Matrix) -> Matrix:
    """What each option gains when one of its levels moves to its end, n × K."""
    moved: Matrix = (partial_values(problem, ends) - partial_values(problem)) * weights(problem.criteria)
    return moved


def _bar(problem: Problem, row: int, column: int, lead: float, low: float, high: float) -> TornadoBar:
    at_low, at_high = lead + float(low), lead + float(high)
    return TornadoBar(
        option=problem.options[row],
        criterion=problem.keys[column],
        at_low=at_low,
        at_high=at_high,
        crosses_zero=min(at_low, lead, at_high) < -TIE and max(at_low, lead, at_high) > TIE,
    )


def moves_the_answer(problem: Problem) -> Mask:
    """Which estimates, anywhere in their range and alone, make another option the best one. n × K, boolean.

    Compared with the options that are best at the likely levels: a tie counts as still best. The value functions are
    straight between their points, so the ends of the range and the points inside it are enough.
    """
    value, weight, partial = totals(problem), weights(problem.criteria), partial_values(problem)
    places = Curves.of(problem.criteria).places.T[:, None, :]
    inside = np.clip(places, problem.low, problem.high)
    ends = np.concatenate([problem.low[None], problem.high[None], inside])
    gain = (partial_values(problem, ends) - partial) * weight
    alone = value + gain.swapaxes(-1, -2)[..., None] * np.eye(len(value))
    is_best = alone >= alone.max(axis=-1, keepdims=True) - TIE
    best = value >= value.max() - TIE
    stays = (is_best & best).any(axis=-1)
    moved: Mask = ~np.logical_and.reduce(stays).T
    return moved
