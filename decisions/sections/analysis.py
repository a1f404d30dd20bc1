"""What the comparison says: frozen with the version, figures as decimals, options and criteria by their ids."""

from typing import Any

from django.utils.translation import gettext_lazy

from decisions.analysis.analysis import Analysis
from decisions.analysis.scenarios import Outlook
from decisions.sections.compared import decimal_of
from decisions.sections.criteria import judging
from decisions.sections.declaring import Computed, Names, OwnLayout, SectionKind, words
from decisions.sections.draft import Draft
from decisions.sections.options import status_quo_of
from decisions.sections.scenarios import Scenario, run_is_stale, run_of
from decisions.sections.wording import said_by_title, said_plainly
from decisions.states.stages import Stage


def _freeze(content: Draft, names: Names) -> dict[str, Any]:
    comparison = content.comparison
    found = comparison.found
    if found is None:
        return {"why_not": comparison.why_not, "best": None, "run": None}
    return {
        "why_not": "",
        "has_weights": comparison.has_weights,
        "inputs_sha256": comparison.inputs_sha256,
        "best": comparison.best,
        "recommended": found.recommended,
        "runner_up": found.runner_up,
        "weight_flips": [
            {
                "criterion": flip.criterion,
                "weight": decimal_of(flip.weight),
                "from": flip.from_option,
                "to": flip.to_option,
            }
            for flip in found.weight_flips
        ],
        "trade_off": _trade_off(found),
        "break_even": [
            {
                "option": row.option,
                "criterion": row.criterion,
                "against": row.against,
                "value": None if row.value is None else decimal_of(row.value),
                "inside_range": row.inside_range,
            }
            for row in found.break_evens
        ],
        "shared": [
            {
                "criterion": row.criterion,
                "against": row.against,
                "value": None if row.value is None else decimal_of(row.value),
            }
            for row in comparison.shared
        ],
        "tornado": [
            {
                "option": bar.option,
                "criterion": bar.criterion,
                "at_low": decimal_of(bar.at_low),
                "at_high": decimal_of(bar.at_high),
                "crosses_zero": bar.crosses_zero,
            }
            for bar in found.tornado
            if bar.width > 0
        ],
        "moving": [
            {"option": option, "criterion": criterion} for option, criterion in sorted(comparison.moving)
        ],
        "scenarios": _outlook(content, found.problem.options, found.outlook),
        "run": _run(content, names),
        "counterfactual": _counterfactual(content),
    }


def _trade_off(found: Analysis) -> dict[str, Any] | None:
    lines = found.trade_off
    if lines is None:
        return None
    return {
        "share": decimal_of(lines.share),
        "lines": [
            {"option": option, "at_0": decimal_of(at_0), "at_1": decimal_of(at_1)}
            for option, at_0, at_1 in zip(found.problem.options, lines.at(0), lines.at(1), strict=True)
        ],
        "flips": [
            {"left_share": decimal_of(flip.left_share), "from": flip.from_option, "to": flip.to_option}
            for flip in found.trade_off_flips
        ],
    }


def _outlook(content: Draft, options: tuple[str, ...], found: Outlook | None) -> dict[str, Any] | None:
    if found is None:
        return None
    rows = {str(row.pk): row for row in content.all(Scenario)}

    def named(figures: Any) -> dict[str, Any]:
        return {option: decimal_of(figure) for option, figure in zip(options, figures, strict=True)}

    return {
        "rows": [
            {
                "id": key,
                "name": words(rows[key].name),
                "probability_pct": rows[key].probability_pct,
                "values": named(found.values[place]),
                "regret": named(found.regret[place]),
            }
            for place, key in enumerate(found.scenarios)
        ],
        "expected": None if found.expected is None else named(found.expected),
        "mean_regret": named(found.mean_regret),
        "max_regret": named(found.max_regret),
        "minimax_regret_choice": options[found.minimax_regret_choice],
        "evpi": None if found.evpi is None else decimal_of(found.evpi),
    }


def _run(content: Draft, names: Names) -> dict[str, Any] | None:
    run = run_of(content)
    if run is None:
        return None
    return {
        "inputs_sha256": run.inputs_sha256,
        "is_stale": run_is_stale(content),
        "seed": run.seed,
        "draws": run.draws,
        "ran_at": run.ran_at,
        "ran_by": names(run.ran_by),
        **run.result,
    }


def _counterfactual(content: Draft) -> dict[str, Any] | None:
    """The status quo as it was expected to go on: what the selected option is later measured against."""
    option = status_quo_of(content)
    if option is None or content.comparison.found is None:
        return None
    problem = content.comparison.found.problem
    row = problem.options.index(str(option.pk))
    return {
        "option": option.pk,
        "levels": [
            {
                "criterion": criterion.pk,
                "low": decimal_of(problem.low[row, column]),
                "likely": decimal_of(problem.levels[row, column]),
                "high": decimal_of(problem.high[row, column]),
            }
            for column, criterion in enumerate(judging(content))
        ],
    }


ANALYSIS = SectionKind(
    kind="analysis",
    label=gettext_lazy("Where it flips"),
    home=Stage.COMPARE,
    in_header=False,
    units=(),
    computed=(
        Computed(
            "why_not", gettext_lazy("what has to be filled in before anything is compared"), said_plainly
        ),
        Computed("best", gettext_lazy("option with the highest value"), said_by_title),
    ),
    checks=(),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("analysis.html"),),
)
