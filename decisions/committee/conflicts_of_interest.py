"""Conflicts of interest: declared by the person, on a record or on a partner wherever it is in scope."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.models.committees import Interest, Member
from decisions.committee.models.rounds import Seat
from decisions.draft.load import load_draft
from decisions.record.models import Record
from decisions.sections.approvals import Approval
from decisions.sections.scope import partner_set
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import Partner


def interests_in(record: Record, people: Iterable[User]) -> list[Interest]:
    """What these people have declared that touches this record, one declaration per person."""
    declared = Interest.objects.filter(user__in=list(people), ended_at=None).select_related("user")
    touching = declared.filter(Q(record=record) | Q(partner__isnull=False))
    rows = sorted(touching, key=lambda row: row.record_id is None)
    if not rows:
        return []
    partners = [row.partner_id for row in rows if row.partner_id]
    in_scope: set[object] = set()
    if partners:
        scope = partner_set(load_draft(record)).partners()
        in_scope = set(scope.filter(pk__in=partners).values_list("pk", flat=True))
    found: dict[object, Interest] = {}
    for row in rows:
        if row.record_id or row.partner_id in in_scope:
            found.setdefault(row.user_id, row)
    return list(found.values())


def interest_of(record: Record, user: User) -> Interest | None:
    """What this person has declared that touches this record."""
    return next(iter(interests_in(record, [user])), None)


def has_seat(user: User, record: Record | None = None) -> bool:
    """Whether this person sits where conflicts of interest matter: in a round of the record, or anywhere.

    A seat is a member's or a deputy's, of a committee or of a round; a named approver is a committee of one.
    """
    sits = Q(user=user) | Q(deputy=user)
    of_round, approvals = Seat.objects.filter(sits), Approval.objects.filter(approver=user)
    if record is not None:
        of_round, approvals = of_round.filter(round__version__record=record), approvals.filter(record=record)
        return of_round.exists() or approvals.exists()
    return Member.objects.filter(sits).exists() or of_round.exists() or approvals.exists()


def check_has_seat(user: User, record: Record | None = None) -> None:
    if not has_seat(user, record):
        raise NotAllowed(_("Only those who have a seat in the vote declare a conflict of interest."))


@transaction.atomic
def declare(
    user: User,
    *,
    record: Record | None = None,
    partner: Partner | None = None,
    reason: str,
    now: dt.datetime,
) -> Interest:
    """Declare a conflict of interest. Declared again, the first declaration stays."""
    if not reason.strip():
        raise Blocked(_("Say what the conflict of interest is."))
    made, is_new = Interest.objects.get_or_create(
        user=user,
        record=record,
        partner=partner,
        ended_at=None,
        defaults={"reason": reason.strip()[:300], "declared_at": now},
    )
    if not is_new:
        return made
    subject = ("record", record.pk) if record else ("person", user.pk)
    record_event(
        "interest.declared",
        subject_kind=subject[0],
        subject_id=subject[1],
        by=user,
        now=now,
        partner=str(partner.pk) if partner else None,
    )
    return made


def end_interest(interest: Interest, *, by: User, now: dt.datetime) -> None:
    """It no longer holds. Rounds that it recused from stay as they are."""
    if interest.user_id != by.pk:
        raise Blocked(_("Only who declared it ends it."))
    if interest.ended_at is None:
        interest.ended_at = now
        interest.save(update_fields=["ended_at"])
        record_event("interest.ended", subject_kind="person", subject_id=by.pk, by=by, now=now)
