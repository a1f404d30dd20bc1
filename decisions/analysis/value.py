"""Additive value with swing weights (von Winterfeldt and Edwards 1986; Belton and Stewart 2002, ch. 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import Criterion, Curve, Matrix, Problem, Vector


def weights(criteria: Sequence[Criterion]) -> Vector:
    """Normalised swing weights, w_k = r_k ÷ Σ r. Shape (K,); they sum to 1."""
    swings = np.array([criterion.swing for criterion in criteria], dtype=np.float64)
    normalised: Vector = swings / swings.sum()
    return normalised


@dataclass(frozen=True)
class Curves:
    """Piecewise-linear value functions: `places` (levels, ascending) and `values`, both (…, K, P).

    A function with fewer points than P goes on along its last line; `ends` (…, K, 2) says where it really ends.
    """

    places: Matrix
    values: Matrix
    ends: Matrix

    @classmethod
    def of(cls, criteria: Sequence[Criterion], *, points: int = 2) -> "Curves":
        """With at least `points` points each."""
        curves = [criterion.curve for criterion in criteria]
        most = max(points, *(len(curve) for curve in curves))
        longer = [curve if len(curve) == most else _longer(curve, most) for curve in curves]
        drawn = np.array(longer, dtype=np.float64)
        ends = np.array([(curve[0][0], curve[-1][0]) for curve in curves], dtype=np.float64)
        return cls(drawn[..., 0], drawn[..., 1], ends)

    def __call__(self, levels: Matrix, *, clip: bool) -> Matrix:
        """Values of `levels` (…, n, K), same shape. With `clip` the level is held between the ends first."""
        places, values = self.places[..., None, :, :], self.values[..., None, :, :]
        held = np.clip(levels, self.ends[..., None, :, 0], self.ends[..., None, :, 1]) if clip else levels
        if places.shape[-1] == 2:
            slope = (values[..., 1] - values[..., 0]) / (places[..., 1] - places[..., 0])
            found: Matrix = held - places[..., 0]
            found *= slope
            found += values[..., 0]
            return found
        length, rise = np.diff(places), np.diff(values)
        step = held[..., None] - places[..., :-1]
        step[..., 1:] = np.maximum(step[..., 1:], 0)
        step[..., :-1] = np.minimum(step[..., :-1], length[..., :-1])
        bent: Matrix = values[..., 0] + (step * (rise / length)).sum(axis=-1)
        return bent

    def levels_of(self, wanted: Matrix, near: Matrix, *, clip: bool) -> Matrix:
        """The levels at which the functions reach the values `wanted` (…, n, K); NaN where they never do.

        Where several levels have the value, the one nearest to `near` is given. With `clip` only levels between the
        ends count; else the first and the last piece go on.
        """
        places, values = self.places[..., None, :, :], self.values[..., None, :, :]
        rise, length = np.diff(values), np.diff(places)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = places[..., :-1] + (wanted[..., None] - values[..., :-1]) * (length / rise)
        slack = 1e-12 * np.maximum(np.abs(length), 1)
        below, above = places[..., :-1] - slack, places[..., 1:] + slack
        if not clip:
            below = np.concatenate([np.full_like(below[..., :1], -np.inf), below[..., 1:]], axis=-1)
            above = np.concatenate([above[..., :-1], np.full_like(above[..., :1], np.inf)], axis=-1)
        else:
            below = np.maximum(below, self.ends[..., None, :, 0, None] - slack)
            above = np.minimum(above, self.ends[..., None, :, 1, None] + slack)
        found = np.where((found >= below) & (found <= above), found, np.nan)
        away = np.where(np.isnan(found), np.inf, np.abs(found - near[..., None]))
        nearest = np.argmin(away, axis=-1)[..., None]
        chosen: Matrix = np.take_along_axis(found, nearest, axis=-1)[..., 0]
        return chosen


def _longer(curve: Curve, points: int) -> Curve:
    """The curve with as many points, the further ones on its last piece."""
    (before, below), (last, end) = curve[-2:]
    steps = range(1, 1 + points - len(curve))
    return (*curve, *((last + (last - before) * step, end + (end - below) * step) for step in steps))


def value_of(criterion: Criterion, levels: Vector, *, clip: bool = True) -> Vector:
    """The value of `levels` (one axis, the criterion's unit): 0 at worst, 1 at best, linear between."""
    return Curves.of([criterion])(levels[:, None], clip=clip)[:, 0]


def partial_values(problem: Problem, levels: Matrix | None = None) -> Matrix:
    """v_k(x_ik): the value of each option on each criterion, (…, n, K). `levels` replaces the likely ones."""
    return Curves.of(problem.criteria)(problem.levels if levels is None else levels, clip=problem.clip)


def totals(problem: Problem, levels: Matrix | None = None) -> Vector:
    """V_i = Σ_k w_k · v_k(x_ik). Shape (…, n)."""
    found: Vector = partial_values(problem, levels) @ weights(problem.criteria)
    return found


def ranking(problem: Problem) -> list[str]:
    """Options from the highest value to the lowest; equal ones in their given order."""
    order = np.argsort(-totals(problem), kind="stable")
    return [problem.options[index] for index in order]
