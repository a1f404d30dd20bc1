"""Meetings of the demo's committee: one with approved minutes, one that is called."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from decisions.committee import agendas, hold_meeting, minutes
from decisions.committee.members import save_rule
from decisions.models import (
    AgendaItem,
    Attendee,
    Committee,
    CommitteeRule,
    DecisionClass,
    Meeting,
    MeetingAction,
)
from decisions.states.meetings import MeetingState, Presence
from partnerdesk.core.days import workspace_day


def call_next_meeting(committee: Committee, people: dict[str, User], now: dt.datetime) -> None:
    """On the Tuesday of next week: what is due by then stands on its agenda."""
    _call(committee, people, now + dt.timedelta(days=8 - now.weekday()), now - dt.timedelta(days=5))


def hold_first_meeting(committee: Committee, people: dict[str, User], now: dt.datetime) -> None:
    """On a Tuesday four weeks ago, with approved minutes; what it agreed is still open."""
    day = now - dt.timedelta(days=27 + now.weekday())
    held = _call(committee, people, day, day - dt.timedelta(days=6))
    topics = {
        title: agendas.add_topic(held, AgendaItem(title=title), by=people["ines"], now=held.called_at)
        for title in ("Rules for votes on major decisions", "Which programs come up this year")
    }
    begin = held.starts_at
    hold_meeting.move(held, to=MeetingState.RUNNING, by=people["ines"], now=begin)
    present = {row.pk: _presence(row, people) for row in held.attendees.all()}
    hold_meeting.say_who_is_there(held, present, by=people["ines"])
    for title, (notes, decision) in WORDS.items():
        minutes.write_item(topics[title], minutes.Written(notes, decision, 0), by=people["jonas"])
    action = MeetingAction(
        text="List the partner programs whose contracts end this year",
        owner=people["maria"],
        due_on=workspace_day(now) + dt.timedelta(days=5),
    )
    minutes.add_action(topics["Which programs come up this year"], action, by=people["jonas"], now=begin)
    for to, after in ((MeetingState.DRAFTED, 50), (MeetingState.APPROVED, 60 * 24)):
        hold_meeting.move(held, to=to, by=people["ines"], now=begin + dt.timedelta(minutes=after))
    raise_the_bar(committee, people["ada"], begin + dt.timedelta(days=1))


WORDS = {
    "Rules for votes on major decisions": (
        "Kenji asked for a higher bar where a decision binds more than a year of budget. Nobody was against it.",
        "Major decisions need more than 75 % of the votes cast and two thirds of the seats.",
    ),
    "Which programs come up this year": (
        "The list of contracts is with the partner managers; the committee wants it before it plans its dates.",
        "The committee meets every month until the programs are decided.",
    ),
}


def _call(committee: Committee, people: dict[str, User], day: dt.datetime, called_at: dt.datetime) -> Meeting:
    begins = timezone.localtime(day).replace(hour=14, minute=0, second=0, microsecond=0)
    return hold_meeting.call_meeting(
        committee, starts_at=begins, place="Room Kyoto and online", by=people["ines"], now=called_at
    )


def raise_the_bar(committee: Committee, by: User, now: dt.datetime) -> None:
    """What the meeting decided on major decisions becomes the committee's rule."""
    rule = CommitteeRule(committee=committee, decision_class=DecisionClass.MAJOR, quorum=66, threshold=75)
    save_rule(rule, by=by, now=now)


def _presence(row: Attendee, people: dict[str, User]) -> Presence:
    return Presence.EXCUSED if row.user_id == people["tom"].pk else Presence.PRESENT
