"""What a comparison is made of: options, criteria with anchors and swing weights, estimates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


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
    side: Literal["left", "right"] | None = None
    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        if self.worst == self.best:
            raise BadProblem(f"{self.key}.worst", "worst and best are equal; options can't differ on it")
        if not 0 <= self.swing <= 100:
            raise BadProblem(f"{self.key}.swing", "a swing weight lies between 0 and 100")


@dataclass(frozen=True)
class Problem:
    """Options against criteria. `levels` is options × criteria, in each criterion's unit, without gaps.

    `clip` keeps values within 0…1 where an estimate lies outside the anchors; else the line goes on.
    """

    options: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    levels: Matrix
    clip: bool = True

    def __post_init__(self) -> None:
        if not self.options:
            raise BadProblem("options", "name at least one option")
        if not self.criteria:
            raise BadProblem("criteria", "name at least one criterion")
        if self.levels.shape != (len(self.options), len(self.criteria)):
            raise BadProblem("estimates", "one level for each option and criterion is needed")
        missing = np.argwhere(~np.isfinite(self.levels))
        if len(missing):
            option, criterion = missing[0]
            raise BadProblem(f"{self.options[option]}.{self.criteria[criterion].key}", "there is no estimate")
        if all(criterion.swing == 0 for criterion in self.criteria):
            raise BadProblem("criteria", "at least one weight must be above 0")

    @classmethod
    def of(
        cls,
        options: tuple[str, ...],
        criteria: tuple[Criterion, ...],
        estimates: Mapping[str, Mapping[str, float]],
        *,
        clip: bool = True,
    ) -> "Problem":
        """From nested mappings. Raises BadProblem naming the first option and criterion without an estimate."""
        levels = np.array(
            [
                [estimates.get(option, {}).get(criterion.key, np.nan) for criterion in criteria]
                for option in options
            ],
            dtype=np.float64,
        ).reshape(len(options), len(criteria))
        return cls(options, criteria, levels, clip)
