"""Additive value with swing weights (von Winterfeldt and Edwards 1986; Belton and Stewart 2002, ch. 5)."""

import numpy as np

from decisions.analysis.problem import Criterion, Matrix, Problem, Vector


def weights(criteria: tuple[Criterion, ...]) -> Vector:
    """Normalised swing weights, w_k = r_k ÷ Σ r. Shape (criteria,); they sum to 1."""
    swings = np.array([criterion.swing for criterion in criteria], dtype=np.float64)
    normalised: Vector = swings / swings.sum()
    return normalised


def value_of(criterion: Criterion, levels: Vector, *, clip: bool = True) -> Vector:
    """The value 0…1 of `levels` (any shape, the criterion's unit): 0 at worst, 1 at best, linear between.

    With `points`, piecewise linear through them. Without `clip`, the first and the last piece go on beyond the ends.
    """
    points = sorted(criterion.points) or sorted([(criterion.worst, 0.0), (criterion.best, 1.0)])
    places = np.array([level for level, _ in points], dtype=np.float64)
    values = np.array([value for _, value in points], dtype=np.float64)
    found: Vector
    if clip:
        found = np.interp(levels, places, values)
        return found
    piece = np.clip(np.searchsorted(places, levels, side="right") - 1, 0, len(places) - 2)
    slope = (values[piece + 1] - values[piece]) / (places[piece + 1] - places[piece])
    found = values[piece] + slope * (levels - places[piece])
    return found


def partial_values(problem: Problem) -> Matrix:
    """v_k(x_ik): the value of each option on each criterion. Shape (options, criteria)."""
    columns = [
        value_of(criterion, problem.levels[:, index], clip=problem.clip)
        for index, criterion in enumerate(problem.criteria)
    ]
    return np.column_stack(columns)


def totals(problem: Problem) -> Vector:
    """V_i = Σ_k w_k · v_k(x_ik). Shape (options,)."""
    found: Vector = partial_values(problem) @ weights(problem.criteria)
    return found


def ranking(problem: Problem) -> list[str]:
    """Options from the highest value to the lowest; equal ones in their given order."""
    order = np.argsort(-totals(problem), kind="stable")
    return [problem.options[index] for index in order]
