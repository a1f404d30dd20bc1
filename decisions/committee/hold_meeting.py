"""A meeting from its call to the approved minutes. Each step is one transaction, under the lock of the meeting."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from decisions.committee import agendas, decide, minutes, notifications
from decisions.committee.meetings import (
    PREFIX,
    check_leads,
    check_may_call,
    locked_meeting,
    move_meeting,
    note,
    seat_attendees,
    set_presence,
)
from decisions.committee.models.committees import Committee
from decisions.committee.models.meetings import AgendaItem, Attendee, Meeting, MeetingPaper, Minutes
from decisions.committee.models.rounds import Round
from decisions.committee.papers import ask_for_paper
from decisions.committee.rounds import Ballotpaper, SeatWithVote, is_chair, places_of
from decisions.record.codes import next_code
from decisions.record.events import note_event
from decisions.states.meetings import KEPT, ItemKind, MeetingState, Presence
from partnerdesk.core.refusals import Blocked, NotAllowed


@transaction.atomic
def call_meeting(
    committee: Committee, *, starts_at: dt.datetime, place: str, by: User, now: dt.datetime
) -> Meeting:
    """Call the members of a committee to a meeting. Its agenda begins with what is due on that day."""
    check_may_call(by, committee)
    meeting = Meeting.objects.create(
        code=next_code(PREFIX),
        committee=committee,
        starts_at=starts_at,
        place=place.strip(),
        called_by=by,
        called_at=now,
    )
    seat_attendees(meeting)
    agendas.fill(meeting)
    note(meeting, "meeting.called", by=by, now=now, starts_at=starts_at.isoformat())
    notifications.meeting_called(meeting, by=by, now=now)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, starts_at: dt.datetime, place: str, by: User, now: dt.datetime
) -> Meeting:
    """Move a planned meeting to another time or place; who was called is told."""
    locked = locked_meeting(meeting)
    check_leads(locked, by)
    if locked.state != MeetingState.PLANNED:
        raise Blocked(_("This meeting has begun or is over: its time stays."))
    locked.starts_at, locked.place = starts_at, place.strip()
    locked.save(update_fields=["starts_at", "place"])
    note(locked, "meeting.moved", by=by, now=now, starts_at=starts_at.isoformat())
    notifications.meeting_called(locked, by=by, now=now)
    return locked


@transaction.atomic
def move(meeting: Meeting, *, to: MeetingState, by: User, now: dt.datetime) -> Meeting:
    """Open, end or cancel a meeting. Ending drafts the minutes from what happened."""
    if to == MeetingState.APPROVED:
        approve(meeting, by=by, now=now)
        return meeting
    locked = locked_meeting(meeting)
    move_meeting(locked, to=to, by=by, now=now)
    if to == MeetingState.DRAFTED:
        _draft_words(locked)
    if to == MeetingState.CANCELLED:
        notifications.meeting_cancelled(locked, by=by, now=now)
    return locked


def _draft_words(meeting: Meeting) -> None:
    """Say what was decided where votes or finished actions say it already and nobody has written."""
    for found in minutes.minuted(meeting):
        words = _what_happened(found)
        if words and not found.item.decision:
            AgendaItem.objects.filter(pk=found.item.pk).update(decision=words, revision=F("revision") + 1)


def _what_happened(found: minutes.Minuted) -> str:
    if found.round and found.round.outcome:
        given = {
            "number": found.round.version.number,
            "outcome": found.round.get_outcome_display(),
            "finding": found.round.get_finding_display(),
        }
        return _("Version %(number)s: %(outcome)s. %(finding)s") % given
    if found.round and found.votes:
        count = len(found.votes)
        return ngettext(
            "%(count)s vote is in; voting goes on.", "%(count)s votes are in; voting goes on.", count
        ) % {"count": count}
    if found.item.carried and found.item.carried.done_at:
        return _("Done. %(words)s") % {"words": found.item.carried.done_words}
    return ""


@transaction.atomic
def say_who_is_there(meeting: Meeting, given: Mapping[Any, Presence], *, by: User) -> None:
    """The chair notes who came."""
    locked = locked_meeting(meeting)
    check_leads(locked, by)
    if locked.state in KEPT:
        raise Blocked(_("The minutes of this meeting are kept as they are."))
    set_presence(locked, given)


@transaction.atomic
def show_of_hands(item: AgendaItem, papers: Mapping[Any, Ballotpaper], *, by: User, now: dt.datetime) -> int:
    """The chair enters the votes of those who are there: by the keys of their seats. Returns how many were entered.

    A vote that somebody cast themselves stays theirs, and who declared a conflict of interest stays recused.
    """
    meeting = locked_meeting(item.meeting)
    check_leads(meeting, by)
    if meeting.state != MeetingState.RUNNING:
        raise Blocked(_("Votes are entered while the meeting runs."))
    if item.kind != ItemKind.PROPOSAL or item.version is None:
        raise Blocked(_("There is nothing to vote on in this item."))
    found = Round.objects.select_related("version__record").get(version=item.version)
    if not is_chair(found, by):
        raise NotAllowed(_("The chair of the vote enters it."))
    there = {
        row.user_id: row for row in Attendee.objects.filter(meeting=meeting).select_related("user", "deputy")
    }
    entered = 0
    for place in places_of(found):
        paper = papers.get(place.seat.pk)
        if paper is None or not can_be_entered(place) or _stands_already(place, paper):
            continue
        voter = _voter(place, there)
        if decide.vote(found.version, paper, by=voter, now=now, entered_by=by) is not None:
            break  # The version went back to commit: nothing is voted on any more.
        entered += 1
    return entered


def can_be_entered(place: SeatWithVote) -> bool:
    """Whether the chair may enter this vote: nobody has cast it themselves."""
    return place.vote is None or place.vote.entered_by_id is not None


def _stands_already(place: SeatWithVote, paper: Ballotpaper) -> bool:
    vote = place.vote
    return vote is not None and (vote.choice, vote.comment, vote.condition) == (
        paper.choice,
        paper.comment.strip(),
        paper.condition.strip(),
    )


def _voter(place: SeatWithVote, there: Mapping[Any, Attendee]) -> User:
    """The member, or the deputy who came; only who is there raises a hand."""
    attendee = there.get(place.seat.user_id)
    presence = attendee.presence if attendee else Presence.ABSENT
    if presence == Presence.PRESENT:
        return place.seat.user
    if presence == Presence.DEPUTY and attendee and attendee.deputy:
        return attendee.deputy
    raise Blocked(
        _("%(name)s is not noted as present: note who is there first.") % {"name": place.seat.user.name}
    )


@transaction.atomic
def approve(meeting: Meeting, *, by: User, now: dt.datetime) -> Minutes:
    """Freeze the minutes. From here on nothing of the meeting changes, and its paper can be given out."""
    locked = locked_meeting(meeting)
    check_leads(locked, by)
    if locked.state != MeetingState.DRAFTED:
        raise Blocked(_("Only drafted minutes are approved; load the page again."))
    if not locked.attendees.exclude(presence=Presence.ABSENT).exists():
        raise Blocked(_("Note who was there before the minutes are approved."))
    frozen = minutes.freeze_minutes(locked, by=by, now=now)
    move_meeting(locked, to=MeetingState.APPROVED, by=by, now=now)
    seen = set()
    for item in locked.agenda.select_related("record"):
        if item.record and item.record_id not in seen:
            seen.add(item.record_id)
            note_event(
                item.record, "record.minuted", by=by, now=now, meeting=locked.code, sha256=frozen.sha256
            )
    notifications.minutes_approved(locked, by=by, now=now)
    ask_for_paper(locked, MeetingPaper.Kind.MINUTES, by=by)
    return frozen
