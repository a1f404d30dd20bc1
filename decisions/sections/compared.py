"""What a comparison of the options came to. How it is made from a draft stands in `decisions.comparison`."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from decisions.analysis.analysis import Analysis
from decisions.analysis.claims import standing_of
from decisions.analysis.scenarios import Scenario
from decisions.analysis.shared import SharedBreakEven
from partnerdesk.core.canonical import canonical_bytes, plain, sha256_hex

PLACES = Decimal("0.000000001")
Levels = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Comparison:
    """The options compared, or in `why_not` what has to be filled in first.

    Options and criteria go by their ids as text in `found`. `has_weights` is False while weights are missing and all
    count alike. `levels` are the estimates by option and criterion, low, likely and high in the criterion's unit, in
    order whatever the sign of a baseline; None where one is not known.
    """

    why_not: str = ""
    found: Analysis | None = None
    has_weights: bool = False
    scenarios: tuple[Scenario, ...] = field(default=())
    shared: tuple[SharedBreakEven, ...] = field(default=())
    levels: dict[tuple[uuid.UUID, uuid.UUID], Levels] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[uuid.UUID, Decimal] | None:
        """Values of the options, 0…1."""
        if self.found is None:
            return None
        pairs = zip(self.found.problem.options, self.found.values, strict=True)
        return {uuid.UUID(option): decimal_of(value) for option, value in pairs}

    @cached_property
    def weights(self) -> dict[uuid.UUID, Decimal] | None:
        """Normalised weights of the criteria."""
        if self.found is None:
            return None
        pairs = zip(self.found.problem.keys, self.found.weights, strict=True)
        return {uuid.UUID(key): decimal_of(weight) for key, weight in pairs}

    @cached_property
    def partial(self) -> dict[tuple[uuid.UUID, uuid.UUID], Decimal] | None:
        """Values of the options on the criteria, 0…1."""
        if self.found is None:
            return None
        return {
            (uuid.UUID(option), uuid.UUID(key)): decimal_of(self.found.partial[row, column])
            for row, option in enumerate(self.found.problem.options)
            for column, key in enumerate(self.found.problem.keys)
        }

    @cached_property
    def moving(self) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
        """Estimates, by option and criterion, whose range alone makes another option the best one."""
        if self.found is None:
            return frozenset()
        options, keys = self.found.problem.options, self.found.problem.keys
        return frozenset(
            (uuid.UUID(option), uuid.UUID(key))
            for row, option in enumerate(options)
            for column, key in enumerate(keys)
            if self.found.moving[row, column]
        )

    @property
    def best(self) -> uuid.UUID | None:
        return uuid.UUID(self.found.ranking[0]) if self.found else None

    def is_best(self, option: uuid.UUID) -> bool:
        """Whether it leads or is level with who leads."""
        return self.found is not None and str(option) in standing_of(self.found.problem).leaders

    def range_of(self, option: uuid.UUID, criterion: uuid.UUID) -> Levels:
        """Low, likely and high of a cell; None each where there is none."""
        return self.levels.get((option, criterion), (None, None, None))

    def level_of(self, option: uuid.UUID, criterion: uuid.UUID) -> Decimal | None:
        """The likely level of a cell; None where it is not known."""
        return self.range_of(option, criterion)[1]

    @cached_property
    def inputs_sha256(self) -> str:
        """The hash of all that a run depends on: options, criteria, weights, ranges, scenarios. Empty without them."""
        if self.found is None:
            return ""
        problem = self.found.problem
        data = {
            "options": list(problem.options),
            "criteria": [
                [axis.key, *_texts(axis.worst, axis.best, axis.swing), axis.side or ""]
                for axis in problem.criteria
            ],
            "levels": [_texts(*grid.ravel()) for grid in (problem.low, problem.levels, problem.high)],
            "scenarios": [
                [
                    scenario.key,
                    *_texts(-1.0 if scenario.probability is None else scenario.probability),
                    _texts(*problem.with_levels(scenario.estimates).levels.ravel()),
                ]
                for scenario in self.scenarios
            ],
        }
        return sha256_hex(canonical_bytes(plain(data)))


def _texts(*figures: float) -> list[str]:
    return [repr(float(figure)) for figure in figures]


def decimal_of(figure: float) -> Decimal:
    return Decimal(repr(float(figure))).quantize(PLACES)
