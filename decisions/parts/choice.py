"""What is compared: options, criteria, estimates, scenarios, the trade-off."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions import models as m
from decisions.comparison import resolve, resolved_level, resolved_range
from decisions.content import Content
from decisions.parts.base import EVERY, FROM_STANDARD, Check, Finding, Names, Part, words
from decisions.stages import Stage


def _no_choice(content: Content, today: dt.date) -> Iterator[Finding]:
    options = content.options
    home = options[0].anchor if options else "part-options"
    if len(options) < 2:
        yield Finding(_("Name at least two options: without another way there is no choice."), home)
        return
    if content.status_quo is None:
        yield Finding(_("Say which option is the status quo."), home)
    seen: dict[str, m.Option] = {}
    for option in options:
        subject, label = str(option.pk), {"label": option.label}
        if not words(option.name):
            yield Finding(_("Option %(label)s has no name.") % label, option.anchor, subject)
            continue
        same = seen.setdefault(words(option.name).casefold(), option)
        if same is not option:
            message = _("Options %(first)s and %(label)s are named alike: say how they differ.")
            yield Finding(message % (label | {"first": same.label}), option.anchor, subject)
        if not option.is_status_quo and not words(option.differs):
            message = _("Option %(label)s: say what will be done differently.")
            yield Finding(message % label, option.anchor, subject)
        if not words(option.constraints):
            message = _("Option %(label)s: name its constraints, or write “none”.")
            yield Finding(message % label, option.anchor, f"{subject}:constraints")


def freeze_options(content: Content, names: Names) -> dict[str, Any]:
    comparison = content.comparison
    return {
        "rows": [
            {
                "id": option.pk,
                "label": option.label,
                "name": words(option.name),
                "description": words(option.description),
                "differs": words(option.differs),
                "constraints": words(option.constraints),
                "is_status_quo": option.is_status_quo,
                "value": comparison.values[option.pk] if comparison.values else None,
            }
            for option in content.options
        ]
    }


OPTIONS = Part(
    kind="options",
    label=gettext_lazy("Options"),
    home=Stage.COMPARE,
    freeze=freeze_options,
    checks=(
        Check(
            "no_choice",
            Stage.COMMIT,
            EVERY,
            gettext_lazy("Options that differ, one of them the status quo"),
            _no_choice,
        ),
    ),
)


def _criteria(content: Content, today: dt.date) -> Iterator[Finding]:
    if not content.criteria:
        yield Finding(_("Name the criteria by which the options are judged."), "part-criteria")
        return
    for row in content.criteria:
        name, subject = {"criterion": row.name or _("a criterion without a name")}, str(row.pk)
        if row.worst is None or row.best is None:
            message = _("%(criterion)s: set its worst and best level.")
            yield Finding(message % name, row.anchor, f"{subject}:anchors")
        if row.swing is None:
            message = _("%(criterion)s: its weight has not been asked yet.")
            yield Finding(message % name, row.anchor, f"{subject}:weight")
        elif row.has_moved:
            message = _("%(criterion)s: worst or best has changed, so ask its weight again.")
            yield Finding(message % name, row.anchor, f"{subject}:weight")
    yield from _against_rank(content.criteria)
    poles = content.framework.trade_off
    for side, pole in ((m.Side.LEFT, poles.left), (m.Side.RIGHT, poles.right)):
        if not any(row.side == side for row in content.criteria):
            message = _("No criterion stands on the side of “%(pole)s”.")
            yield Finding(message % {"pole": pole.label}, content.criteria[0].anchor, f"side:{side}")


def _against_rank(criteria: list[m.Criterion]) -> Iterator[Finding]:
    """Weights that contradict the order in which the swings were ranked."""
    ranked = sorted(
        (row for row in criteria if row.rank and row.swing is not None), key=lambda row: row.rank or 0
    )
    for upper, lower in pairwise(ranked):
        if (upper.rank or 0) < (lower.rank or 0) and (upper.swing or 0) < (lower.swing or 0):
            message = _("%(lower)s weighs more than %(upper)s, which was ranked before it.")
            named = {"lower": lower.name, "upper": upper.name}
            yield Finding(message % named, lower.anchor, f"{lower.pk}:rank")


def freeze_criteria(content: Content, names: Names) -> dict[str, Any]:
    weights = content.comparison.weights
    rows = []
    for row in content.criteria:
        binding = content.binding(row.metric_id)
        rows.append(
            {
                "id": row.pk,
                "name": words(row.name),
                "metric": binding.key if binding else "",
                "unit": unit_of(content, row),
                "worst": row.worst,
                "best": row.best,
                "scale": row.scale,
                "rubric": words(row.rubric),
                "rank": row.rank,
                "swing": row.swing,
                "weight": weights[row.pk] if weights else None,
                "side": row.side,
            }
        )
    return {"rows": rows}


def unit_of(content: Content, row: m.Criterion) -> str:
    """The unit of a criterion: its metric's, else what was written."""
    baseline = content.baseline_of(content.binding(row.metric_id))
    return baseline.unit if baseline else words(row.unit)


CRITERIA = Part(
    kind="criteria",
    label=gettext_lazy("Decision criteria"),
    home=Stage.COMPARE,
    freeze=freeze_criteria,
    checks=(
        Check(
            "criteria_incomplete",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Weighted criteria on both sides of the trade-off"),
            _criteria,
        ),
    ),
)


def _estimates(content: Content, today: dt.date) -> Iterator[Finding]:
    for criterion in content.criteria:
        for option in content.options:
            estimate = content.estimates.get((option.pk, criterion.pk))
            place = {"option": option.label, "criterion": criterion.name or "–"}
            anchor = estimate.anchor if estimate else "part-estimates"
            subject = f"{option.pk}:{criterion.pk}"
            if resolved_level(content, option, criterion) is None:
                message = _("%(criterion)s: no estimate for option %(option)s.")
                yield Finding(message % place, anchor, subject)
            elif estimate and not estimate.basis:
                message = _("%(criterion)s, option %(option)s: say what the estimate rests on.")
                yield Finding(message % place, anchor, f"{subject}:basis")


def stated(content: Content) -> Iterator[tuple[m.Option, m.Criterion, m.Estimate]]:
    """The cells of the matrix, option by option."""
    for option in content.options:
        for criterion in content.criteria:
            estimate = content.estimates.get((option.pk, criterion.pk))
            if estimate is not None:
                yield option, criterion, estimate


def _open_questions(content: Content, today: dt.date) -> Iterator[Finding]:
    for option, criterion, estimate in stated(content):
        if (option.pk, criterion.pk) in content.comparison.moving and is_open(content, estimate):
            message = _(
                "%(criterion)s of option %(option)s rests on an open question that moves the answer: "
                "answer it, or narrow the range."
            )
            place = {"criterion": criterion.name, "option": option.label}
            yield Finding(message % place, estimate.anchor, f"{option.pk}:{criterion.pk}:question")


def is_open(content: Content, estimate: m.Estimate) -> bool:
    """Whether an estimate rests on a question that has no answer yet."""
    if estimate.basis != m.Basis.QUESTION:
        return False
    statement = content.statement(estimate.statement_id)
    return statement is None or not words(statement.answer)


def _bare_facts(content: Content, today: dt.date) -> Iterator[Finding]:
    proven = {row.pk for row in content.evidence if row.is_complete}
    for option, criterion, estimate in stated(content):
        is_fact = estimate.basis == m.Basis.FACT and resolved_level(content, option, criterion) is not None
        if is_fact and estimate.evidence_id not in proven and not _is_baseline(content, criterion, estimate):
            message = _(
                "%(criterion)s of option %(option)s is called a fact: add its evidence, or call it an assumption."
            )
            place = {"criterion": criterion.name, "option": option.label}
            yield Finding(message % place, estimate.anchor, f"{option.pk}:{criterion.pk}:fact")


def _is_baseline(content: Content, criterion: m.Criterion, estimate: m.Estimate) -> bool:
    """Whether an estimate says that the baseline goes on, which is evidence itself."""
    baseline = content.baseline_of(content.binding(criterion.metric_id))
    if baseline is None or estimate.form == m.Estimate.Form.VALUE:
        return False
    return baseline.value is not None and resolve(estimate.form, estimate.likely, baseline) == baseline.value


def assumption_sets(content: Content, criterion: m.Criterion) -> dict[uuid.UUID, str]:
    """The set of assumptions behind each option's estimate on a criterion, where it rests on one."""
    found = {}
    for option in content.options:
        estimate = content.estimates.get((option.pk, criterion.pk))
        statement = content.statement(estimate.statement_id) if estimate else None
        if statement and statement.sort == m.Statement.Kind.ASSUMPTION:
            found[option.pk] = words(statement.assumption_set)
    return found


def _assumption_sets(content: Content, today: dt.date) -> Iterator[Finding]:
    for criterion in content.criteria:
        by_option = assumption_sets(content, criterion)
        sets = set(by_option.values())
        if len(sets) > 1:
            anchor = content.estimates[[*by_option][-1], criterion.pk].anchor
            message = _("%(criterion)s: the options are estimated under different assumptions (%(sets)s).")
            named = ", ".join(sorted(name or _("no set") for name in sets))
            yield Finding(message % {"criterion": criterion.name, "sets": named}, anchor, str(criterion.pk))


def freeze_estimates(content: Content, names: Names) -> dict[str, Any]:
    rows = []
    moving = content.comparison.moving
    for option in content.options:
        for criterion in content.criteria:
            estimate = content.estimates.get((option.pk, criterion.pk))
            if estimate is None:
                continue
            partial = content.comparison.partial
            low, level, high = resolved_range(content, option, criterion)
            rows.append(
                {
                    "id": estimate.pk,
                    "option": option.pk,
                    "criterion": criterion.pk,
                    "form": estimate.form,
                    "low": estimate.low,
                    "likely": estimate.likely,
                    "high": estimate.high,
                    "level": level,
                    "value": partial[option.pk, criterion.pk] if partial else None,
                    "level_low": low,
                    "level_high": high,
                    "moves_answer": (option.pk, criterion.pk) in moving,
                    "basis": estimate.basis,
                    "statement": estimate.statement_id,
                    "evidence": estimate.evidence_id,
                    "note": words(estimate.note),
                }
            )
    return {"rows": rows}


ESTIMATES = Part(
    kind="estimates",
    label=gettext_lazy("Estimates"),
    home=Stage.COMPARE,
    freeze=freeze_estimates,
    checks=(
        Check(
            "estimate_missing",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("An estimate with its basis for each option and criterion"),
            _estimates,
        ),
        Check(
            "different_assumptions",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Same assumptions for all options"),
            _assumption_sets,
        ),
        Check(
            "fact_without_evidence",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Evidence behind every fact"),
            _bare_facts,
        ),
        Check(
            "question_moves_answer",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("No open question moves the answer"),
            _open_questions,
        ),
    ),
)


def _not_run(content: Content, today: dt.date) -> Iterator[Finding]:
    if not any(words(row.name) for row in content.scenarios):
        yield Finding(_("Describe at least one scenario: how else could the world go?"), "part-scenarios")
    if content.run is None:
        yield Finding(_("Run the scenarios."), "run", "run")
    elif content.run_is_stale:
        yield Finding(_("Inputs have moved since the scenarios were run: run them again."), "run", "run")


def freeze_scenarios(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "name": words(row.name),
                "narrative": words(row.narrative),
                "probability_pct": row.probability_pct,
                "overrides": [
                    {
                        "id": override.pk,
                        "option": override.option_id,
                        "criterion": override.criterion_id,
                        "at": override.at,
                        "level": override.level,
                    }
                    for override in content.overrides_of(row)
                    if override.criterion_id
                ],
            }
            for row in content.scenarios
            if words(row.name)
        ]
    }


SCENARIOS = Part(
    kind="scenarios",
    label=gettext_lazy("Scenarios"),
    home=Stage.COMPARE,
    freeze=freeze_scenarios,
    checks=(
        Check(
            "scenarios_not_run",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Scenarios run on the present inputs"),
            _not_run,
        ),
    ),
)


def freeze_trade_off(content: Content, names: Names) -> dict[str, Any]:
    poles, weights = content.framework.trade_off, content.comparison.weights
    shares: dict[str, Any] = {"left": None, "right": None}
    if weights:
        for side in shares:
            shares[side] = sum(
                (weights[row.pk] for row in content.criteria if row.side == side),
                start=0 * weights[content.criteria[0].pk],
            )
    return {
        "left": poles.left.label,
        "right": poles.right.label,
        "left_weight": shares["left"],
        "right_weight": shares["right"],
        "text": words(content.text("trade_off")),
    }


TRADE_OFF = Part(
    kind="trade_off", label=gettext_lazy("Trade-off"), home=Stage.COMPARE, freeze=freeze_trade_off
)
