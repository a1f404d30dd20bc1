"""The level of a shared input at which the best option changes: one number from which several estimates follow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import Problem, Vector
from decisions.analysis.value import totals, value_of, weights


@dataclass(frozen=True)
class SharedInput:
    """A number `present` behind the levels on one criterion: level_i = offsets_i + factors_i · number (both (n,)).

    A factor of 0 is an estimate that does not follow the number.
    """

    criterion: str
    present: float
    offsets: Vector
    factors: Vector


@dataclass(frozen=True)
class SharedBreakEven:
    """At `value` of the input behind `criterion` the chosen option and `against` tie; None where it never does."""

    criterion: str
    against: str
    value: float | None


def shared_break_evens(problem: Problem, chosen: str, inputs: Sequence[SharedInput]) -> list[SharedBreakEven]:
    """For each input and each other option the level nearest to the present one at which the two change places."""
    row = problem.index(chosen, "recommended")
    return [
        SharedBreakEven(shared.criterion, rival, _nearest(problem, row, other, shared))
        for shared in inputs
        for other, rival in enumerate(problem.options)
        if other != row and shared.factors[row] != shared.factors[other]
    ]


def _nearest(problem: Problem, chosen: int, rival: int, shared: SharedInput) -> float | None:
    """The lead over the input is straight between the places where one of the two levels meets a point."""
    criterion = problem.criteria[problem.keys.index(shared.criterion)]
    places = [
        (level - shared.offsets[option]) / shared.factors[option]
        for option in (chosen, rival)
        for level, _value in criterion.curve
        if shared.factors[option] != 0
    ]
    span = max(max(places) - min(places), 1.0)
    grid = np.array(sorted({*places, shared.present, min(places) - span, max(places) + span}))
    lead = _lead(problem, chosen, rival, shared, grid)
    roots = [
        begin + (end - begin) * first / (first - last)
        for begin, end, first, last in zip(grid, grid[1:], lead, lead[1:], strict=False)
        if min(first, last) < 0 < max(first, last)
    ]
    roots += [
        float(grid[i]) for i in range(1, len(grid) - 1) if lead[i] == 0 and lead[i - 1] * lead[i + 1] < 0
    ]
    return min((float(root) for root in roots), key=lambda root: abs(root - shared.present), default=None)


def _lead(problem: Problem, chosen: int, rival: int, shared: SharedInput, grid: Vector) -> Vector:
    """V_chosen − V_rival over values of the input."""
    column = problem.keys.index(shared.criterion)
    criterion, weight = problem.criteria[column], weights(problem.criteria)[column]
    present = totals(problem)
    values = [
        present[option]
        + weight
        * (
            value_of(criterion, shared.offsets[option] + shared.factors[option] * grid, clip=problem.clip)
            - value_of(criterion, problem.levels[option, column : column + 1], clip=problem.clip)
        )
        for option in (chosen, rival)
    ]
    found: Vector = values[0] - values[1]
    return found
