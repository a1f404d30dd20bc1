"""Many problems at once: values, flips and break-evens of all watched versions after a refresh, without a loop."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.break_even import break_even_levels
from decisions.analysis.flips import Corners, weight_corners
from decisions.analysis.problem import Mask, Matrix, Places, Problem, Vector
from decisions.analysis.value import Curves, weights


@dataclass(frozen=True)
class Batch:
    """B problems, padded to the largest: `levels` (B, n, K), `weights` (B, K), `curves` (B, K, P).

    `has_option` (B, n) and `has_criterion` (B, K) tell what is there. A place without an option repeats the first
    one, which never flips with itself; a place without a criterion has no weight. `clip` is that of all of them.
    """

    levels: Matrix
    weights: Matrix
    curves: Curves
    has_option: Mask
    has_criterion: Mask
    clip: bool

    @classmethod
    def of(cls, problems: Sequence[Problem], *, clip: bool = True) -> "Batch":
        count = len(problems)
        options = max(len(problem.options) for problem in problems)
        criteria = max(len(problem.criteria) for problem in problems)
        points = max(len(criterion.curve) for problem in problems for criterion in problem.criteria)
        levels, weight = np.zeros((count, options, criteria)), np.zeros((count, criteria))
        places = np.broadcast_to(np.arange(points, dtype=np.float64), (count, criteria, points)).copy()
        values, ends = places.copy(), np.zeros((count, criteria, 2))
        has_option = np.zeros((count, options), dtype=np.bool_)
        has_criterion = np.zeros((count, criteria), dtype=np.bool_)
        for row, problem in enumerate(problems):
            rows, columns = problem.levels.shape
            found = Curves.of(problem.criteria, points=points)
            levels[row, :, :columns] = problem.levels[0]
            levels[row, :rows, :columns] = problem.levels
            weight[row, :columns] = weights(problem.criteria)
            places[row, :columns], values[row, :columns] = found.places, found.values
            ends[row, :columns] = found.ends
            has_option[row, :rows] = has_criterion[row, :columns] = True
        return cls(levels, weight, Curves(places, values, ends), has_option, has_criterion, clip)


@dataclass(frozen=True)
class Outcomes:
    """What comes out, by problem. NaN where there is no such option or criterion, or no such level.

    `values` (B, n); `best` (B,), the first of those that lead; `below` and `above` are the corners under and over each
    present weight (B, K, S). `own` and `rival` (B, n, K) are the break-evens of `chosen` and of the others against it.
    """

    values: Matrix
    best: Places
    below: Corners
    above: Corners
    own: Matrix
    rival: Matrix


def run(batch: Batch, chosen: Places | None = None) -> Outcomes:
    """All figures of a batch. `chosen` (B,) are the selected options; without it, the best ones."""
    partial = batch.curves(batch.levels, clip=batch.clip)
    values: Vector = (partial * batch.weights[:, None, :]).sum(axis=-1)
    best = np.argmax(values, axis=-1)
    below, above = weight_corners(partial, batch.weights)
    own, rival = break_even_levels(
        batch.curves, batch.levels, batch.weights, best if chosen is None else chosen, clip=batch.clip
    )
    there = batch.has_option[:, :, None] & batch.has_criterion[:, None, :]
    return Outcomes(
        values=np.where(batch.has_option, values, np.nan),
        best=best,
        below=_only(below, batch.has_criterion),
        above=_only(above, batch.has_criterion),
        own=np.where(there, own, np.nan),
        rival=np.where(there, rival, np.nan),
    )


def _only(corners: Corners, there: Mask) -> Corners:
    return Corners(np.where(there[..., None], corners.at, np.nan), corners.before, corners.after)
