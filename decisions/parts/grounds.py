"""What a decision rests on: metrics with baselines, inputs, statements, evidence."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions import models as m
from decisions.content import Content
from decisions.parts.base import EVERY, FROM_STANDARD, Check, Finding, Names, Part, words
from decisions.stages import Stage
from metrics.baselines import Baseline, Point


def _metrics(content: Content, today: dt.date) -> Iterator[Finding]:
    for binding in content.metrics:
        if not binding.is_asked or binding.gap_is_documented:
            continue
        name = binding.definition.name if binding.definition else binding.key
        baseline = content.baselines.get(binding.pk)
        subject = str(binding.pk)
        if binding.definition is None:
            yield Finding(
                _("%(metric)s is not in the dictionary.") % {"metric": name}, binding.anchor, subject
            )
        elif baseline is None or baseline.value is None:
            message = _("%(metric)s has no baseline: load data, or write down the gap with owner and date.")
            yield Finding(message % {"metric": name}, binding.anchor, subject)
        elif binding.owner_id is None:
            yield Finding(_("%(metric)s has no owner.") % {"metric": name}, binding.anchor, subject)


def freeze_gap(row: m.MetricBinding | m.InputItem, names: Names) -> dict[str, Any] | None:
    if not words(row.gap_reason):
        return None
    return {"reason": words(row.gap_reason), "owner": names(row.gap_owner), "due_on": row.gap_due_on}


def freeze_baseline(found: Baseline) -> dict[str, Any]:
    """A baseline as of now: all that prints, the trend included."""
    return {
        "unit": found.unit,
        "direction": found.direction,
        "definition_version": found.definition_version,
        "from": found.first,
        "to": found.last,
        "months": found.months,
        "value": found.value,
        "count": found.count,
        "partners": found.partners,
        "asked": found.asked,
        "coverage_pct": found.coverage_pct,
        "grade": found.grade,
        "newest": found.newest,
        "by_hand": found.by_hand,
        "sources": list(found.sources),
        "gaps": [{"kind": gap.kind, "words": gap.words, "count": gap.count} for gap in found.gaps],
        "notes": list(found.notes),
        "trend": freeze_points(found.trend),
    }


def freeze_points(points: Iterable[Point]) -> list[dict[str, Any]]:
    """Values by period, from the oldest one on."""
    return [{"period": point.period, "value": point.value} for point in points]


def freeze_metrics(content: Content, names: Names) -> dict[str, Any]:
    rows = []
    for binding in content.metrics:
        baseline = content.baselines.get(binding.pk)
        definition = binding.definition
        rows.append(
            {
                "id": binding.pk,
                "key": binding.key,
                "definition": definition.pk if definition else None,
                "series": definition.series_id if definition else None,
                "name": definition.name if definition else binding.key,
                "name_ja": definition.name_ja if definition else "",
                "formula": definition.data["formula"] if definition else "",
                "owner": names(binding.owner),
                "first_month": binding.first_month,
                "last_month": binding.last_month,
                "note": words(binding.note),
                "good_from": binding.good_from,
                "poor_from": binding.poor_from,
                "gap": freeze_gap(binding, names),
                "baseline": freeze_baseline(baseline) if baseline else None,
            }
        )
    return {"rows": rows}


METRICS = Part(
    kind="metrics",
    label=gettext_lazy("Success metrics"),
    home=Stage.FRAME,
    freeze=freeze_metrics,
    checks=(
        Check(
            "metric_not_baselined",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Every metric defined, owned and baselined"),
            _metrics,
        ),
    ),
)


def _inputs(content: Content, today: dt.date) -> Iterator[Finding]:
    for row in content.inputs:
        if row.gap_is_documented or not (row.is_asked or words(row.label)):
            continue
        name = {"input": row.label or row.key}
        if not words(row.value):
            message = _("%(input)s is not collected: say what is known, or write down the gap.")
            yield Finding(message % name, row.anchor, str(row.pk))
        elif row.owner_id is None:
            yield Finding(_("%(input)s has no owner.") % name, row.anchor, str(row.pk))


def freeze_inputs(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "key": row.key,
                "label": words(row.label) or row.key,
                "value": words(row.value),
                "as_of": row.as_of,
                "owner": names(row.owner),
                "source": words(row.source),
                "gap": freeze_gap(row, names),
            }
            for row in content.inputs
        ]
    }


INPUTS = Part(
    kind="inputs",
    label=gettext_lazy("Inputs"),
    home=Stage.FRAME,
    freeze=freeze_inputs,
    internal=("rows.source",),
    checks=(
        Check(
            "input_not_collected",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Every input collected with an owner"),
            _inputs,
        ),
    ),
)


def freeze_statements(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "sort": row.sort,
                "text": words(row.text),
                "owner": names(row.owner),
                "valid_until": row.valid_until,
                "answer": words(row.answer),
                "set": words(row.assumption_set),
            }
            for row in content.statements
            if words(row.text)
        ]
    }


ASSUMPTIONS = Part(
    kind="assumptions",
    label=gettext_lazy("Facts, assumptions, open questions"),
    home=Stage.FRAME,
    freeze=freeze_statements,
)


def _no_evidence(content: Content, today: dt.date) -> Iterator[Finding]:
    if any(row.is_complete for row in content.evidence):
        return
    if any(found.value is not None for found in content.baselines.values()):
        return
    anchor = content.evidence[0].anchor if content.evidence else "part-evidence"
    yield Finding(
        _("Nothing supports this yet: load data for a metric, or add evidence that somebody attests."), anchor
    )


def _expired(content: Content, today: dt.date) -> Iterator[Finding]:
    for row in content.evidence:
        if row.expires_on and row.expires_on < today:
            message = _("“%(title)s” has expired: renew it or take it out.")
            yield Finding(message % {"title": row.title or row.statement[:60]}, row.anchor, str(row.pk))


def freeze_evidence(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "title": words(row.title),
                "sort": row.sort,
                "statement": words(row.statement),
                "attested_by": words(row.attested_by),
                "source": words(row.source),
                "dated_on": row.dated_on,
                "expires_on": row.expires_on,
                "is_weak": row.is_weak,
            }
            for row in content.evidence
            if words(row.title) or words(row.statement)
        ]
    }


EVIDENCE = Part(
    kind="evidence",
    label=gettext_lazy("Evidence"),
    home=Stage.COMMIT,
    freeze=freeze_evidence,
    internal=("rows.source", "rows.attested_by"),
    checks=(
        Check("no_evidence", Stage.COMMIT, EVERY, gettext_lazy("Evidence"), _no_evidence),
        Check("expired_evidence", Stage.PROPOSED, EVERY, gettext_lazy("No expired evidence"), _expired),
    ),
)
