"""What people are told of a round: how it ended, what was asked, what was answered; and of meetings.

Votes that wait are reminders.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.languages import speaking_to
from accounts.models import User
from decisions.committee.models.meetings import Meeting
from decisions.committee.models.rounds import Remark, RemarkAnswer, Round
from decisions.record.models import Access, Record
from decisions.versions.models import Version
from partnerdesk.core import dates
from partnerdesk.core.outbox import Telling, notify_all
from partnerdesk.core.zones import on_the_clock

CLOSED, ASKED, ANSWERED = "round_closed", "remark_asked", "remark_answered"
CALLED, MINUTED = "meeting_called", "minutes_approved"


def round_closed(
    found: Round, record: Record, seated: Iterable[User], *, by: User | None, now: dt.datetime
) -> None:
    """Tell the people of the record and those who have a seat how it ended, except who ended it."""
    people = (_writers(record) | set(seated)) - {by}
    notify_all(
        _each(
            people,
            record,
            found.version,
            CLOSED,
            str(found.pk),
            lambda: f"{found.get_outcome_display().capitalize()}. {found.get_finding_display()}",
        ),
        now=now,
    )


def asked(remark: Remark, record: Record, *, now: dt.datetime) -> None:
    """Tell those who write the record that somebody asks on record."""
    kind = ASKED
    notify_all(
        _each(
            _writers(record) - {remark.by},
            record,
            remark.version,
            kind,
            str(remark.pk),
            lambda: _("%(name)s asks: %(text)s") % {"name": remark.by.name, "text": remark.text[:200]},
        ),
        now=now,
    )


def answered(answer: RemarkAnswer, record: Record, *, now: dt.datetime) -> None:
    """Tell who asked that there is an answer."""
    remark = answer.remark
    notify_all(
        _each(
            {remark.by} - {answer.by},
            record,
            remark.version,
            ANSWERED,
            str(remark.pk),
            lambda: _("%(name)s answers: %(text)s") % {"name": answer.by.name, "text": answer.text[:200]},
        ),
        now=now,
    )


def _writers(record: Record) -> "set[User | None]":
    """Author and owner."""
    rows = Access.objects.filter(record=record, via__in=(Access.Via.AUTHOR, Access.Via.OWNER)).select_related(
        "user"
    )
    return {row.user for row in rows}


def _each(
    people: "Iterable[User | None]", record: Record, version: Version, kind: str, key: str, words: Any
) -> Iterable[Telling]:
    """The same words to several people, each in their language."""
    for person in people:
        if person is None or not person.is_active:
            continue
        with speaking_to(person):
            yield Telling(
                person_id=person.pk,
                kind=kind,
                key=key,
                what=words(),
                about=_("%(code)s, version %(number)s") % {"code": record.code, "number": version.number},
                address=reverse("decisions:round", args=[record.code, version.number]),
                subject_kind="round",
                subject_id=version.pk,
            )


def meeting_called(meeting: Meeting, *, by: User, now: dt.datetime) -> None:
    """Tell who is called when the meeting is; told again where it was moved."""
    notify_all(
        _called(meeting, CALLED, meeting.starts_at.isoformat(), gettext_lazy("Meeting on %(day)s"), by),
        now=now,
    )


def meeting_cancelled(meeting: Meeting, *, by: User, now: dt.datetime) -> None:
    notify_all(
        _called(meeting, CALLED, "cancelled", gettext_lazy("The meeting on %(day)s is cancelled"), by),
        now=now,
    )


def minutes_approved(meeting: Meeting, *, by: User, now: dt.datetime) -> None:
    """Tell who was called that the minutes are approved."""
    notify_all(
        _called(
            meeting,
            MINUTED,
            "approved",
            gettext_lazy("The minutes of the meeting on %(day)s are approved"),
            by,
        ),
        now=now,
    )


def _when(meeting: Meeting) -> str:
    """By the committee's clock, which is named: whoever is told may live in another zone."""
    zone = meeting.committee.zone
    return f"{dates.moment(on_the_clock(meeting.starts_at, zone))} ({zone})"


def _called(meeting: Meeting, kind: str, key: str, what: Any, by: User) -> Iterable[Telling]:
    rows = meeting.attendees.select_related("user", "deputy")
    people = {person for row in rows for person in (row.user, row.deputy) if person and person.is_active}
    for person in sorted(people - {by}, key=lambda person: person.name):
        with speaking_to(person):
            yield Telling(
                person_id=person.pk,
                kind=kind,
                key=f"{meeting.pk}:{key}",
                what=str(what) % {"day": _when(meeting)},
                about=f"{meeting.code} · {meeting.committee.name}",
                address=reverse("decisions:meeting", args=[meeting.code]),
                subject_kind="meeting",
                subject_id=meeting.pk,
            )
