"""The calendar of a person: the days on which something of theirs is due, as a feed that calendars follow."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass

from django.conf import settings
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import User
from decisions.models import Meeting, MeetingAction, Record, Review
from decisions.states.meetings import MeetingState
from decisions.triggers.due import running_actions
from decisions.triggers.reviews.plan import AHEAD
from partnerdesk.core import dates
from partnerdesk.core.days import begin_in, day_of
from partnerdesk.core.models import Event as LoggedEvent

PAST_DAYS = 366
MOST = 1000
"""Of each source; the next ones follow when these are past."""


@dataclass(frozen=True)
class Day:
    """One entry, for a whole day. `uid` stays the same when the day is moved."""

    uid: str
    on: dt.date
    what: str
    about: str
    address: str
    changed_at: dt.datetime


Source = Callable[[User, dt.date], Iterable[Day]]


def actions(user: User, since: dt.date) -> Iterable[Day]:
    """Actions of this person that are not done, of decisions in force or stopped."""
    rows = (
        running_actions()
        .filter(owner=user, due_on__gte=since, record__in=Record.objects.visible_to(user))
        .select_related("record__summary")
        .order_by("due_on", "pk")[:MOST]
    )
    for row in rows:
        yield Day(
            uid=f"action-{row.pk}@partner-desk",
            on=row.due_on,
            what=_("Action: %(text)s") % {"text": row.text},
            about=f"{row.record.code} · {row.record.summary.question}",
            address=reverse("decisions:one_pager", args=[row.record.code]),
            changed_at=row.saved_at,
        )


def reviews(user: User, since: dt.date) -> Iterable[Day]:
    """The reviews of this person that are open or lie ahead. They change with their events: planned, moved, opened."""
    events = LoggedEvent.objects.alias(of=KeyTextTransform("review", "data")).filter(
        subject_id=OuterRef("record_id"), of=Cast(OuterRef("pk"), CharField())
    )
    rows = (
        Review.objects.filter(owner=user, state__in=AHEAD, due_on__gte=since)
        .filter(record__in=Record.objects.visible_to(user))
        .annotate(
            changed_at=Coalesce(Subquery(events.order_by("-id").values("at")[:1]), "record__created_at")
        )
        .select_related("record__summary")
        .order_by("due_on", "pk")[:MOST]
    )
    for row in rows:
        kind, question = str(row.get_kind_display()).capitalize(), row.record.summary.question
        yield Day(
            uid=f"review-{row.pk}@partner-desk",
            on=row.due_on,
            what=_("%(kind)s: %(question)s") % {"kind": kind, "question": question or row.record.code},
            about=row.record.code,
            address=reverse("decisions:review", args=[row.record.code, row.pk]),
            changed_at=row.changed_at,
        )


def meetings(user: User, since: dt.date) -> Iterable[Day]:
    """The meetings that this person is called to."""
    events = LoggedEvent.objects.filter(subject_id=OuterRef("pk"))
    rows = (
        Meeting.objects.filter(
            Q(attendees__user=user) | Q(attendees__deputy=user),
            starts_at__gte=begin_in(user.time_zone, since),
        )
        .exclude(state=MeetingState.CANCELLED)
        .annotate(changed_at=Coalesce(Subquery(events.order_by("-id").values("at")[:1]), "called_at"))
        .select_related("committee")
        .distinct()
        .order_by("starts_at", "pk")[:MOST]
    )
    for row in rows:
        at = timezone.localtime(row.starts_at)
        yield Day(
            uid=f"meeting-{row.pk}@partner-desk",
            on=day_of(user, row.starts_at),
            what=_("Meeting %(time)s: %(committee)s")
            % {"time": dates.clock(at), "committee": row.committee.name},
            about=f"{row.code} · {row.place}" if row.place else row.code,
            address=reverse("decisions:meeting", args=[row.code]),
            changed_at=row.changed_at,
        )


def meeting_actions(user: User, since: dt.date) -> Iterable[Day]:
    """What meetings agreed that this person does."""
    rows = MeetingAction.objects.filter(owner=user, done_at=None, due_on__gte=since)
    for row in rows.select_related("item__meeting__committee").order_by("due_on", "pk")[:MOST]:
        yield Day(
            uid=f"meeting-action-{row.pk}@partner-desk",
            on=row.due_on,
            what=_("Action: %(text)s") % {"text": row.text},
            about=f"{row.item.meeting.code} · {row.item.meeting.committee.name}",
            address=reverse("decisions:meeting_action", args=[row.pk]),
            changed_at=row.made_at,
        )


SOURCES: tuple[Source, ...] = (actions, reviews, meetings, meeting_actions)


def days_of(user: User, today: dt.date) -> list[Day]:
    """All that stands in the calendar of a person, by day."""
    since = today - dt.timedelta(days=PAST_DAYS)
    found = (day for source in SOURCES for day in source(user, since))
    return sorted(found, key=lambda day: (day.on, day.uid))


def fingerprint(days: list[Day]) -> str:
    """The same for the same days in the same words, without writing the feed."""
    return hashlib.sha256(repr([astuple(day) for day in days]).encode()).hexdigest()[:32]


def feed(days: list[Day]) -> bytes:
    """The days as iCalendar (RFC 5545)."""
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Partner Desk//Calendar//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", _("Partner Desk")),
        ("x-wr-calname", _("Partner Desk")),
        ("refresh-interval", dt.timedelta(hours=6)),
    ):
        calendar.add(name, value)
    for day in days:
        calendar.add_component(_event(day))
    return bytes(calendar.to_ical())


def _event(day: Day) -> Event:
    address = f"{settings.PUBLIC_ADDRESS}{day.address}"
    changed_at = day.changed_at.astimezone(dt.UTC).replace(microsecond=0)
    event = Event()
    for name, value in (
        ("uid", day.uid),
        ("dtstamp", changed_at),
        ("last-modified", changed_at),
        ("dtstart", day.on),
        ("dtend", day.on + dt.timedelta(days=1)),
        ("summary", day.what),
        ("description", f"{day.about}\n{address}"),
        ("url", address),
        ("transp", "TRANSPARENT"),
        ("class", "PRIVATE"),
    ):
        event.add(name, value)
    return event
