"""The header's parts: the question and its owner, the scope, decision rights, approval."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions import models as m
from decisions.content import Content
from decisions.models import Remark
from decisions.parts.base import EVERY, ONLY_MAJOR, Check, Finding, Names, Part, words
from decisions.stages import Stage
from partners.models import Partner, PartnerQuerySet


def _no_question(content: Content, today: dt.date) -> Iterator[Finding]:
    if not words(content.brief.question):
        yield Finding(_("Write the decision question."), content.brief.anchor)


def _no_owner(content: Content, today: dt.date) -> Iterator[Finding]:
    owner = content.brief.owner
    if owner is None:
        yield Finding(_("Name an owner: without one the decision changes nothing."), content.brief.anchor)
    elif not owner.is_active:
        yield Finding(
            _("%(name)s has left: name another owner.") % {"name": owner.name}, content.brief.anchor
        )


def freeze_brief(content: Content, names: Names) -> dict[str, Any]:
    brief = content.brief
    return {
        "question": words(brief.question),
        "class": brief.decision_class,
        "owner": names(brief.owner),
    }


BRIEF = Part(
    kind="brief",
    label=gettext_lazy("Decision"),
    home=Stage.FRAME,
    in_header=True,
    freeze=freeze_brief,
    checks=(
        Check("no_question", Stage.COMPARE, EVERY, gettext_lazy("Decision question"), _no_question),
        Check("no_owner", Stage.COMPARE, EVERY, gettext_lazy("Active owner"), _no_owner, waivable=False),
    ),
)


def _no_horizon(content: Content, today: dt.date) -> Iterator[Finding]:
    end = content.scope.horizon_to
    if end is None:
        yield Finding(_("Set the horizon."), content.scope.anchor)
    elif end <= today:
        yield Finding(_("The horizon ended: set one that ends in the future."), content.scope.anchor)


def _no_scope(content: Content, today: dt.date) -> Iterator[Finding]:
    scope = content.scope
    if not scope.partners:
        yield Finding(_("Say for which partners this is decided."), scope.anchor)
    elif scope.partners == m.Scope.Partners.SEGMENT and not scope.segment_on:
        yield Finding(_("Say as of which day the segment's partners count."), scope.anchor)
    elif not content.partners_in_scope:
        yield Finding(_("No partner is in scope."), scope.anchor)


def freeze_scope(content: Content, names: Names) -> dict[str, Any]:
    scope = content.scope
    partners = freeze_partners(content.partner_set.partners())
    listed = {pk for cohort in content.cohorts for pk in cohort.partner_ids}
    of_cohorts = freeze_partners(Partner.objects.filter(pk__in=listed)) if listed else []
    return {
        "horizon_from": scope.horizon_from,
        "horizon_to": scope.horizon_to,
        "partners": scope.partners,
        "segment": scope.segment,
        "segment_on": scope.segment_on,
        "first_month": scope.first_month,
        "last_month": scope.last_month,
        "months": scope.months,
        "count": len(partners),
        "members": [] if scope.partners == m.Scope.Partners.ALL else partners,
        "note": words(scope.note),
        "cohorts": [
            {
                "id": cohort.pk,
                "name": words(cohort.name),
                "is_pilot": cohort.is_pilot,
                "partners": [row for row in of_cohorts if row["id"] in cohort.partner_ids],
            }
            for cohort in content.cohorts
        ],
    }


def freeze_partners(found: PartnerQuerySet) -> list[dict[str, Any]]:
    """Who they are as of now, in the order of their names."""
    return [dict(row) for row in found.by_name().values("id", "key", "name")]


SCOPE = Part(
    kind="scope",
    label=gettext_lazy("Scope and horizon"),
    home=Stage.FRAME,
    in_header=True,
    freeze=freeze_scope,
    internal=("members", "cohorts.partners"),
    checks=(
        Check(
            "no_horizon", Stage.COMPARE, EVERY, gettext_lazy("Horizon that ends in the future"), _no_horizon
        ),
        Check("no_scope", Stage.COMPARE, EVERY, gettext_lazy("Partners in scope"), _no_scope),
    ),
)


def freeze_people(content: Content, names: Names) -> dict[str, Any]:
    people = content.people
    return {
        "decides": words(people.decides),
        "consulted": words(people.consulted),
        "informed": words(people.informed),
        "told": words(people.told),
    }


PEOPLE = Part(
    kind="people",
    label=gettext_lazy("Decision rights"),
    home=Stage.FRAME,
    in_header=True,
    freeze=freeze_people,
    internal=("decides", "consulted", "informed", "told"),
)


def freeze_constraints(content: Content, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            {"id": row.pk, "text": words(row.text), "source": words(row.source)}
            for row in content.constraints
            if words(row.text)
        ]
    }


CONSTRAINTS = Part(
    kind="constraints",
    label=gettext_lazy("Constraints"),
    home=Stage.FRAME,
    in_header=True,
    freeze=freeze_constraints,
    internal=("rows.source",),
)


def _no_approver(content: Content, today: dt.date) -> Iterator[Finding]:
    approver = content.approval.approver
    if approver is None:
        yield Finding(_("Name an approver; who wrote the record can't be it."), content.approval.anchor)
    elif not approver.is_active:
        yield Finding(
            _("%(name)s has left: name another approver.") % {"name": approver.name}, content.approval.anchor
        )


def _no_committee(content: Content, today: dt.date) -> Iterator[Finding]:
    if content.approval.committee is None:
        yield Finding(_("Choose the committee that votes on it."), content.approval.anchor)


def _committee_cannot_vote(content: Content, today: dt.date) -> Iterator[Finding]:
    approval = content.approval
    if approval.committee is None:
        return
    name, anchor = {"name": approval.committee.name}, approval.anchor
    if not approval.committee.is_active:
        yield Finding(_("%(name)s takes no new proposals: choose another.") % name, anchor, "active")
    seated = approval.committee.members.filter(Q(user__is_active=True) | Q(deputy__is_active=True))
    members = {member.user_id: member.is_chair for member in seated}
    if not any(members.values()):
        yield Finding(_("%(name)s has no chair: an administrator names one.") % name, anchor, "chair")
    if not set(members) - {approval.author_id}:
        yield Finding(_("%(name)s has no member other than the author.") % name, anchor, "members")


def _unanswered(content: Content, today: dt.date) -> Iterator[Finding]:
    if not content.record.open_remarks:
        return
    rows = Remark.objects.filter(
        version__record=content.record, kind=Remark.Kind.CHANGE, answer=None
    ).select_related("by")
    for remark in rows:
        words_of = {"name": remark.by.name, "text": Truncator(remark.text).chars(80)}
        yield Finding(
            _("Answer what %(name)s asked for: “%(text)s”") % words_of, f"remark-{remark.pk}", str(remark.pk)
        )


def _no_coi(content: Content, today: dt.date) -> Iterator[Finding]:
    if not words(content.approval.coi):
        yield Finding(
            _("Declare conflicts of interest: name them, or write “none”."), content.approval.anchor
        )


def freeze_approval(content: Content, names: Names) -> dict[str, Any]:
    approval = content.approval
    return {
        "author": names(approval.author),
        "approver": names(approval.approver),
        "committee": approval.committee.name if approval.committee else None,
        "committee_id": approval.committee_id,
        "coi": words(approval.coi),
    }


APPROVALS = Part(
    kind="approvals",
    label=gettext_lazy("Approval"),
    home=Stage.FRAME,
    in_header=True,
    freeze=freeze_approval,
    internal=("coi",),
    checks=(
        Check(
            "no_approver", Stage.PROPOSED, EVERY, gettext_lazy("Approver other than the author"), _no_approver
        ),
        Check(
            "no_committee",
            Stage.PROPOSED,
            ONLY_MAJOR,
            gettext_lazy("Committee for a major decision"),
            _no_committee,
        ),
        Check(
            "committee_cannot_vote",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Committee that can vote"),
            _committee_cannot_vote,
            waivable=False,
        ),
        Check(
            "changes_unanswered",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Changes that were asked for are answered"),
            _unanswered,
        ),
        Check("no_coi", Stage.PROPOSED, EVERY, gettext_lazy("Conflicts of interest declared"), _no_coi),
    ),
)
