"""From a record's criteria and estimates to the analysis core, and its figures back to the record."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from decisions import models as m
from decisions.analysis.analysis import Analysis, analyse
from decisions.analysis.problem import BadProblem, Problem
from decisions.analysis.problem import Criterion as Axis
from decisions.analysis.problem import Estimate as Level
from decisions.analysis.problem import Side as AxisSide
from decisions.analysis.scenarios import Scenario
from decisions.analysis.shared import SharedBreakEven, SharedInput, shared_break_evens
from metrics.baselines import Baseline
from partnerdesk.core.canonical import canonical_bytes, plain, sha256_hex

if TYPE_CHECKING:
    from decisions.content import Content

PLACES = Decimal("0.000000001")
EQUAL_SWING = 100.0
"""Until every weight has been asked, all swings count alike."""


@dataclass(frozen=True)
class Comparison:
    """The options compared, or in `why_not` what has to be filled in first.

    Options and criteria go by their ids as text in `found`. `has_weights` is False while weights are missing and all
    count alike.
    """

    why_not: str = ""
    found: Analysis | None = None
    has_weights: bool = False
    scenarios: tuple[Scenario, ...] = field(default=())
    shared: tuple[SharedBreakEven, ...] = field(default=())

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

    def is_best(self, option: m.Option) -> bool:
        """Whether no other option has a higher value."""
        return bool(self.values) and self.values[option.pk] == max(self.values.values())  # type: ignore[index, union-attr]

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


def compare(content: "Content") -> Comparison:
    """Values, flips and all the rest, seen from the selected option or else from the best one.

    Criteria of weight 0 still need their estimates.
    """
    missing = next(_missing(content), None)
    if missing is not None:
        return Comparison(why_not=missing)
    has_weights = all(criterion.swing is not None for criterion in content.criteria)
    try:
        problem = Problem.of(
            tuple(str(option.pk) for option in content.options),
            tuple(_axis(criterion, has_weights=has_weights) for criterion in content.criteria),
            {
                str(option.pk): {
                    str(criterion.pk): _level(content, option, criterion) for criterion in content.criteria
                }
                for option in content.options
            },
        )
        scenarios = tuple(_scenarios(content, problem))
        selected = str(content.selected.pk) if content.selected else None
        found = analyse(problem, recommended=selected, scenarios=scenarios)
    except BadProblem as error:
        return Comparison(why_not=_readable(content, error))
    shared = shared_break_evens(problem, found.recommended, _shared_inputs(content))
    return Comparison(found=found, has_weights=has_weights, scenarios=scenarios, shared=tuple(shared))


def _missing(content: "Content") -> Iterator[str]:
    """What has to be there before anything can be compared, in words, the first thing first."""
    if not content.options or not content.criteria:
        yield _("Values appear when there are options and criteria.")
    for criterion in content.criteria:
        name = {"criterion": criterion.name or _("a criterion without a name")}
        if criterion.worst is None or criterion.best is None:
            yield _("%(criterion)s needs its worst and best level.") % name
    for criterion in content.criteria:
        for option in content.options:
            if resolved_level(content, option, criterion) is None:
                place = {"criterion": criterion.name, "option": option.label}
                yield _("%(criterion)s, option %(option)s: there is no estimate yet.") % place


def _readable(content: "Content", error: BadProblem) -> str:
    """The refusal with names in place of ids."""
    names = {row.pk: row.label for row in content.options}
    names |= {row.pk: row.name for row in content.criteria} | {row.pk: row.name for row in content.scenarios}
    text = str(error)
    for pk, name in names.items():
        text = text.replace(str(pk), name)
    return text


def _axis(criterion: m.Criterion, *, has_weights: bool) -> Axis:
    sides: dict[str, AxisSide] = {"left": "left", "right": "right"}
    return Axis(
        key=str(criterion.pk),
        worst=float(criterion.worst or 0),
        best=float(criterion.best or 0),
        swing=float(criterion.swing or 0) if has_weights else EQUAL_SWING,
        side=sides.get(criterion.side),
    )


def _level(content: "Content", option: m.Option, criterion: m.Criterion) -> Level:
    low, likely, high = resolved_range(content, option, criterion)
    return Level(
        float(likely or 0), float(low) if low is not None else None, float(high) if high is not None else None
    )


def resolved_range(
    content: "Content", option: m.Option, criterion: m.Criterion
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Low, likely and high in the criterion's unit, in order whatever the sign of the baseline."""
    estimate = content.estimates.get((option.pk, criterion.pk))
    if estimate is None:
        return None, None, None
    baseline = content.baseline_of(content.binding(criterion.metric_id))
    low, likely, high = (
        resolve(estimate.form, stated, baseline) for stated in (estimate.low, estimate.likely, estimate.high)
    )
    if (
        estimate.form == m.Estimate.Form.FACTOR
        and baseline
        and baseline.value is not None
        and baseline.value < 0
    ):
        low, high = high, low
    return low, likely, high


def resolved_level(content: "Content", option: m.Option, criterion: m.Criterion) -> Decimal | None:
    """The likely level of an option in the criterion's unit; None where it is not known."""
    return resolved_range(content, option, criterion)[1]


def resolve(form: str, stated: Decimal | None, baseline: Baseline | None) -> Decimal | None:
    """A stated number as a level: itself, the baseline plus it, or the baseline times it.

    None where it is not stated, or where it needs a baseline that has no value.
    """
    if stated is None or form == m.Estimate.Form.VALUE:
        return stated
    if baseline is None or baseline.value is None:
        return None
    return baseline.value + stated if form == m.Estimate.Form.CHANGE else baseline.value * stated


def _shared_inputs(content: "Content") -> list[SharedInput]:
    """Baselines from which more than one estimate on a criterion follows."""
    found = []
    for criterion in content.criteria:
        baseline = content.baseline_of(content.measured(criterion))
        if baseline is None or baseline.value is None:
            continue
        rows = [content.estimates[option.pk, criterion.pk] for option in content.options]
        if sum(row.form != m.Estimate.Form.VALUE for row in rows) < 2:
            continue
        stated = [(row.form, float(row.likely or 0)) for row in rows]
        factors = [_factor(form, likely) for form, likely in stated]
        offsets = [0.0 if form == m.Estimate.Form.FACTOR else likely for form, likely in stated]
        found.append(
            SharedInput(str(criterion.pk), float(baseline.value), np.array(offsets), np.array(factors))
        )
    return found


def _factor(form: str, likely: float) -> float:
    """How many steps a level goes for one step of the baseline."""
    if form == m.Estimate.Form.FACTOR:
        return likely
    return 1.0 if form == m.Estimate.Form.CHANGE else 0.0


def _scenarios(content: "Content", problem: Problem) -> Iterator[Scenario]:
    """The named scenarios. Overrides apply in their order; one that is not complete changes nothing."""
    for row in content.scenarios:
        if not row.name.strip():
            continue
        levels: dict[str, dict[str, Level | float]] = {}
        for override in content.overrides_of(row):
            for option in (override.option_id,) if override.option_id else [o.pk for o in content.options]:
                level = _overridden(problem, str(option), str(override.criterion_id), override)
                if level is not None:
                    levels.setdefault(str(option), {})[str(override.criterion_id)] = level
        probability = None if row.probability_pct is None else float(row.probability_pct) / 100
        yield Scenario(str(row.pk), levels, probability)


def _overridden(problem: Problem, option: str, criterion: str, override: m.Override) -> float | None:
    if criterion not in problem.keys or option not in problem.options:
        return None
    if override.at == m.Override.At.VALUE:
        return None if override.level is None else float(override.level)
    place = problem.options.index(option), problem.keys.index(criterion)
    ends = problem.low if override.at == m.Override.At.LOW else problem.high
    return float(ends[place])
