"""Committees: who founds them, who sits on them, by which rules they decide. Every change is an event."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.models.committees import Committee, CommitteeRule, Member
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked, NotAllowed

MOST_MEMBERS = 30


def check_may_manage(by: User) -> None:
    if not by.has_perm("decisions.manage_committees"):
        raise NotAllowed(_("Only administrators change committees."))


@transaction.atomic
def save_committee(committee: Committee, *, by: User, now: dt.datetime) -> Committee:
    """Found a committee, or change its name, purpose and time to vote."""
    check_may_manage(by)
    is_new = committee._state.adding
    committee.save()
    _note(
        committee.pk,
        "committee.founded" if is_new else "committee.changed",
        by=by,
        now=now,
        name=committee.name,
    )
    return committee


@transaction.atomic
def save_rule(rule: CommitteeRule, *, by: User, now: dt.datetime) -> CommitteeRule:
    """Change how a committee decides on a class of decision. Rounds that run keep the rule they began with."""
    check_may_manage(by)
    saved, _made = CommitteeRule.objects.update_or_create(
        committee=rule.committee,
        decision_class=rule.decision_class,
        defaults={
            "quorum": rule.quorum,
            "threshold": rule.threshold,
            "recused_leave": rule.recused_leave,
        },
    )
    _note(
        rule.committee_id,
        "committee.rule_changed",
        by=by,
        now=now,
        decision_class=rule.decision_class,
        quorum=str(rule.quorum),
        threshold=str(rule.threshold),
        recused_leave=rule.recused_leave,
    )
    return saved


@transaction.atomic
def save_member(member: Member, *, by: User, now: dt.datetime) -> Member:
    """Add a member, or change deputy and chair. A new chair takes over from the one before."""
    check_may_manage(by)
    Committee.objects.select_for_update().get(pk=member.committee_id)
    others = Member.objects.filter(committee=member.committee_id).exclude(pk=member.pk)
    if others.count() >= MOST_MEMBERS:
        raise Blocked(_("A committee has at most %(count)s members.") % {"count": MOST_MEMBERS})
    _check_deputies(member, others.values_list("user", "deputy"))
    if member.is_chair:
        others.filter(is_chair=True).update(is_chair=False)
    try:
        member.full_clean()
    except ValidationError as error:
        raise Blocked(" ".join(error.messages)) from error
    member.save()
    _note(
        member.committee_id,
        "committee.member_saved",
        by=by,
        now=now,
        member=str(member.user_id),
        deputy=str(member.deputy_id) if member.deputy_id else None,
        is_chair=member.is_chair,
    )
    return member


def _check_deputies(member: Member, others: Iterable[tuple[uuid.UUID, uuid.UUID | None]]) -> None:
    """Everybody has one place: as a member, or as the deputy of one."""
    places = list(others)
    members = {user for user, _deputy in places}
    deputies = {deputy for _user, deputy in places}
    if member.deputy_id in members:
        raise Blocked(_("This person is a member, so they can't be a deputy as well."))
    if member.user_id in deputies:
        raise Blocked(_("This person is a deputy, so they can't be a member as well."))


@transaction.atomic
def remove_member(member: Member, *, by: User, now: dt.datetime) -> None:
    """Take somebody off a committee. In rounds that run they keep their seat."""
    check_may_manage(by)
    _note(member.committee_id, "committee.member_removed", by=by, now=now, member=str(member.user_id))
    member.delete()


def _note(committee: uuid.UUID, kind: str, *, by: User, now: dt.datetime, **data: object) -> None:
    record_event(kind, subject_kind="committee", subject_id=committee, by=by, now=now, **data)
