"""What a comparison is made of: options, criteria with anchors and swing weights, estimates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
Side = Literal["left", "right"]
Curve = tuple[tuple[float, float], ...]


class Fault(StrEnum):
    """What can be wrong with a problem. Whoever shows one says it in words; of some it has a value beside it."""

    NOT_FINITE = "not_finite"
    EQUAL_ANCHORS = "equal_anchors"
    SWING_OUT_OF_RANGE = "swing_out_of_range"
    TOO_FEW_POINTS = "too_few_points"
    POINT_OUT_OF_RANGE = "point_out_of_range"
    LOW_ABOVE_LIKELY = "low_above_likely"
    HIGH_BELOW_LIKELY = "high_below_likely"
    NO_OPTION = "no_option"
    NO_CRITERION = "no_criterion"
    NO_ESTIMATE = "no_estimate"
    NO_WEIGHT = "no_weight"
    NOT_AN_OPTION = "not_an_option"  # name
    TWICE = "twice"  # name
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_CRITERION = "unknown_criterion"
    PROBABILITY_OUT_OF_RANGE = "probability_out_of_range"
    SCENARIO_TWICE = "scenario_twice"
    PROBABILITIES_TOO_HIGH = "probabilities_too_high"  # total, more than 1
    DRAWS_OUT_OF_RANGE = "draws_out_of_range"  # most
    SEED_BELOW_0 = "seed_below_0"
    UNKNOWN_SHAPE = "unknown_shape"  # known: the shapes
    ORDER_INCOMPLETE = "order_incomplete"
    RANGE_NOT_IN_ORDER = "range_not_in_order"
    RANGES_IMPOSSIBLE = "ranges_impossible"
    RANGES_TOO_NARROW = "ranges_too_narrow"


class BadProblem(ValueError):
    """The input can't be compared. `place` names the option, criterion or field, `fault` says what is wrong with it.

    `values` are what the words for the fault need: the comments in `Fault` name them.
    """

    def __init__(self, place: str, fault: Fault, **values: str | float) -> None:
        super().__init__(place, fault, values)
        self.place, self.fault, self.values = place, fault, values


@dataclass(frozen=True)
class Criterion:
    """A criterion in its own unit. `worst` > `best` where lower is better.

    `swing` (0…100) rates how much the step from worst to best matters beside the other criteria. `points` replaces
    the straight line between the anchors: pairs (level, value), values 0…1, in any order of levels.
    """

    key: str
    worst: float
    best: float
    swing: float
    side: Side | None = None
    points: Curve = ()

    def __post_init__(self) -> None:
        for name in ("worst", "best", "swing"):
            if not isfinite(getattr(self, name)):
                raise BadProblem(f"{self.key}.{name}", Fault.NOT_FINITE)
        if self.worst == self.best:
            raise BadProblem(f"{self.key}.worst", Fault.EQUAL_ANCHORS)
        if not 0 <= self.swing <= 100:
            raise BadProblem(f"{self.key}.swing", Fault.SWING_OUT_OF_RANGE)
        if self.points:
            self._check_points()

    def _check_points(self) -> None:
        place = f"{self.key}.points"
        levels = [level for level, _value in self.points]
        if len(levels) < 2 or len(set(levels)) < len(levels):
            raise BadProblem(place, Fault.TOO_FEW_POINTS)
        if not all(isfinite(level) and 0 <= value <= 1 for level, value in self.points):
            raise BadProblem(place, Fault.POINT_OUT_OF_RANGE)

    @cached_property
    def curve(self) -> Curve:
        """The value function as points (level, value), levels ascending."""
        return tuple(sorted(self.points or ((self.worst, 0.0), (self.best, 1.0))))


@dataclass(frozen=True)
class Estimate:
    """A level with its range, in the criterion's unit; an end that is not given is the likely level."""

    likely: float
    low: float | None = None
    high: float | None = None

    def check(self, place: str) -> None:
        """Raise BadProblem where the numbers are not finite or not in order."""
        ends = {"likely": self.likely, "low": self.low, "high": self.high}
        for name, level in ends.items():
            if level is not None and not isfinite(level):
                raise BadProblem(f"{place}.{name}", Fault.NOT_FINITE)
        if self.low is not None and self.low > self.likely:
            raise BadProblem(f"{place}.low", Fault.LOW_ABOVE_LIKELY)
        if self.high is not None and self.high < self.likely:
            raise BadProblem(f"{place}.high", Fault.HIGH_BELOW_LIKELY)


Estimates = Mapping[str, Mapping[str, Estimate | float]]


@dataclass(frozen=True)
class Problem:
    """Options against criteria, without gaps.

    `levels`, `low` and `high` are n × K, in each criterion's unit; where an estimate is one number they are equal.
    `clip` keeps values within 0…1 where a level lies outside the anchors; else the line goes on.
    """

    options: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    levels: Matrix
    low: Matrix
    high: Matrix
    clip: bool = True

    def __post_init__(self) -> None:
        if not self.options:
            raise BadProblem("options", Fault.NO_OPTION)
        if not self.criteria:
            raise BadProblem("criteria", Fault.NO_CRITERION)
        _check_unique("options", self.options)
        _check_unique("criteria", self.keys)
        missing = np.argwhere(~np.isfinite(self.levels))
        if len(missing):
            option, criterion = missing[0]
            raise BadProblem(f"{self.options[option]}.{self.keys[criterion]}", Fault.NO_ESTIMATE)
        if all(criterion.swing == 0 for criterion in self.criteria):
            raise BadProblem("criteria", Fault.NO_WEIGHT)

    @classmethod
    def of(
        cls,
        options: tuple[str, ...],
        criteria: tuple[Criterion, ...],
        estimates: Estimates,
        *,
        clip: bool = True,
    ) -> "Problem":
        """From nested mappings, option → criterion → estimate.

        Raises BadProblem naming the first option and criterion without an estimate, a range that is not in order,
        or an estimate of an option or criterion that is not there.
        """
        _check_names(options, criteria, estimates)
        shape = (len(options), len(criteria))
        levels, low, high = (np.full(shape, np.nan) for _ in range(3))
        for row, option in enumerate(options):
            for column, criterion in enumerate(criteria):
                given = estimates.get(option, {}).get(criterion.key)
                if given is None:
                    continue
                estimate = given if isinstance(given, Estimate) else Estimate(given)
                estimate.check(f"{option}.{criterion.key}")
                levels[row, column] = estimate.likely
                low[row, column] = estimate.likely if estimate.low is None else estimate.low
                high[row, column] = estimate.likely if estimate.high is None else estimate.high
        return cls(options, criteria, levels, low, high, clip)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the criteria."""
        return tuple(criterion.key for criterion in self.criteria)

    @cached_property
    def has_range(self) -> Mask:
        """Which estimates are more than one number, n × K."""
        ranged: Mask = self.low < self.high
        return ranged

    def with_levels(self, changed: Estimates) -> "Problem":
        """The same problem with some levels replaced; the replaced ones are single numbers."""
        _check_names(self.options, self.criteria, changed)
        levels, low, high = self.levels.copy(), self.low.copy(), self.high.copy()
        for option, row in changed.items():
            for key, given in row.items():
                estimate = given if isinstance(given, Estimate) else Estimate(given)
                estimate.check(f"{option}.{key}")
                place = self.options.index(option), self.keys.index(key)
                levels[place] = low[place] = high[place] = estimate.likely
        return replace(self, levels=levels, low=low, high=high)

    def index(self, option: str, place: str = "option") -> int:
        """Where an option stands. Raises BadProblem where it is not there."""
        if option not in self.options:
            raise BadProblem(place, Fault.NOT_AN_OPTION, name=option)
        return self.options.index(option)


def _check_unique(place: str, names: tuple[str, ...]) -> None:
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadProblem(place, Fault.TWICE, name=min(twice))


def _check_names(options: tuple[str, ...], criteria: tuple[Criterion, ...], estimates: Estimates) -> None:
    keys = {criterion.key for criterion in criteria}
    for option, row in estimates.items():
        if option not in options:
            raise BadProblem(f"estimates.{option}", Fault.UNKNOWN_OPTION)
        for key in row:
            if key not in keys:
                raise BadProblem(f"estimates.{option}.{key}", Fault.UNKNOWN_CRITERION)
