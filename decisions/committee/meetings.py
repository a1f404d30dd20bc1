"""Meetings: who may do what in them, how they move, and who is there."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.models.committees import Committee, Member
from decisions.committee.models.meetings import AgendaItem, Attendee, Meeting
from decisions.record.models import Record
from decisions.states.meetings import MEETING_MOVES, WRITTEN, MeetingState, Presence
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked, NotAllowed

PREFIX = "MT"
"""What codes of meetings begin with."""


def meetings_of(user: User) -> QuerySet[Meeting]:
    """The meetings that a person may see: of their committees, and those they were called to.

    Administrators see them as others do: private records stand on agendas.
    """
    sits = Member.objects.filter(Q(user=user) | Q(deputy=user)).values("committee")
    called = Attendee.objects.filter(Q(user=user) | Q(deputy=user)).values("meeting")
    return Meeting.objects.filter(Q(committee__in=sits) | Q(pk__in=called))


def may_call(user: User, committee: Committee) -> bool:
    """The chair of a committee, or the chair's deputy."""
    return Member.objects.filter(Q(user=user) | Q(deputy=user), committee=committee, is_chair=True).exists()


def check_may_call(user: User, committee: Committee) -> None:
    if not may_call(user, committee):
        raise NotAllowed(_("The chair of the committee calls its meetings."))


def leads(meeting: Meeting, user: User) -> bool:
    """Whether this person takes the chair of the meeting, as chair or as the chair's deputy."""
    return meeting.attendees.filter(Q(user=user) | Q(deputy=user), is_chair=True).exists()


def takes_part(meeting: Meeting, user: User) -> bool:
    return meeting.attendees.filter(Q(user=user) | Q(deputy=user)).exists()


def hidden_records(meeting: Meeting, user: User) -> frozenset[Any]:
    """The records on the agenda that are not for this person's eyes: of somebody who joined the committee later."""
    records = meeting.agenda.filter(record__isnull=False)
    hidden = records.exclude(record__in=Record.objects.visible_to(user))
    return frozenset(hidden.values_list("record", flat=True))


def sees(item: AgendaItem, user: User) -> bool:
    """Whether this person may see the record that the item is about, if it is about one."""
    return item.record_id is None or Record.objects.visible_to(user).filter(pk=item.record_id).exists()


def check_sees(item: AgendaItem, user: User) -> None:
    """Who may not see a record reads and writes nothing of its item."""
    if not sees(item, user):
        raise NotAllowed(
            _("This item is about a record that you may not see: ask its owner to share it with you.")
        )


def check_reads_papers(meeting: Meeting, user: User) -> None:
    """Pack and minutes are about all items: whoever reads them may see each of their records."""
    if hidden_records(meeting, user):
        raise NotAllowed(
            _("This paper holds a record that you may not see: ask its owner to share it with you.")
        )


def check_leads(meeting: Meeting, by: User) -> None:
    if not leads(meeting, by):
        raise NotAllowed(_("Only the chair does this."))


def check_writes(meeting: Meeting, by: User) -> None:
    """Everybody who was called may take minutes, from the opening until they are approved."""
    if not takes_part(meeting, by):
        raise NotAllowed(_("Only those who were called to the meeting take its minutes."))
    if meeting.state not in WRITTEN:
        raise Blocked(
            _("This meeting is %(state)s: nothing is minuted in it now.")
            % {"state": meeting.get_state_display()}
        )


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked until the transaction ends."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("committee", "called_by")
        .get(pk=meeting.pk)
    )


def move_meeting(meeting: Meeting, *, to: MeetingState, by: User, now: dt.datetime) -> None:
    """Take a meeting, locked by the caller, to another state. Raises Blocked where the table has no such move."""
    before = MeetingState(meeting.state)
    event = MEETING_MOVES.get((before, to))
    if event is None:
        raise Blocked(
            _("From %(before)s there is no way to %(to)s; load the page again.")
            % {"before": before.label, "to": to.label}
        )
    check_leads(meeting, by)
    meeting.state = to
    if to == MeetingState.RUNNING:
        meeting.opened_at = now
    elif to == MeetingState.DRAFTED:
        meeting.ended_at = now
    meeting.save(update_fields=["state", "opened_at", "ended_at"])
    note(meeting, event, by=by, now=now)


def note(meeting: Meeting, kind: str, *, by: User, now: dt.datetime, **data: object) -> None:
    """Write an event of the meeting."""
    record_event(
        kind, subject_kind="meeting", subject_id=meeting.pk, by=by, now=now, code=meeting.code, **data
    )


def seat_attendees(meeting: Meeting) -> None:
    """Call those who have a seat on the committee today."""
    can_come = Q(user__is_active=True) | Q(deputy__is_active=True)
    members = Member.objects.filter(can_come, committee=meeting.committee_id)
    Attendee.objects.bulk_create(
        Attendee(meeting=meeting, user_id=row.user_id, deputy_id=row.deputy_id, is_chair=row.is_chair)
        for row in members
    )


def set_presence(meeting: Meeting, given: Mapping[Any, Presence]) -> None:
    """Write who is there: by the keys of attendees. `deputy` counts only where there is one."""
    rows = list(Attendee.objects.filter(meeting=meeting, pk__in=list(given)))
    for row in rows:
        wanted = given[row.pk]
        row.presence = Presence.ABSENT if wanted == Presence.DEPUTY and not row.deputy_id else wanted
    Attendee.objects.bulk_update(rows, ["presence"])
