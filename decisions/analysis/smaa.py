"""SMAA-2: how often each option takes each rank when estimates and weights vary in what is known of them.

Lahdelma and Salminen (2001), “SMAA-2: Stochastic multicriteria acceptability analysis for group decision making”.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import exp, log
from statistics import NormalDist
from typing import Literal

import numpy as np

from decisions.analysis.problem import BadProblem, Fault, Mask, Matrix, Problem, Vector
from decisions.analysis.value import Curves, weights

Shape = Literal["split_normal", "triangular", "uniform"]
SHAPES: tuple[Shape, ...] = ("split_normal", "triangular", "uniform")
MOST_DRAWS = 1_000_000
CHUNK = 2_500
"""Draws made at once: few enough that what is computed from them stays in the processor's cache."""
KEPT = 10_000
"""So many draws are kept for the confidence factors; more would take much memory and are drawn once more."""
TRIES = 200
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Weighting:
    """What is known of the weights: the stated ones, nothing, an order, or ranges.

    `order` lists the keys of all criteria, the most important first. `ranges` gives low and high for some of them.
    """

    kind: Literal["fixed", "simplex", "order", "ranges"] = "fixed"
    order: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shares:
    """Shares of the draws. None of them is the probability of being right.

    `rank` (n, n): how often option i takes rank r; a tie is shared among its ranks. `central` (n, K): the mean of the
    weights that make option i the first. `confidence` (n,): how often it is first under those weights. `pairwise`
    (n, n): how often i is worth more than j, ties by half. NaN where an option is never first, and for i = j.
    `standard_error` is that of a share of one half, the largest there is.
    """

    draws: int
    seed: int
    standard_error: float
    rank: Matrix
    central: Matrix
    confidence: Vector
    pairwise: Matrix


def smaa(
    problem: Problem,
    *,
    draws: int = 10_000,
    seed: int = 1,
    shape: Shape = "split_normal",
    weighting: Weighting | None = None,
) -> Shares:
    """Draw estimates from their ranges and weights from what is known of them; the same seed gives the same figures.

    `shape` says what low and high are: the values passed one time in ten on each side around the mode
    (`split_normal`), or limits (`triangular`, `uniform`). Raises BadProblem for draws outside 1…1,000,000, a negative
    seed, an unknown shape, and weights that can't be drawn.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise BadProblem("smaa.draws", Fault.DRAWS_OUT_OF_RANGE, most=MOST_DRAWS)
    if seed < 0:
        raise BadProblem("smaa.seed", Fault.SEED_BELOW_0)
    if shape not in SHAPES:
        raise BadProblem("smaa.shape", Fault.UNKNOWN_SHAPE, known=", ".join(SHAPES))
    weighting = weighting or Weighting()
    count, curves = len(problem.options), Curves.of(problem.criteria)
    rank, above = np.zeros((count, count)), np.zeros((count, count))
    first_weights, firsts = np.zeros((count, len(problem.criteria))), np.zeros(count)
    kept: list[Matrix] = []
    for partial, weight in _draws(problem, curves, draws, seed, shape, weighting):
        if draws <= KEPT:
            kept.append(partial)
        better, equal = _against(_by_option(np.einsum("dnk,dk->dn", partial, weight)))
        above += better.sum(axis=-1) + equal.sum(axis=-1) / 2
        shares = _ranks(better, equal)
        rank += shares.sum(axis=-1)
        firsts += shares[:, 0].sum(axis=-1)
        first_weights += shares[:, 0] @ weight
    with np.errstate(invalid="ignore", divide="ignore"):
        central = first_weights / np.where(firsts > 0, firsts, np.nan)[:, None]
    pairwise = above / draws
    np.fill_diagonal(pairwise, np.nan)
    again = kept or (partial for partial, _ in _draws(problem, curves, draws, seed, shape, Weighting()))
    return Shares(
        draws=draws,
        seed=seed,
        standard_error=0.5 / draws**0.5,
        rank=rank / draws,
        central=central,
        confidence=_confidence(again, central) / draws,
        pairwise=pairwise,
    )


def _confidence(drawn: Iterable[Matrix], central: Matrix) -> Vector:
    """In how many of the same draws each option is first under its own central weights; NaN without such weights."""
    found = np.zeros(len(central))
    for partial in drawn:
        for row, weight in enumerate(central):
            value = _by_option(np.einsum("dnk,k->dn", partial, weight))
            is_first = value >= value.max(axis=0)
            found[row] += (is_first[row] / np.maximum(is_first.sum(axis=0), 1)).sum()
    return np.where(np.isnan(central).any(axis=-1), np.nan, found)


def _draws(
    problem: Problem, curves: Curves, draws: int, seed: int, shape: Shape, weighting: Weighting
) -> Iterator[tuple[Matrix, Matrix]]:
    """Values (d, n, K) and weights (d, K), in chunks. Estimates and weights have streams of their own."""
    for_levels, for_weights = (np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(2))
    sampler = _Levels(problem, shape)
    left = draws
    while left:
        count = min(left, CHUNK)
        partial = curves(sampler.draw(for_levels, count), clip=problem.clip)
        yield partial, _weights(problem, weighting, for_weights, count)
        left -= count


class _Levels:
    """Draws levels (d, n, K): ranges by their shape, single numbers as they are."""

    def __init__(self, problem: Problem, shape: Shape) -> None:
        self.problem, self.shape = problem, shape
        self.where = problem.has_range
        self.low, self.likely, self.high = (
            grid[self.where] for grid in (problem.low, problem.levels, problem.high)
        )
        if shape == "split_normal":
            spreads = [split_normal(*ends) for ends in zip(self.low, self.likely, self.high, strict=True)]
            self.left, self.right = np.array(spreads).reshape(-1, 2).T

    def draw(self, random: np.random.Generator, count: int) -> Matrix:
        levels = np.repeat(self.problem.levels[None], count, axis=0)
        size = (count, len(self.likely))
        if self.shape == "uniform":
            drawn = random.random(size)  # faster than random.uniform with arrays, and the same bytes
            drawn *= self.high - self.low
            drawn += self.low
        elif self.shape == "triangular":
            drawn = random.triangular(self.low, self.likely, self.high, size)
        else:
            distance = np.abs(random.standard_normal(size))
            is_left = random.random(size) * (self.left + self.right) < self.left
            drawn = self.likely + np.where(is_left, -self.left, self.right) * distance
        levels[:, self.where] = drawn
        return levels


def split_normal(low: float, likely: float, high: float) -> tuple[float, float]:
    """The deviations left and right of the mode that make `low` the 10th and `high` the 90th percentile.

    With r = σ₂ ÷ σ₁ the mass left of the mode is 1 ÷ (1 + r), so that low = mode + σ₁ Φ⁻¹(0.05 (1 + r)) and
    high = mode − σ₂ Φ⁻¹(0.05 (1 + 1 ÷ r)); r between 1/9 and 9 is found by halving. A side without width takes the
    end of that interval: its percentile is the mode itself. Units of the input; low < high.
    """
    left, right = likely - low, high - likely
    if left <= 0:
        wide = right / _quantile(1 / 9)
        return wide / 9, wide
    if right <= 0:
        wide = left / _quantile(1 / 9)
        return wide, wide / 9
    below, above = -log(9), log(9)
    for _ in range(60):
        middle = (below + above) / 2
        ratio = exp(middle)
        if ratio * _quantile(1 / ratio) * left < right * _quantile(ratio):
            below = middle
        else:
            above = middle
    ratio = exp((below + above) / 2)
    first = left / _quantile(ratio)
    return first, first * ratio


def _quantile(ratio: float) -> float:
    """How many deviations the percentile is away from the mode on a side whose sibling is `ratio` times as wide."""
    return -_NORMAL.inv_cdf(min(0.05 * (1 + ratio), 0.5 - 1e-15))


def _weights(problem: Problem, weighting: Weighting, random: np.random.Generator, count: int) -> Matrix:
    """Weights (count, K), each row 1 together; uniform over all that is possible."""
    size = len(problem.criteria)
    if weighting.kind == "fixed":
        return np.repeat(weights(problem.criteria)[None], count, axis=0)
    if weighting.kind == "simplex":
        return random.dirichlet(np.ones(size), count)
    if weighting.kind == "order":
        return _in_order(problem, weighting.order, random.dirichlet(np.ones(size), count))
    return _in_ranges(problem, weighting.ranges, random, count)


def _in_order(problem: Problem, order: tuple[str, ...], drawn: Matrix) -> Matrix:
    if sorted(order) != sorted(problem.keys):
        raise BadProblem("smaa.weights.order", Fault.ORDER_INCOMPLETE)
    falling = -np.sort(-drawn, axis=-1)
    return falling[:, [order.index(key) for key in problem.keys]]


def _in_ranges(
    problem: Problem, ranges: Mapping[str, tuple[float, float]], random: np.random.Generator, count: int
) -> Matrix:
    """Uniform over the part of the simplex within the ranges: drawn above the lows, kept where no high is passed."""
    place = "smaa.weights.ranges"
    for key, (low, high) in ranges.items():
        if key not in problem.keys:
            raise BadProblem(f"{place}.{key}", Fault.UNKNOWN_CRITERION)
        if not 0 <= low <= high <= 1:
            raise BadProblem(f"{place}.{key}", Fault.RANGE_NOT_IN_ORDER)
    low, high = np.array([ranges.get(key, (0.0, 1.0)) for key in problem.keys]).T
    free = 1 - low.sum()
    if free < 0 or high.sum() < 1:
        raise BadProblem(place, Fault.RANGES_IMPOSSIBLE)
    kept: list[Matrix] = []
    found = 0
    for _ in range(TRIES):
        drawn = low + free * random.dirichlet(np.ones(len(low)), count)
        inside = drawn[(drawn <= high).all(axis=-1)]
        kept.append(inside)
        found += len(inside)
        if found >= count:
            return np.concatenate(kept)[:count]
    raise BadProblem(place, Fault.RANGES_TOO_NARROW)


def _by_option(value: Matrix) -> Matrix:
    """(d, n) turned to (n, d): with the draws side by side, comparing and counting takes a tenth of the time."""
    return np.ascontiguousarray(value.T)


def _against(value: Matrix) -> tuple[Mask, Mask]:
    """Who is above whom, and who ties with another one, of values (n, d); both (n, n, d)."""
    better = value[:, None] > value
    equal = value[:, None] == value
    return better, equal & ~np.eye(len(value), dtype=np.bool_)[:, :, None]


def _ranks(better: Mask, equal: Mask) -> Matrix:
    """The share of each rank that each option has in each draw, (n, n, d): 1 at its rank, a tie in equal parts."""
    above = better.sum(axis=0)[:, None]
    tied = 1 + equal.sum(axis=0)[:, None]
    places = np.arange(len(better))[:, None]
    shares: Matrix = ((places >= above) & (places < above + tied)) / tied
    return shares
