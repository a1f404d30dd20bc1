"""Weights at which another option becomes the best one.

With one weight t moving from 0 to 1 and all other weights in their proportions, the value of each option is a straight
line over t. The best option is the upper envelope of the lines; a flip is a corner of it strictly inside 0…1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import Matrix, Places, Problem, Vector
from decisions.analysis.value import partial_values, weights

EXACT = 1e-12
"""Slopes and places nearer than this are equal: lines that run together, a tie at the very end."""


@dataclass(frozen=True)
class WeightFlip:
    """Moving outwards from the present weight of `criterion`, at `weight` the best option changes."""

    criterion: str
    weight: float
    from_option: str
    to_option: str


@dataclass(frozen=True)
class TradeOffFlip:
    """The same for the share of the left side in the weight that both sides have together."""

    left_share: float
    from_option: str
    to_option: str


@dataclass(frozen=True)
class Corners:
    """Corners of envelopes, outwards from where each begins: `at` (…, S), NaN where there is none any more.

    `before` and `after` (…, S) are the options that are best on the near and on the far side.
    """

    at: Matrix
    before: Places
    after: Places


def walk(begin: Matrix, slope: Matrix, start: Vector, best: Places, *, up: bool) -> Corners:
    """Follow the upper envelope of the lines `begin + slope·t` (…, n) from `start` (…) up to 1, or down to 0.

    `best` (…) is the option that counts as best at `start`. At most n − 1 corners are found on the way.
    """
    sign = 1.0 if up else -1.0
    here, current = start.astype(np.float64), best
    is_on = np.ones(start.shape, dtype=np.bool_)
    places, befores, afters = [], [], []
    for _ in range(max(begin.shape[-1] - 1, 0)):
        mine, rising = _taken(begin, current)[..., None], _taken(slope, current)[..., None]
        is_steeper = sign * (slope - rising) > EXACT
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = np.maximum(sign * (mine - begin) / (slope - rising), sign * here[..., None])
        ahead = np.where(is_steeper, crossing, np.inf)
        nearest = ahead.min(axis=-1)
        meets = is_steeper & (ahead <= nearest[..., None] + EXACT)
        following = np.argmax(np.where(meets, sign * slope, -np.inf), axis=-1)
        here = sign * nearest
        is_inside = is_on & (here > EXACT) & (here < 1 - EXACT)
        is_start = is_on & (here <= EXACT if up else (here >= 1 - EXACT) & np.isfinite(here))
        places.append(np.where(is_inside, here, np.nan))
        befores.append(current)
        afters.append(following)
        is_on = is_inside | is_start
        current = np.where(is_on, following, current)
    if not places:
        nothing = np.empty((*start.shape, 0))
        return Corners(nothing, nothing.astype(np.intp), nothing.astype(np.intp))
    return Corners(np.stack(places, -1), np.stack(befores, -1), np.stack(afters, -1))


def _taken(lines: Matrix, option: Places) -> Matrix:
    found: Matrix = np.take_along_axis(lines, option[..., None], axis=-1)[..., 0]
    return found


def weight_lines(partial: Matrix, weight: Vector) -> tuple[Matrix, Matrix]:
    """For each criterion the values at its weight 0 and what they gain up to 1, both (…, K, n).

    S_i = Σ_{j≠k} w_j v_ij ÷ (1 − w_k), then V_i(t) = (1 − t) S_i + t v_ik. Where one criterion has all the weight the
    others have no proportions: NaN.
    """
    own: Matrix = np.swapaxes(partial, -1, -2)
    whole = (partial * weight[..., None, :]).sum(axis=-1)[..., None, :]
    rest = 1 - weight
    with np.errstate(divide="ignore", invalid="ignore"):
        begin = (whole - own * weight[..., :, None]) / np.where(rest > EXACT, rest, np.nan)[..., :, None]
    return begin, own - begin


def weight_corners(partial: Matrix, weight: Vector) -> tuple[Corners, Corners]:
    """Corners below and above the present weight of each criterion; leading axes (…, K)."""
    begin, slope = weight_lines(partial, weight)
    best = np.argmax((partial * weight[..., None, :]).sum(axis=-1), axis=-1)
    start = np.broadcast_to(weight, begin.shape[:-1])
    starts = np.broadcast_to(best[..., None], start.shape)
    return walk(begin, slope, start, starts, up=False), walk(begin, slope, start, starts, up=True)


def weight_flips(problem: Problem) -> list[WeightFlip]:
    """Every weight strictly between 0 and 1 at which the best option changes: by criterion, the nearest first."""
    present = weights(problem.criteria)
    down, up = weight_corners(partial_values(problem), present)
    return [
        WeightFlip(key, at, problem.options[before], problem.options[after])
        for row, key in enumerate(problem.keys)
        for at, before, after in _outwards(down, up, row, present[row])
    ]


@dataclass(frozen=True)
class TradeOff:
    """The values over the share of the left side: `begin + slope·share` (n,), and the share today."""

    begin: Vector
    slope: Vector
    share: float

    def at(self, share: float) -> Vector:
        found: Vector = self.begin + self.slope * share
        return found


def trade_off(problem: Problem) -> TradeOff | None:
    """The lines of the options over the share; None where a side has no weight, so that nothing can move."""
    partial, weight = partial_values(problem), weights(problem.criteria)
    is_left = np.array([criterion.side == "left" for criterion in problem.criteria])
    is_right = np.array([criterion.side == "right" for criterion in problem.criteria])
    left, right = weight[is_left].sum(), weight[is_right].sum()
    if left <= EXACT or right <= EXACT:
        return None
    both = left + right
    all_left = both * (partial[:, is_left] @ weight[is_left]) / left
    all_right = both * (partial[:, is_right] @ weight[is_right]) / right
    neither = ~(is_left | is_right)
    begin = partial[:, neither] @ weight[neither] + all_right
    return TradeOff(begin, all_left - all_right, float(left / both))


def trade_off_flips(problem: Problem) -> list[TradeOffFlip]:
    """Every share strictly between 0 and 1 at which the best option changes, the nearest first."""
    lines = trade_off(problem)
    if lines is None:
        return []
    best = np.argmax(lines.at(lines.share))
    start = np.array([lines.share])
    begin, slope, first = lines.begin[None, :], lines.slope[None, :], np.array([best])
    down, up = walk(begin, slope, start, first, up=False), walk(begin, slope, start, first, up=True)
    return [
        TradeOffFlip(at, problem.options[before], problem.options[after])
        for at, before, after in _outwards(down, up, 0, lines.share)
    ]


def _outwards(down: Corners, up: Corners, row: int, present: float) -> Iterator[tuple[float, int, int]]:
    found = [
        (float(corners.at[row, step]), int(corners.before[row, step]), int(corners.after[row, step]))
        for corners in (down, up)
        for step in range(corners.at.shape[-1])
        if np.isfinite(corners.at[row, step])
    ]
    yield from sorted(found, key=lambda corner: abs(corner[0] - present))
