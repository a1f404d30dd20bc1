"""Many problems at once: values, flips and break-evens of all watched versions after a refresh, without a loop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.break_even import break_even_levels
from decisions.analysis.flips import Corners, weight_corners
from decisions.analysis.problem import Mask, Matrix, Places, Problem, Vector
from decisions.analysis.value import Curves


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
        every = [criterion for problem in problems for criterion in problem.criteria]
        has_option = _first(len(problem.options) for problem in problems)
        has_criterion = _first(len(problem.criteria) for problem in problems)
        there = has_option[:, :, None] & has_criterion[:, None, :]
        levels, weight = np.zeros(there.shape), np.zeros(has_criterion.shape)
        levels[there] = np.concatenate([problem.levels.ravel() for problem in problems])
        levels = np.where(has_option[:, :, None], levels, levels[:, :1])
        weight[has_criterion] = [criterion.swing for criterion in every]
        weight /= weight.sum(axis=-1, keepdims=True)
        found = Curves.of(every)
        places = np.tile(np.arange(found.places.shape[-1], dtype=np.float64), (*has_criterion.shape, 1))
        values, ends = places.copy(), np.zeros((*has_criterion.shape, 2))
        places[has_criterion], values[has_criterion] = found.places, found.values
        ends[has_criterion] = found.ends
        return cls(levels, weight, Curves(places, values, ends), has_option, has_criterion, clip)


def _first(counts: Iterable[int]) -> Mask:
    """The first so many places of each row, (B, most)."""
    found = np.array(list(counts))
    mask: Mask = np.arange(found.max()) < found[:, None]
    return mask


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
