"""How the choice is carried: guardrails, risks, recommendation, thresholds, reviews, actions, artifact, texts."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.content import Content
from decisions.models import DecisionClass, Threshold, Watches
from decisions.parts.base import EVERY, FROM_STANDARD, Check, Finding, Names, Part, words
from decisions.parts.header import freeze_partners
from decisions.stages import Stage
from partners.models import Partner


def _guardrails(content: Content, today: dt.date) -> Iterator[Finding]:
    for row in content.guardrails:
        name, subject = {"guardrail": row.label or row.key}, str(row.pk)
        if not words(row.limit):
            yield Finding(_("%(guardrail)s: write down the limit.") % name, row.anchor, f"{subject}:limit")
        if row.owner_id is None:
            yield Finding(_("%(guardrail)s has no owner.") % name, row.anchor, f"{subject}:owner")


def freeze_guardrails(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "key": row.key,
                "watches": row.watches,
                "label": words(row.label),
                "limit": words(row.limit),
                "owner": names(row.owner),
            }
            for row in content.guardrails
            if words(row.label)
        ]
    }


GUARDRAILS = Part(
    kind="guardrails",
    label=gettext_lazy("Guardrails"),
    home=Stage.COMPARE,
    freeze=freeze_guardrails,
    checks=(
        Check(
            "guardrail_incomplete",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Guardrails with limit and owner"),
            _guardrails,
        ),
    ),
)


def _artifact(content: Content, today: dt.date) -> Iterator[Finding]:
    wanted = content.framework.artifact
    if wanted and "artifact" in content.framework.requires and not words(content.artifact.content):
        message = _("%(artifact)s has no content yet.")
        yield Finding(message % {"artifact": wanted.label}, content.artifact.anchor)


def freeze_artifact(content: Content, names: Names) -> dict[str, Any]:
    wanted = content.framework.artifact
    return {"label": wanted.label if wanted else "", "content": words(content.artifact.content)}


ARTIFACT = Part(
    kind="artifact",
    label=gettext_lazy("Output artifact"),
    home=Stage.COMPARE,
    freeze=freeze_artifact,
    checks=(
        Check(
            "artifact_empty",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Output artifact has content"),
            _artifact,
        ),
    ),
)


def _risks(content: Content, today: dt.date) -> Iterator[Finding]:
    rows = [row for row in content.risks if words(row.statement)]
    if not rows:
        yield Finding(_("Name at least one risk."), "part-risks")
    for row in rows:
        name, subject = {"risk": words(row.statement)[:60]}, str(row.pk)
        if not words(row.mitigation):
            yield Finding(_("“%(risk)s” has no mitigation.") % name, row.anchor, f"{subject}:mitigation")
        if row.owner_id is None:
            yield Finding(_("“%(risk)s” has no owner.") % name, row.anchor, f"{subject}:owner")


def freeze_risks(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "statement": words(row.statement),
                "mitigation": words(row.mitigation),
                "owner": names(row.owner),
            }
            for row in content.risks
            if words(row.statement)
        ]
    }


RISKS = Part(
    kind="risks",
    label=gettext_lazy("Risks and mitigations"),
    home=Stage.COMPARE,
    freeze=freeze_risks,
    checks=(
        Check(
            "risk_open",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Risks with mitigation and owner"),
            _risks,
        ),
    ),
)


def is_armable(row: Threshold) -> bool:
    """Whether a threshold says enough to be watched."""
    if row.watches == Watches.DATE:
        return row.on_date is not None
    return row.metric_id is not None and (row.watches == Watches.STALE or row.level is not None)


def _thresholds(content: Content, today: dt.date) -> Iterator[Finding]:
    complete = [row for row in content.thresholds if is_armable(row)]
    if not complete:
        anchor = content.thresholds[0].anchor if content.thresholds else "part-triggers"
        yield Finding(_("Set at least one threshold: a metric and the level at which to act."), anchor)
    for row in complete:
        if row.owner_id is None:
            yield Finding(_("A threshold has no owner."), row.anchor, str(row.pk))
        if row.watches != Watches.DATE and row.segment and row.segment not in content.peopled_segments:
            message = _("A threshold watches the segment “%(segment)s”: no partner is in it.")
            yield Finding(message % {"segment": row.segment}, row.anchor, f"{row.pk}:segment")


def freeze_thresholds(content: Content, names: Names) -> dict[str, Any]:
    rows = []
    for row in content.thresholds:
        if not is_armable(row):
            continue
        binding = content.binding(row.metric_id)
        baseline = content.baseline_of(binding)
        cohort = next((found for found in content.cohorts if found.pk == row.cohort_id), None)
        rows.append(
            {
                "id": row.pk,
                "watches": row.watches,
                "metric": binding.key if binding else "",
                "name": binding.definition.name if binding and binding.definition else words(row.note),
                "unit": baseline.unit if baseline else "",
                "direction": row.direction,
                "level": row.level,
                "clear_level": row.clear_level,
                "samples": row.samples,
                "hold_samples": row.hold_samples,
                "window_months": row.window_months,
                "cohort": words(cohort.name) if cohort else "",
                "cohort_id": cohort.pk if cohort else None,
                "segment": row.segment,
                "members": _members(content, row),
                "by_partner": row.by_partner,
                "active_from": row.active_from,
                "on_date": row.on_date,
                "when_silent": row.when_silent,
                "break_even": row.break_even,
                "effect": row.effect,
                "owner": names(row.owner),
                "note": words(row.note),
            }
        )
    return {"rows": rows}


def _members(content: Content, row: Threshold) -> list[dict[str, Any]]:
    """Whom a threshold is on, where the version says it nowhere else: a segment, or each partner there is."""
    if row.segment:
        return freeze_partners(Partner.objects.in_segment(row.segment))
    if row.by_partner and row.cohort_id is None and content.partner_set.is_everybody:
        return freeze_partners(Partner.objects.all())
    return []


TRIGGERS = Part(
    kind="triggers",
    label=gettext_lazy("Thresholds and triggers"),
    home=Stage.COMMIT,
    freeze=freeze_thresholds,
    checks=(
        Check(
            "no_threshold",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("A threshold with its trigger and owner"),
            _thresholds,
        ),
    ),
)


def _no_review(content: Content, today: dt.date) -> Iterator[Finding]:
    planned = content.review_plan.next_review_on
    if planned is None:
        yield Finding(_("Set the next review date."), content.review_plan.anchor)
    elif planned <= today:
        yield Finding(_("The next review lies in the past: set a new date."), content.review_plan.anchor)


def _cadence(content: Content, today: dt.date) -> Iterator[Finding]:
    plan = content.review_plan
    for value, subject, message in (
        (plan.rhythm, "rhythm", _("Set the rhythm of operating reviews.")),
        (plan.post_review_on, "post_review", _("Set the date of the post-review.")),
        (words(plan.stop_conditions), "stop", _("Write down the stop conditions.")),
        (
            words(plan.escalation) or [row for row in content.escalation if row.person_id],
            "escalation",
            _("Name who is told when nobody answers: the escalation path."),
        ),
    ):
        if not value:
            yield Finding(message, plan.anchor, subject)


def _not_confirmed(content: Content, today: dt.date) -> Iterator[Finding]:
    plan = content.review_plan
    is_light = content.brief.decision_class == DecisionClass.LIGHT
    if is_light and (plan.confirmed_on or plan.confirmed_by_id):
        return
    if not plan.confirmed_on or not plan.confirmed_by_id:
        yield Finding(
            _("Initial review: say who confirmed the inputs and assumptions, and when."), plan.anchor
        )
    elif plan.confirmed_on > today:
        yield Finding(_("The initial review lies in the future."), plan.anchor)


def freeze_reviews(content: Content, names: Names) -> dict[str, Any]:
    plan = content.review_plan
    return {
        "confirmed_by": names(plan.confirmed_by),
        "confirmed_on": plan.confirmed_on,
        "next_review_on": plan.next_review_on,
        "rhythm": plan.rhythm,
        "post_review_on": plan.post_review_on,
        "stop_conditions": words(plan.stop_conditions),
        "escalation": words(plan.escalation),
        "escalation_steps": [
            {"id": row.pk, "person": names(row.person), "after_days": row.after_days}
            for row in content.escalation
            if row.person_id
        ],
    }


REVIEWS = Part(
    kind="reviews",
    label=gettext_lazy("Reviews"),
    home=Stage.COMMIT,
    freeze=freeze_reviews,
    internal=("escalation", "escalation_steps"),
    checks=(
        Check("no_review_date", Stage.PROPOSED, EVERY, gettext_lazy("Next review date"), _no_review),
        Check(
            "not_confirmed",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Inputs and assumptions confirmed"),
            _not_confirmed,
        ),
        Check(
            "no_cadence",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("Rhythm, post-review, stop conditions, escalation path"),
            _cadence,
        ),
    ),
)


def _actions(content: Content, today: dt.date) -> Iterator[Finding]:
    rows = [row for row in content.actions if words(row.text)]
    if not rows:
        yield Finding(_("List the next actions, each with owner and due date."), "part-actions")
    for row in rows:
        name, subject = {"action": words(row.text)[:60]}, str(row.pk)
        if row.owner_id is None:
            yield Finding(_("“%(action)s” has no owner.") % name, row.anchor, f"{subject}:owner")
        if row.due_on is None:
            yield Finding(_("“%(action)s” has no due date.") % name, row.anchor, f"{subject}:due")


def freeze_actions(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": row.pk,
                "text": words(row.text),
                "owner": names(row.owner),
                "due_on": row.due_on,
                "done_on": row.done_on,
            }
            for row in content.actions
            if words(row.text)
        ]
    }


ACTIONS = Part(
    kind="actions",
    label=gettext_lazy("Actions"),
    home=Stage.COMMIT,
    freeze=freeze_actions,
    in_header=False,
    checks=(
        Check(
            "action_incomplete",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("Actions with owner and due date"),
            _actions,
        ),
    ),
)


def freeze_texts(content: Content, names: Names) -> dict[str, Any]:
    return {key: words(block.body) for key, block in content.texts.items() if words(block.body)}


TEXT = Part(kind="text", label=gettext_lazy("Texts"), home=Stage.FRAME, freeze=freeze_texts)
