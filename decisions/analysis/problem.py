"""What a comparison is made of: options, criteria with anchors and swing weights, estimates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


class BadProblem(ValueError):
    """The input can't be compared. `place` names the option, criterion or field; the sentence says what to mend."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        super().__init__(f"{place}: {message}")


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
                raise BadProblem(f"{self.key}.{name}", "a finite number is needed")
        if self.worst == self.best:
            raise BadProblem(f"{self.key}.worst", "worst and best are equal; options can't differ on it")
        if not 0 <= self.swing <= 100:
            raise BadProblem(f"{self.key}.swing", "a swing weight lies between 0 and 100")
        if self.points:
            self._check_points()

    def _check_points(self) -> None:
        place = f"{self.key}.points"
        levels = [level for level, _value in self.points]
        if len(levels) < 2 or len(set(levels)) < len(levels):
            raise BadProblem(place, "at least two points at different levels are needed")
        if not all(isfinite(level) and 0 <= value <= 1 for level, value in self.points):
            raise BadProblem(place, "each point is a level with a value between 0 and 1")

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
                raise BadProblem(f"{place}.{name}", "a finite number is needed")
        if self.low is not None and self.low > self.likely:
            raise BadProblem(f"{place}.low", "low lies above likely")
        if self.high is not None and self.high < self.likely:
            raise BadProblem(f"{place}.high", "high lies below likely")


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
            raise BadProblem("options", "name at least one option")
        if not self.criteria:
            raise BadProblem("criteria", "name at least one criterion")
        _check_unique("options", self.options)
        _check_unique("criteria", self.keys)
        missing = np.argwhere(~np.isfinite(self.levels))
        if len(missing):
            option, criterion = missing[0]
            raise BadProblem(f"{self.options[option]}.{self.keys[criterion]}", "there is no estimate")
        if all(criterion.swing == 0 for criterion in self.criteria):
            raise BadProblem("criteria", "at least one weight must be above 0")

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
            raise BadProblem(place, f"“{option}” is not one of the options")
        return self.options.index(option)


def _check_unique(place: str, names: tuple[str, ...]) -> None:
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadProblem(place, f"“{min(twice)}” stands there twice")


def _check_names(options: tuple[str, ...], criteria: tuple[Criterion, ...], estimates: Estimates) -> None:
    keys = {criterion.key for criterion in criteria}
    for option, row in estimates.items():
        if option not in options:
            raise BadProblem(f"estimates.{option}", "there is no such option")
        for key in row:
            if key not in keys:
                raise BadProblem(f"estimates.{option}.{key}", "there is no such criterion")
