"""The values of the options over one number, as `leads` walks them: an estimate, what several follow, a weight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.flips import trade_off, weight_lines
from decisions.analysis.leads import Course
from decisions.analysis.problem import Matrix, Problem, Vector
from decisions.analysis.value import partial_values, totals, value_of, weights


@dataclass(frozen=True)
class Part:
    """Levels on one criterion that follow a number: level_i = offsets_i + factors_i · number, both one per option.

    A factor of 0 is an estimate that does not follow it: its level stays what it is.
    """

    criterion: str
    offsets: tuple[float, ...]
    factors: tuple[float, ...]


@dataclass(frozen=True)
class Followed:
    """A number that several estimates follow, `present` today, and all that follows it."""

    present: float
    parts: tuple[Part, ...]


def course_of_estimate(problem: Problem, row: int, column: int) -> Course:
    """The values over one estimate alone, in its criterion's unit."""
    factors = np.zeros(len(problem.options))
    factors[row] = 1.0
    return _course(problem, float(problem.levels[row, column]), [(column, np.zeros_like(factors), factors)])


def course_of_followed(problem: Problem, followed: Followed) -> Course:
    """The values over a number that several estimates follow. Raises BadProblem for a criterion that is not there."""
    moved = [
        (problem.keys.index(part.criterion), np.array(part.offsets), np.array(part.factors))
        for part in followed.parts
    ]
    return _course(problem, followed.present, moved)


def _course(problem: Problem, now: float, moved: Sequence[tuple[int, Vector, Vector]]) -> Course:
    bends = {
        float((level - offsets[row]) / factors[row])
        for column, offsets, factors in moved
        for row in np.flatnonzero(factors)
        for level, _value in problem.criteria[column].curve
    }
    places = sorted({now, *bends})
    step = max(places[-1] - places[0], abs(now) * 1e-3, 1e-9)
    numbers = np.array([places[0] - step, *places, places[-1] + step])
    values = _values(problem, numbers, moved)
    return Course(
        now, tuple(places), values[1:-1], step, first=values[0] - values[1], last=values[-1] - values[-2]
    )


def _values(problem: Problem, numbers: Vector, moved: Sequence[tuple[int, Vector, Vector]]) -> Matrix:
    """The values of the options for each of the numbers, (S, n)."""
    found = np.tile(totals(problem), (len(numbers), 1))
    weight, partial = weights(problem.criteria), partial_values(problem)
    for column, offsets, factors in moved:
        criterion = problem.criteria[column]
        for row in np.flatnonzero(factors):
            levels = offsets[row] + factors[row] * numbers
            gain = value_of(criterion, levels, clip=problem.clip) - partial[row, column]
            found[:, row] += weight[column] * gain
    return found


def course_of_weight(problem: Problem, column: int) -> Course | None:
    """The values over the weight of one criterion, 0…1, the others in their proportions; None where it has it all."""
    weight = weights(problem.criteria)
    begin, slope = weight_lines(partial_values(problem), weight)
    if not np.isfinite(begin[column]).all():
        return None
    return _shares(begin[column], slope[column], float(weight[column]))


def course_of_trade_off(problem: Problem) -> Course | None:
    """The values over the left side's share of both sides' weight, 0…1; None where a side has no weight."""
    lines = trade_off(problem)
    return None if lines is None else _shares(lines.begin, lines.slope, lines.share)


def _shares(begin: Vector, slope: Vector, now: float) -> Course:
    held = min(max(now, 0.0), 1.0)
    places = tuple(sorted({0.0, held, 1.0}))
    return Course(held, places, np.array([begin + slope * place for place in places]))
