"""The input and output of the command `analyse`: plain JSON in the shape of `docs/schemas/analyse.*.json`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from decisions.analysis.analysis import Analysis, analyse
from decisions.analysis.problem import BadProblem, Criterion, Estimate, Problem
from decisions.analysis.scenarios import Outlook, Scenario
from decisions.analysis.smaa import MOST_DRAWS, Shape, Shares, Weighting, smaa
from decisions.comparison.wording import command_words

Number = Annotated[float, Field(allow_inf_nan=False)]
Key = Annotated[str, Field(min_length=1)]


class BadInput(ValueError):
    """The input can't be answered: its words name the place, and say in English what to mend."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionIn(_Part):
    key: Key
    worst: Number
    best: Number
    swing: Annotated[Number, Field(ge=0, le=100)]
    side: Literal["left", "right"] | None = None
    points: tuple[tuple[Number, Number], ...] = ()


class RangeIn(_Part):
    low: Number | None = None
    likely: Number
    high: Number | None = None


EstimatesIn = dict[str, dict[str, Number | RangeIn]]


class ScenarioIn(_Part):
    key: Key
    probability: Annotated[Number, Field(ge=0, le=1)] | None = None
    estimates: EstimatesIn = {}


class OrderIn(_Part):
    order: tuple[Key, ...]


class RangesIn(_Part):
    ranges: dict[str, tuple[Number, Number]]


class SmaaIn(_Part):
    draws: Annotated[int, Field(ge=1, le=MOST_DRAWS)] = 10_000
    seed: Annotated[int, Field(ge=0)] = 1
    shape: Shape = "split_normal"
    weights: Literal["simplex", "fixed"] | OrderIn | RangesIn = "fixed"

    @property
    def weighting(self) -> Weighting:
        if isinstance(self.weights, OrderIn):
            return Weighting("order", order=self.weights.order)
        if isinstance(self.weights, RangesIn):
            return Weighting("ranges", ranges=self.weights.ranges)
        return Weighting(self.weights)


class AnalyseIn(_Part):
    """What the command reads."""

    options: tuple[Key, ...]
    status_quo: str | None = None
    recommended: str | None = None
    criteria: tuple[CriterionIn, ...]
    estimates: EstimatesIn
    scenarios: tuple[ScenarioIn, ...] = ()
    smaa: SmaaIn | None = None
    clip: bool = True


def analyse_file(given: Any) -> dict[str, Any]:
    """The answer to an input that was read from JSON.

    Raises BadInput: a wrong type or name, a missing estimate, ranges out of order.
    """
    try:
        asked = AnalyseIn.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "input"
        raise BadInput(f"{place}: {str(first['msg']).lower()}") from error
    try:
        return _answer(asked)
    except BadProblem as error:
        raise BadInput(command_words(error)) from error


def _answer(asked: AnalyseIn) -> dict[str, Any]:
    criteria = tuple(Criterion(**dict(row)) for row in asked.criteria)
    problem = Problem.of(asked.options, criteria, _estimates(asked.estimates), clip=asked.clip)
    if asked.status_quo is not None:
        problem.index(asked.status_quo, "status_quo")
    scenarios = [Scenario(row.key, _estimates(row.estimates), row.probability) for row in asked.scenarios]
    found = analyse(problem, recommended=asked.recommended, scenarios=scenarios)
    shares = None
    if asked.smaa is not None:
        wanted = asked.smaa
        shares = smaa(
            problem, draws=wanted.draws, seed=wanted.seed, shape=wanted.shape, weighting=wanted.weighting
        )
    return as_document(found, shares)


def _estimates(given: EstimatesIn) -> Mapping[str, Mapping[str, Estimate | float]]:
    return {
        option: {
            key: Estimate(level.likely, level.low, level.high) if isinstance(level, RangeIn) else level
            for key, level in row.items()
        }
        for option, row in given.items()
    }


def as_document(found: Analysis, shares: Shares | None) -> dict[str, Any]:
    """The figures, not rounded; what is undefined is null. The order of the keys is always the same."""
    options, keys = found.problem.options, found.problem.keys
    return {
        "weights": _named(keys, found.weights),
        "value": _named(options, found.values),
        "ranking": list(found.ranking),
        "recommended": found.recommended,
        "runner_up": found.runner_up,
        "weight_flips": [
            {
                "criterion": flip.criterion,
                "weight": flip.weight,
                "from": flip.from_option,
                "to": flip.to_option,
            }
            for flip in found.weight_flips
        ],
        "trade_off_flips": [
            {"left_share": flip.left_share, "from": flip.from_option, "to": flip.to_option}
            for flip in found.trade_off_flips
        ],
        "break_even": [
            {
                "option": row.option,
                "criterion": row.criterion,
                "against": row.against,
                "value": row.value,
                "inside_range": row.inside_range,
            }
            for row in found.break_evens
        ],
        "tornado": [
            {
                "option": bar.option,
                "criterion": bar.criterion,
                "at_low": bar.at_low,
                "at_high": bar.at_high,
                "crosses_zero": bar.crosses_zero,
            }
            for bar in found.tornado
        ],
        "smaa": None if shares is None else shares_as_document(options, keys, shares),
        "scenarios": None if found.outlook is None else _outlook(options, found.outlook),
    }


def shares_as_document(options: tuple[str, ...], keys: tuple[str, ...], shares: Shares) -> dict[str, Any]:
    """The shares by option; an option that is never first has null for its central weights and confidence."""
    return {
        "draws": shares.draws,
        "seed": shares.seed,
        "standard_error": shares.standard_error,
        "rank_acceptability": {
            option: [float(share) for share in row] for option, row in zip(options, shares.rank, strict=True)
        },
        "central_weights": {
            option: None if np.isnan(row).any() else _named(keys, row)
            for option, row in zip(options, shares.central, strict=True)
        },
        "confidence": _named(options, shares.confidence),
        "pairwise": {
            option: {
                other: float(share) for other, share in zip(options, row, strict=True) if other != option
            }
            for option, row in zip(options, shares.pairwise, strict=True)
        },
    }


def _outlook(options: tuple[str, ...], found: Outlook) -> dict[str, Any]:
    by_scenario = range(len(found.scenarios))
    return {
        "value": {found.scenarios[row]: _named(options, found.values[row]) for row in by_scenario},
        "expected": None if found.expected is None else _named(options, found.expected),
        "regret": {found.scenarios[row]: _named(options, found.regret[row]) for row in by_scenario},
        "max_regret": _named(options, found.max_regret),
        "minimax_regret_choice": options[found.minimax_regret_choice],
        "evpi": found.evpi,
    }


def _named(names: tuple[str, ...], figures: Any) -> dict[str, float | None]:
    """Figures by name; NaN, which JSON can't say, is null."""
    return {
        name: None if np.isnan(figure) else float(figure) for name, figure in zip(names, figures, strict=True)
    }
