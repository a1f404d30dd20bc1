"""From a record's criteria and estimates to the analysis core, and its figures back to the record."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _

from decisions.analysis.analysis import analyse
from decisions.analysis.problem import BadProblem, Problem
from decisions.analysis.problem import Criterion as Axis
from decisions.analysis.problem import Estimate as Level
from decisions.analysis.problem import Side as AxisSide
from decisions.analysis.scenarios import Scenario
from decisions.analysis.shared import SharedInput, shared_break_evens
from decisions.comparison.wording import fault_sentence
from decisions.sections.compared import Comparison, Levels
from decisions.sections.criteria import Criterion, judging, measured_by
from decisions.sections.draft import Draft
from decisions.sections.estimates import Estimate, estimates_of
from decisions.sections.metrics import baseline_of
from decisions.sections.options import Option
from decisions.sections.recommendation import selected_option
from decisions.sections.scenarios import Override, overrides_of
from decisions.sections.scenarios import Scenario as ScenarioModel
from metrics.observations.baselines import Baseline

Place = tuple[uuid.UUID, uuid.UUID]
EQUAL_SWING = 100.0
"""Until every weight has been asked, all swings count alike."""


def compare(content: Draft) -> Comparison:
    """Values, flips and all the rest, seen from the selected option or else from the best one.

    Criteria of weight 0 still need their estimates.
    """
    levels = {
        (option.pk, criterion.pk): resolved_range(content, option, criterion)
        for option in content.all(Option)
        for criterion in judging(content)
    }
    missing = next(_missing(content, levels), None)
    if missing is not None:
        return Comparison(why_not=missing, levels=levels)
    has_weights = all(criterion.swing is not None for criterion in judging(content))
    try:
        problem = _problem(content, levels, has_weights=has_weights)
        scenarios = tuple(_scenarios(content, problem))
        chosen = selected_option(content)
        found = analyse(problem, recommended=str(chosen.pk) if chosen else None, scenarios=scenarios)
    except BadProblem as error:
        return Comparison(why_not=fault_sentence(error, _names(content)), levels=levels)
    return Comparison(
        found=found,
        has_weights=has_weights,
        scenarios=scenarios,
        shared=tuple(shared_break_evens(problem, found.recommended, _shared_inputs(content))),
        levels=levels,
    )


def _problem(content: Draft, levels: dict[Place, Levels], *, has_weights: bool) -> Problem:
    criteria = judging(content)
    return Problem.of(
        tuple(str(option.pk) for option in content.all(Option)),
        tuple(_axis(criterion, has_weights=has_weights) for criterion in criteria),
        {
            str(option.pk): {
                str(criterion.pk): _level(*levels[option.pk, criterion.pk]) for criterion in criteria
            }
            for option in content.all(Option)
        },
    )


def _missing(content: Draft, levels: dict[Place, Levels]) -> Iterator[str]:
    """What has to be there before anything can be compared, in words, the first thing first."""
    options, criteria = content.all(Option), judging(content)
    if not options or not criteria:
        yield _("Values appear when there are options and criteria.")
    for criterion in criteria:
        name = {"criterion": criterion.name or _("a criterion without a name")}
        if criterion.worst is None or criterion.best is None:
            yield _("%(criterion)s needs its worst and best level.") % name
    for criterion in criteria:
        for option in options:
            if levels[option.pk, criterion.pk][1] is None:
                place = {"criterion": criterion.name, "option": option.label}
                yield _("%(criterion)s, option %(option)s: there is no estimate yet.") % place


def _names(content: Draft) -> dict[str, str]:
    """The options, criteria and scenarios in words, by their ids."""
    names = {str(row.pk): _("option %(option)s") % {"option": row.label} for row in content.all(Option)}
    names |= {str(row.pk): row.name for row in content.all(Criterion)}
    return names | {str(row.pk): row.name for row in content.all(ScenarioModel)}


def _axis(criterion: Criterion, *, has_weights: bool) -> Axis:
    sides: dict[str, AxisSide] = {"left": "left", "right": "right"}
    return Axis(
        key=str(criterion.pk),
        worst=float(criterion.worst or 0),
        best=float(criterion.best or 0),
        swing=float(criterion.swing or 0) if has_weights else EQUAL_SWING,
        side=sides.get(criterion.side),
    )


def _level(low: Decimal | None, likely: Decimal | None, high: Decimal | None) -> Level:
    return Level(
        float(likely or 0), float(low) if low is not None else None, float(high) if high is not None else None
    )


def resolved_range(content: Draft, option: Option, criterion: Criterion) -> Levels:
    """Low, likely and high in the criterion's unit, in order whatever the sign of the baseline."""
    estimate = estimates_of(content).get((option.pk, criterion.pk))
    if estimate is None:
        return None, None, None
    baseline = baseline_of(content, measured_by(content, criterion))
    low, likely, high = (
        resolve(estimate.form, stated, baseline) for stated in (estimate.low, estimate.likely, estimate.high)
    )
    is_factor = estimate.form == Estimate.Form.FACTOR
    if is_factor and baseline and baseline.value is not None and baseline.value < 0:
        low, high = high, low
    return low, likely, high


def resolve(form: str, stated: Decimal | None, baseline: Baseline | None) -> Decimal | None:
    """A stated number as a level: itself, the baseline plus it, or the baseline times it.

    None where it is not stated, or where it needs a baseline that has no value.
    """
    if stated is None or form == Estimate.Form.VALUE:
        return stated
    if baseline is None or baseline.value is None:
        return None
    return baseline.value + stated if form == Estimate.Form.CHANGE else baseline.value * stated


def _shared_inputs(content: Draft) -> list[SharedInput]:
    """Baselines from which more than one estimate on a criterion follows."""
    found = []
    for criterion in judging(content):
        baseline = baseline_of(content, measured_by(content, criterion))
        if baseline is None or baseline.value is None:
            continue
        rows = [estimates_of(content)[option.pk, criterion.pk] for option in content.all(Option)]
        if sum(row.form != Estimate.Form.VALUE for row in rows) < 2:
            continue
        stated = [(row.form, float(row.likely or 0)) for row in rows]
        factors = [_factor(form, likely) for form, likely in stated]
        offsets = [0.0 if form == Estimate.Form.FACTOR else likely for form, likely in stated]
        found.append(
            SharedInput(str(criterion.pk), float(baseline.value), np.array(offsets), np.array(factors))
        )
    return found


def _factor(form: str, likely: float) -> float:
    """How many steps a level goes for one step of the baseline."""
    if form == Estimate.Form.FACTOR:
        return likely
    return 1.0 if form == Estimate.Form.CHANGE else 0.0


def _scenarios(content: Draft, problem: Problem) -> Iterator[Scenario]:
    """The named scenarios. Overrides apply in their order; one that is not complete changes nothing."""
    for row in content.all(ScenarioModel):
        if not row.name.strip():
            continue
        levels: dict[str, dict[str, Level | float]] = {}
        for override in overrides_of(content, row):
            for option in (
                (override.option_id,) if override.option_id else [o.pk for o in content.all(Option)]
            ):
                level = _overridden(problem, str(option), str(override.criterion_id), override)
                if level is not None:
                    levels.setdefault(str(option), {})[str(override.criterion_id)] = level
        probability = None if row.probability_pct is None else float(row.probability_pct) / 100
        yield Scenario(str(row.pk), levels, probability)


def _overridden(problem: Problem, option: str, criterion: str, override: Override) -> float | None:
    if criterion not in problem.keys or option not in problem.options:
        return None
    if override.at == Override.At.VALUE:
        return None if override.level is None else float(override.level)
    place = problem.options.index(option), problem.keys.index(criterion)
    ends = problem.low if override.at == Override.At.LOW else problem.high
    return float(ends[place])
