"""Who approves, and the declared conflicts of interest."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.record.events import name_person, note_event
from decisions.record.models import Access
from decisions.sections.brief import Brief
from decisions.sections.declaring import (
    Check,
    Fields,
    Follows,
    Frozen,
    Names,
    OneForm,
    OwnLayout,
    Saving,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    itself,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Single, tracked
from decisions.states.classes import EVERY, ONLY_MAJOR, DecisionClass
from decisions.states.stages import Stage
from decisions.states.votes import RemarkKind


@tracked
class Approval(Single):
    """Who approves, and the declared conflicts of interest. The author never approves."""

    kind = "approval"
    made = ("author",)

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = person_field(gettext_lazy("approver"))
    committee = models.ForeignKey(
        "decisions.Committee",
        verbose_name=gettext_lazy("committee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=gettext_lazy("Its members vote. Without one the approver decides alone."),
    )
    coi = models.CharField(
        gettext_lazy("conflicts of interest"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("Name them. “none” is a declaration; an empty field is not."),
    )

    class Meta(Single.Meta):
        constraints = [
            models.CheckConstraint(
                name="approver_is_not_author",
                condition=Q(approver=None) | ~Q(approver=F("author")),
                violation_error_message=gettext_lazy(
                    "Who wrote the record can't approve it: name somebody else."
                ),
            )
        ]


def _no_approver(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    approver = content.one(Approval).approver
    if approver is None:
        yield Unsettled(
            _("Name an approver; who wrote the record can't be it."), content.one(Approval).anchor
        )
    elif not approver.is_active:
        yield Unsettled(
            _("%(name)s has left: name another approver.") % {"name": approver.name},
            content.one(Approval).anchor,
        )


def _no_committee(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if content.one(Approval).committee is None:
        yield Unsettled(_("Choose the committee that votes on it."), content.one(Approval).anchor)


def _committee_cannot_vote(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    approval = content.one(Approval)
    if approval.committee is None:
        return
    name, anchor = {"name": approval.committee.name}, approval.anchor
    if not approval.committee.is_active:
        yield Unsettled(_("%(name)s takes no new proposals: choose another.") % name, anchor, "active")
    seated = [seat for seat in _seats(content) if any(person.is_active for person in _people_of(seat))]
    members = {seat.user_id: seat.is_chair for seat in seated}
    if not any(members.values()):
        yield Unsettled(_("%(name)s has no chair: an administrator names one.") % name, anchor, "chair")
    if not set(members) - {approval.author_id}:
        yield Unsettled(_("%(name)s has no member other than the author.") % name, anchor, "members")


def may_approve_alone(content: Draft) -> bool:
    """Whether a light decision may rest on the approval of somebody who wrote in it: nobody else is there, and the
    workspace has said so."""
    is_light = content.one(Brief).decision_class == DecisionClass.LIGHT
    return is_light and settings.LIGHT_APPROVED_BY_WRITERS and len(_others(content)) < ENOUGH_OTHERS


ENOUGH_OTHERS = 2
"""From so many on who could approve and did not write, one of them does."""


def _others(content: Draft) -> list[User]:
    """Who could approve it and did not write in it, by name."""
    return content.once(_find_others)


def _find_others(content: Draft) -> list[User]:
    wrote = {*content.contributors, content.one(Approval).author_id}
    return list(User.objects.get_queryset().active().exclude(pk__in=wrote).by_name())


def _nobody_else(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    """At least one who approves did not write it."""
    approval = content.one(Approval)
    asked = _who_would_approve(content)
    wrote = [person for person in asked if person.pk in content.contributors]
    if not asked or len(wrote) < len(asked) or may_approve_alone(content):
        return
    said = "; ".join(
        _("%(name)s wrote %(fields)s")
        % {"name": person.name, "fields": _some(content.contributors[person.pk])}
        for person in wrote[:MOST_SAID]
    )
    others = [person.name for person in _others(content) if person not in asked]
    if not others:
        message = _("Somebody who did not write it has to approve (%(said)s): there is nobody else yet.")
    elif approval.committee is None:
        message = _("Somebody who did not write it has to approve (%(said)s): name for example %(others)s.")
    else:
        message = _("Somebody who did not write it has to vote (%(said)s): seat for example %(others)s.")
    yield Unsettled(message % {"said": said, "others": _some(others)}, approval.anchor, "wrote")


MOST_SAID = 3


def _some(names: Iterable[str]) -> str:
    """The first of some names, and that there are more."""
    found = list(names)
    return ", ".join([*found[:MOST_SAID], *(["…"] if len(found) > MOST_SAID else [])])


def _who_would_approve(content: Draft) -> list[User]:
    """Whose approval counts: the approver's, or of a committee each member's and deputy's but the author's."""
    approval = content.one(Approval)
    if approval.committee is None:
        return [approval.approver] if approval.approver else []
    people = [person for seat in _seats(content) for person in _people_of(seat)]
    return [person for person in people if person.is_active and person.pk != approval.author_id]


def _seats(content: Draft) -> list[Any]:
    """The members of the record's committee with their deputies, by name."""
    return content.once(_find_seats)


def _find_seats(content: Draft) -> list[Any]:
    committee = content.one(Approval).committee
    return (
        list(committee.members.select_related("user", "deputy").order_by("user__name")) if committee else []
    )


def _people_of(seat: Any) -> list[User]:
    return [person for person in (seat.user, seat.deputy) if person]


def _unanswered(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if not content.record.open_remarks:
        return
    asked = content.record.versions.filter(remarks__kind=RemarkKind.CHANGE, remarks__answer=None)
    rows = asked.order_by("remarks__at", "remarks__pk")
    for pk, name, text in rows.values_list("remarks__pk", "remarks__by__name", "remarks__text"):
        words_of = {"name": name, "text": Truncator(text).chars(80)}
        yield Unsettled(_("Answer what %(name)s asked for: “%(text)s”") % words_of, f"remark-{pk}", str(pk))


def _no_coi(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if not words(content.one(Approval).coi):
        yield Unsettled(
            _("Declare conflicts of interest: name them, or write “none”."), content.one(Approval).anchor
        )


def _approver_follows(saving: Saving) -> None:
    """Access follows the field that names the approver."""
    approval: Approval = saving.unit
    if saving.before.get("approver") == approval.approver_id:
        return
    name_person(saving.record, Access.Via.APPROVER, approval.approver)
    approver = str(approval.approver_id) if approval.approver_id else None
    note_event(saving.record, "record.approver_changed", by=saving.by, now=saving.now, approver=approver)


def _committees(content: Draft) -> list[tuple[str, str]]:
    """Those that decide; one that is closed stays until another is chosen."""
    model: Any = Approval._meta.get_field("committee").related_model
    found = model.objects.filter(Q(is_active=True) | Q(pk=content.one(Approval).committee_id))
    return [("", "–"), *((str(row.pk), row.name) for row in found)]


UNIT = UnitKind(
    model=Approval,
    at=itself,
    follows=Follows(after=_approver_follows),
    choices={"committee": _committees},
    form=Fields({"approver": Width.HALF, "committee": Width.HALF, "coi": Width.HALF}),
    listed=None,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    approval = content.one(Approval)
    committee = approval.committee
    return freeze_unit(approval, UNIT, content, names) | {
        "committee": committee.name if committee else None,
        "committee_id": approval.committee_id,
    }


APPROVALS = SectionKind(
    kind="approvals",
    label=gettext_lazy("Approval"),
    home=Stage.FRAME,
    in_header=True,
    units=(UNIT,),
    computed=(),
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
            "nobody_else_approves",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Approval by somebody who did not write it"),
            _nobody_else,
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
    freeze=_freeze,
    internal=("coi",),
    layout=(OneForm(Approval), OwnLayout("changes_asked.html")),
)
