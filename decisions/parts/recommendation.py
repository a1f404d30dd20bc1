"""What is chosen: the recommendation, and where it should bring the metrics."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.content import Content
from decisions.parts.base import EVERY, FROM_STANDARD, ONLY_MAJOR, Check, Finding, Names, Part, words
from decisions.parts.grounds import freeze_points
from decisions.stages import Stage


def _no_selection(content: Content, today: dt.date) -> Iterator[Finding]:
    if content.selected is None:
        yield Finding(_("Select an option."), content.recommendation.anchor)


def _no_rationale(content: Content, today: dt.date) -> Iterator[Finding]:
    if not words(content.recommendation.rationale):
        yield Finding(_("Write why this option."), content.recommendation.anchor)


def _no_reversal(content: Content, today: dt.date) -> Iterator[Finding]:
    if not words(content.recommendation.reversal_signal):
        yield Finding(
            _("Write the reversal signal: what would make us undo the choice?"), content.recommendation.anchor
        )


def _not_best(content: Content, today: dt.date) -> Iterator[Finding]:
    chosen, comparison = content.selected, content.comparison
    if chosen is None or comparison.values is None or comparison.is_best(chosen):
        return
    if not words(content.recommendation.why_not_best):
        best = next(option for option in content.options if option.pk == comparison.best)
        message = _("Option %(best)s has the highest value: write why it is %(chosen)s all the same.")
        place = {"best": best.label, "chosen": chosen.label}
        yield Finding(message % place, content.recommendation.anchor)


def freeze_recommendation(content: Content, names: Names) -> dict[str, Any]:
    chosen, comparison = content.selected, content.comparison
    return {
        "option": chosen.pk if chosen else None,
        "label": chosen.label if chosen else "",
        "name": words(chosen.name) if chosen else "",
        "is_best": comparison.is_best(chosen) if chosen and comparison.values else None,
        "rationale": words(content.recommendation.rationale),
        "why_not_best": words(content.recommendation.why_not_best),
        "reversal_signal": words(content.recommendation.reversal_signal),
    }


RECOMMENDATION = Part(
    kind="recommendation",
    label=gettext_lazy("Recommendation"),
    home=Stage.COMMIT,
    freeze=freeze_recommendation,
    checks=(
        Check(
            "no_selection",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Selected option"),
            _no_selection,
            waivable=False,
        ),
        Check("no_rationale", Stage.PROPOSED, EVERY, gettext_lazy("Rationale"), _no_rationale),
        Check(
            "choice_not_best",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("The best option, or why another one"),
            _not_best,
        ),
        Check(
            "no_reversal_signal",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Reversal signal"),
            _no_reversal,
            waivable=False,
        ),
    ),
)


def _paths(content: Content, today: dt.date) -> Iterator[Finding]:
    for criterion in content.criteria:
        path = content.paths.get(criterion.pk)
        if content.measured(criterion) is not None and (path is None or not path.is_complete):
            message = _("%(criterion)s: say where it should be under the selected option, and when.")
            anchor = path.anchor if path else "part-expected_path"
            yield Finding(message % {"criterion": criterion.name}, anchor, str(criterion.pk))


def freeze_paths(content: Content, names: Names) -> dict[str, Any]:
    rows = []
    for criterion in content.criteria:
        binding, path = content.measured(criterion), content.paths.get(criterion.pk)
        if binding is None or path is None or not path.is_complete:
            continue
        baseline = content.baseline_of(binding)
        cohort = next((row for row in content.cohorts if row.pk == path.cohort_id), None)
        rows.append(
            {
                "id": path.pk,
                "criterion": criterion.pk,
                "name": words(criterion.name),
                "metric": binding.key,
                "unit": baseline.unit if baseline else "",
                "cohort": words(cohort.name) if cohort else "",
                "cohort_id": cohort.pk if cohort else None,
                "baseline": baseline.value if baseline else None,
                "baseline_at": baseline.last if baseline else None,
                "ramp_from": path.ramp_from,
                "target": path.target,
                "target_by": path.target_by,
                "history": freeze_points(baseline.history if baseline else ()),
            }
        )
    return {"rows": rows}


EXPECTED_PATH = Part(
    kind="expected_path",
    label=gettext_lazy("Expected path"),
    home=Stage.COMMIT,
    freeze=freeze_paths,
    checks=(
        Check(
            "no_expected_path",
            Stage.PROPOSED,
            ONLY_MAJOR,
            gettext_lazy("Expected path of the selected option"),
            _paths,
        ),
    ),
)
