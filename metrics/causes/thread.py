"""What was done about a cause and what people said, in its order."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from metrics.gaps.cause_wording import DONE, done_words
from metrics.gaps.lifecycle import KIND
from metrics.gaps.models import Cause
from partnerdesk.core.models import Event

MOST = 60


@dataclass(frozen=True)
class CauseHappening:
    """One note, or one thing that was done. `undo` is the event to take back, None where it can't be."""

    at: dt.datetime
    by: str
    words: str
    is_note: bool
    undo: int | None = None


def happenings(cause: Cause) -> list[CauseHappening]:
    """The newest ones, the oldest of them first. A fixed number of queries."""
    notes = list(cause.notes.select_related("by").order_by("-at")[:MOST])
    done = Event.objects.filter(subject_id=cause.pk, subject_kind=KIND, kind__in=DONE)
    events = list(done.select_related("by").order_by("-pk")[:MOST])
    undone = {event.data["undoes"] for event in events if "undoes" in event.data}
    newest = next(
        (event.pk for event in events if event.pk not in undone and "undoes" not in event.data), None
    )
    people = _people(events)
    said = [CauseHappening(note.at, note.by.name if note.by else "", note.text, True) for note in notes]
    did = [
        CauseHappening(
            event.at,
            event.by.name if event.by else "",
            done_words(event.kind, event.data.get("after", {}), people),
            False,
            event.pk if event.pk == newest and event.by_id else None,
        )
        for event in events
    ]
    return sorted([*said, *did], key=lambda one: one.at)


def _people(events: list[Event]) -> dict[str, str]:
    ids = {event.data.get("after", {}).get(name) for event in events for name in ("owner_id", "asked_id")} - {
        None
    }
    return {str(person.pk): person.name for person in User.objects.filter(pk__in=ids)} if ids else {}
