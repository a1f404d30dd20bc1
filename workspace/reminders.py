"""Reminding people of what waits for them: votes of open rounds, actions that are due soon or late.

What is to be told is found by what stands in the records and has not been told yet, so that a run that was missed is
made up by the next one, and one that runs twice tells nothing twice.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from decisions.models import Access, MeetingAction, Seat, Vote
from decisions.triggers.due import running_actions
from partnerdesk.core import dates, outbox
from partnerdesk.core.days import workspace_day
from partnerdesk.core.models import Notice

VOTE, ACTION_DUE = "vote", "action_due"
SOON = dt.timedelta(days=3)
"""How long before an action is due one is told."""

REVIEW_SOON = dt.timedelta(days=30)
"""How long before a review it stands on the desk; the notice on its day is told by `triggers.reviews.plan`."""

AT_ONCE = 500
"""So many are told in one transaction; the rest follows with the next run."""


def remind(now: dt.datetime) -> int:
    """Tell everybody what waits for them and was not told yet. Returns how many notices that were."""
    today = workspace_day(now)
    late_or_near = [
        telling
        for tell in (actions, meeting_actions)
        for is_late in (True, False)
        for telling in tell(today, is_late=is_late)
    ]
    tellings = [*votes(), *late_or_near]
    return outbox.notify_all(tellings, now=now)


def votes() -> Iterator[outbox.Telling]:
    """Seats of open rounds whose people have not voted."""
    voted = Vote.objects.filter(round=OuterRef("round"), user=OuterRef("user"))
    told = Notice.objects.filter(
        person=OuterRef("user"), kind=VOTE, key=Cast(OuterRef("round_id"), CharField())
    )
    seats = Seat.objects.filter(~Exists(voted), ~Exists(told), round__closed_at=None).select_related(
        "user", "round__version__record__summary", "round__version__proposed_by"
    )
    for seat in seats.order_by("pk")[:AT_ONCE]:
        version, record = seat.round.version, seat.round.version.record
        with speaking_to(seat.user):
            yield outbox.Telling(
                person_id=seat.user_id,
                kind=VOTE,
                key=str(seat.round_id),
                what=_("For your decision: %(question)s")
                % {"question": record.summary.question or record.code},
                about=_("%(code)s, version %(number)s, proposed by %(name)s")
                % {"code": record.code, "number": version.number, "name": version.proposed_by.name},
                address=reverse("decisions:round", args=[record.code, version.number]),
                subject_kind="round",
                subject_id=seat.round_id,
            )


def actions(today: dt.date, *, is_late: bool) -> Iterator[outbox.Telling]:
    """Actions of decisions in force or stopped that are not done: once when they come near, once when they are late."""
    suffix = ":late" if is_late else ":soon"
    key = Concat(Cast("pk", CharField()), Value(":"), Cast("due_on", CharField()), Value(suffix))
    near = Q(due_on__lt=today) if is_late else Q(due_on__range=(today, today + SOON))
    named = Access.objects.filter(user=OuterRef("owner"), record=OuterRef("record"))
    rows = (
        running_actions()
        .filter(near, owner__isnull=False)
        .filter(Q(record__is_private=False) | Exists(named))
        .annotate(key=key)
        .exclude(
            Exists(Notice.objects.filter(person=OuterRef("owner"), kind=ACTION_DUE, key=OuterRef("key")))
        )
        .select_related("owner", "record__summary")
        .order_by(F("due_on").desc(), "pk")
    )
    for row in rows[:AT_ONCE]:
        with speaking_to(row.owner):
            words = _("Late since %(day)s: %(text)s") if is_late else _("Due on %(day)s: %(text)s")
            yield outbox.Telling(
                person_id=row.owner_id,
                kind=ACTION_DUE,
                key=row.key,
                what=words % {"day": dates.day(row.due_on), "text": row.text},
                about=f"{row.record.code} · {row.record.summary.question}",
                address=reverse("decisions:one_pager", args=[row.record.code]),
                subject_kind="action",
                subject_id=row.pk,
            )


def meeting_actions(today: dt.date, *, is_late: bool) -> Iterator[outbox.Telling]:
    """The same of what meetings agreed."""
    suffix = ":meeting-late" if is_late else ":meeting-soon"
    key = Concat(Cast("pk", CharField()), Value(suffix))
    near = Q(due_on__lt=today) if is_late else Q(due_on__range=(today, today + SOON))
    told = Notice.objects.filter(person=OuterRef("owner"), kind=ACTION_DUE, key=OuterRef("key"))
    rows = MeetingAction.objects.filter(near, done_at=None).annotate(key=key).exclude(Exists(told))
    for row in rows.select_related("owner", "item__meeting__committee").order_by(F("due_on").desc(), "pk")[
        :AT_ONCE
    ]:
        meeting = row.item.meeting
        with speaking_to(row.owner):
            words = _("Late since %(day)s: %(text)s") if is_late else _("Due on %(day)s: %(text)s")
            yield outbox.Telling(
                person_id=row.owner_id,
                kind=ACTION_DUE,
                key=row.key,
                what=words % {"day": dates.day(row.due_on), "text": row.text},
                about=f"{meeting.code} · {meeting.committee.name}",
                address=reverse("decisions:meeting_action", args=[row.pk]),
                subject_kind="action",
                subject_id=row.pk,
            )
