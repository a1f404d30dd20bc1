"""Taking minutes: what was said and decided of an item, who does what by when; and what is frozen of it all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.meetings import check_writes, leads, locked_meeting, note
from decisions.committee.models.meetings import AgendaItem, Attendee, Meeting, MeetingAction, Minutes
from decisions.committee.models.rounds import Round, Vote
from decisions.committee.rounds import SeatWithVote, places_of
from decisions.sections.declaring import Names
from decisions.versions.freeze import hash_of, sealed
from partnerdesk.core.canonical import plain
from partnerdesk.core.refusals import Blocked, NotAllowed

SCHEMA = "partner-desk/minutes/1"


@dataclass(frozen=True)
class Written:
    """What somebody wrote of an item, over which revision."""

    notes: str
    decision: str
    revision: int


@transaction.atomic
def write_item(item: AgendaItem, words: Written, *, by: User) -> AgendaItem | None:
    """Keep what was said and decided. None where somebody else has written meanwhile: then nothing is kept."""
    check_writes(locked_meeting(item.meeting), by)
    found = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if found.revision != words.revision:
        return None
    found.notes, found.decision = words.notes.strip(), words.decision.strip()
    found.revision, found.saved_by = found.revision + 1, by
    found.save(update_fields=["notes", "decision", "revision", "saved_by"])
    return found


@transaction.atomic
def add_action(item: AgendaItem, action: MeetingAction, *, by: User, now: dt.datetime) -> MeetingAction:
    """Agree that somebody does something by a day. It stands on their desk at once."""
    meeting = locked_meeting(item.meeting)
    check_writes(meeting, by)
    action.item, action.made_by, action.made_at = item, by, now
    action.save()
    note(
        meeting,
        "meeting.action_added",
        by=by,
        now=now,
        action=str(action.pk),
        owner=str(action.owner_id),
        due_on=action.due_on.isoformat(),
    )
    return action


@transaction.atomic
def drop_action(action: MeetingAction, *, by: User, now: dt.datetime) -> None:
    """Take an action back, as long as the minutes are a draft and nobody has done it."""
    meeting = locked_meeting(action.item.meeting)
    check_writes(meeting, by)
    if action.done_at or AgendaItem.objects.filter(carried=action).exists():
        raise Blocked(_("This action is done, or stands on another agenda: it stays."))
    note(meeting, "meeting.action_dropped", by=by, now=now, text=action.text)
    action.delete()


@transaction.atomic
def finish_action(action: MeetingAction, *, words: str, by: User, now: dt.datetime) -> MeetingAction:
    """Say that an action is done, and what came of it."""
    found = (
        MeetingAction.objects.select_for_update(of=("self",))
        .select_related("item__meeting")
        .get(pk=action.pk)
    )
    if not may_finish(found, by):
        raise NotAllowed(_("The owner of an action, or the chair, says that it is done."))
    if found.done_at:
        raise Blocked(_("This action is done already."))
    found.done_at, found.done_by, found.done_words = now, by, words.strip()[:300]
    found.save(update_fields=["done_at", "done_by", "done_words"])
    note(found.item.meeting, "meeting.action_done", by=by, now=now, action=str(found.pk))
    return found


def may_finish(action: MeetingAction, user: User) -> bool:
    return action.owner_id == user.pk or leads(action.item.meeting, user)


@dataclass(frozen=True)
class Minuted:
    """An item as the minutes show it: the round on it with its votes, and what was agreed."""

    item: AgendaItem
    round: Round | None
    places: list[SeatWithVote]

    @property
    def votes(self) -> list[tuple[SeatWithVote, Vote]]:
        """The votes that count, with their seats."""
        return [(place, place.vote) for place in self.places if place.vote]


def minuted(meeting: Meeting) -> list[Minuted]:
    """The items of a meeting with what happened to them."""
    actions = Prefetch("actions", MeetingAction.objects.select_related("owner", "done_by"))
    rows = meeting.agenda.select_related("record", "version__round", "carried__owner", "saved_by")
    return [_minuted(item) for item in rows.prefetch_related(actions)]


def _minuted(item: AgendaItem) -> Minuted:
    found = item.version.round if item.version else None
    return Minuted(item, found, places_of(found) if found else [])


def minutes_data(
    meeting: Meeting, *, previous_sha256: str, by: User | None, now: dt.datetime, names: Names
) -> dict[str, Any]:
    """The minutes as JSON data in canonical form. `names` writes people."""
    people: Iterable[Attendee] = meeting.attendees.select_related("user", "deputy")
    data = {
        "schema": SCHEMA,
        "meeting": {
            "code": meeting.code,
            "committee": meeting.committee.name,
            "zone": meeting.committee.zone,
            "starts_at": meeting.starts_at,
            "opened_at": meeting.opened_at,
            "ended_at": meeting.ended_at,
            "place": meeting.place,
        },
        "previous_sha256": previous_sha256,
        "approved": {"at": now, "by": names(by)},
        "attendees": [
            {
                "name": names(row.user),
                "is_chair": row.is_chair,
                "presence": row.presence,
                "deputy": names(row.deputy) if row.presence == "deputy" else None,
            }
            for row in people
        ],
        "items": [_item_data(found, names) for found in minuted(meeting)],
    }
    frozen: dict[str, Any] = plain(data)
    return frozen


def _item_data(found: Minuted, names: Names) -> dict[str, Any]:
    item, version = found.item, found.item.version
    return {
        "kind": item.kind,
        "title": item.title,
        "record": item.record.code if item.record else None,
        "version": {"number": version.number, "sha256": version.sha256} if version else None,
        "notes": item.notes,
        "decision": item.decision,
        "round": {
            "outcome": found.round.outcome,
            "finding": found.round.finding,
            "votes": [_vote_data(place, vote, names) for place, vote in found.votes],
        }
        if found.round
        else None,
        "actions": [
            {"text": row.text, "owner": names(row.owner), "due_on": row.due_on} for row in item.actions.all()
        ],
        "carried": {
            "owner": names(item.carried.owner),
            "due_on": item.carried.due_on,
            "done_at": item.carried.done_at,
            "came_of_it": item.carried.done_words,
        }
        if item.carried
        else None,
    }


def _vote_data(place: SeatWithVote, vote: Vote, names: Names) -> dict[str, Any]:
    return {
        "by": names(vote.user),
        "for": names(place.seat.user) if place.is_by_deputy else None,
        "choice": vote.choice,
        "comment": vote.comment,
        "condition": vote.condition,
        "by_show_of_hands": vote.entered_by_id is not None,
    }


def freeze_minutes(meeting: Meeting, *, by: User, now: dt.datetime) -> Minutes:
    """Freeze the minutes of a meeting that the caller has locked. They name the last ones of the committee."""
    last = Minutes.objects.filter(meeting__committee=meeting.committee_id).order_by("-approved_at").first()
    previous = last.sha256 if last else ""
    data = minutes_data(meeting, previous_sha256=previous, by=by, now=now, names=sealed)
    content, sha256 = hash_of(data)
    return Minutes.objects.create(
        meeting=meeting,
        content=content,
        sha256=sha256,
        previous_sha256=previous,
        approved_by=by,
        approved_at=now,
    )
