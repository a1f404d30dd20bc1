"""The chain over the log of events: each seal hashes one event and the seal before it (docs/adr/0009).

Events are sealed behind the transactions that write them, by one sealer at a time, in order of their ids.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.db import connection, transaction

from partnerdesk.core.canonical import plain
from partnerdesk.core.models import EventSeal

SCHEMA = "partner-desk/event-seal/1"
LOCK = 5_010_009
"""The advisory lock of the sealer."""
BATCH = 10_000
WINDOW = 20_000
"""How many ids behind the newest sealed one are looked through each minute; a full look goes back to the first."""


def moment(column: str) -> str:
    """SQL for a point in time as canonical text. What no calendar of ours holds comes as PostgreSQL writes it."""
    return (
        f"CASE WHEN {column} > '0001-01-02Z' AND {column} < '9999-12-31Z' THEN"
        f" to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') ELSE {column}::text END"
    )


EVENT_COLUMNS = f"""
e.id, {moment("e.at")}, e.by_id::text, e.kind, e.subject_kind, e.subject_id::text, e.data::text
"""
UNSEALED = f"""
SELECT {EVENT_COLUMNS} FROM core_event e WHERE e.id > %(after)s
AND NOT EXISTS (SELECT FROM core_eventseal s WHERE s.event_id = e.id AND s.event_id > %(after)s)
ORDER BY e.id LIMIT {BATCH}
"""  # noqa: S608  (constants of this module)


@dataclass(frozen=True)
class SealedEvent:
    """An event as it is hashed: all of its columns, as texts. `data` is the text that PostgreSQL keeps."""

    id: int
    at: str
    by: str | None
    kind: str
    subject_kind: str
    subject: str
    data: str


def seal_sha256(event: SealedEvent, *, position: int, previous_sha256: str, sealed_at: str) -> str:
    """The hash that stands in a seal: SHA-256 over RFC 8785 of the event, its place and the hash before it."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "position": position,
        "previous_sha256": previous_sha256,
        "sealed_at": sealed_at,
        "event": vars(event),
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def seal_events(*, now: dt.datetime, everything: bool = False) -> int:
    """Seal what was committed and has no seal yet. Returns how many.

    An event that a long transaction wrote comes behind younger ones; one that comes more than `WINDOW` ids behind is
    found by a look at `everything`.
    """
    after, sealed = (0 if everything else _begin_of_window()), 0
    while True:
        ids = _seal_after(after, now=now)
        sealed += len(ids)
        if len(ids) < BATCH:
            return sealed
        after = ids[-1]


def _begin_of_window() -> int:
    newest = EventSeal.objects.order_by("-event_id").values_list("event_id", flat=True).first()
    return max(0, (newest or 0) - WINDOW)


@transaction.atomic
def _seal_after(after: int, *, now: dt.datetime) -> list[int]:
    """Seal one batch of the events behind an id, under the sealer's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(UNSEALED, {"after": after})
        events = [SealedEvent(*row) for row in cursor.fetchall()]
    last = EventSeal.objects.order_by("-position").first()
    seals = list(_seals_of(events, last, now))
    EventSeal.objects.bulk_create(seals)
    return [seal.event_id for seal in seals]


def _seals_of(events: list[SealedEvent], last: EventSeal | None, now: dt.datetime) -> Iterator[EventSeal]:
    position, previous = (last.position, last.sha256) if last else (0, "")
    place: dict[str, Any] = {"sealed_at": plain(now)}
    for event in events:
        position += 1
        sha256 = seal_sha256(event, position=position, previous_sha256=previous, **place)
        yield EventSeal(
            position=position, event_id=event.id, previous_sha256=previous, sha256=sha256, sealed_at=now
        )
        previous = sha256


def newest_seal() -> EventSeal | None:
    """The end of the chain."""
    return EventSeal.objects.order_by("-position").first()
