"""Checking the chain over the log of events: where it breaks, and whether its end is still there.

It reads in batches, so that memory does not grow with the log, and changes nothing.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from partnerdesk.core.canonical import plain
from partnerdesk.core.chain import EVENT_COLUMNS, SealedEvent, moment, seal_sha256
from partnerdesk.core.models import EventSeal
from partnerdesk.core.proofs import proven_models
from partnerdesk.core.proven_rows import check_rows, entries, sealed_at_upgrade
from partnerdesk.core.row_sketch import RowSketch, table_digest
from partnerdesk.core.signed_heads import SignedHead, is_ours, is_signed

BATCH = 5_000
MOST_NAMED = 20
PATIENCE = "1 hour"
"""An event that others have overtaken by this much is no slow transaction any more: no job may run so long."""

SEALS = f"""
SELECT s.position, s.event_id, s.previous_sha256, s.sha256, {moment("s.sealed_at")},
       {moment(f"(e.at + interval '{PATIENCE}')")}, {EVENT_COLUMNS}
FROM core_eventseal s LEFT JOIN core_event e ON e.id = s.event_id
WHERE s.position > %s AND s.position <= %s ORDER BY s.position LIMIT {BATCH}
"""  # noqa: S608  (constants of this module)
WITHOUT_SEAL = "FROM core_event e WHERE NOT EXISTS (SELECT FROM core_eventseal s WHERE s.event_id = e.id)"
OVERTAKEN = f"""
SELECT {EVENT_COLUMNS} {WITHOUT_SEAL} AND e.id < %s AND e.at < %s - interval '{PATIENCE}' ORDER BY e.id LIMIT %s
"""
BETWEEN = f"""
SELECT {EVENT_COLUMNS} FROM core_event e LEFT JOIN core_eventseal s ON s.event_id = e.id
WHERE e.id > %s AND e.id < %s AND (s.position IS NULL OR s.position > %s) ORDER BY e.id LIMIT %s
"""  # noqa: S608  (constants of this module)


@dataclass(frozen=True)
class Break:
    """One place where the chain does not hold. `event` is what stands there now, null where nothing does.

    `table` and `key` name a row that is not what its events say; both are null for breaks of the chain itself.
    """

    what: str
    position: int | None
    words: str
    event: dict[str, Any] | None = None
    table: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class OtherKey:
    """A head that is whole and signed with a key that is not ours: after a restore into a new home, the key before."""

    at: str
    position: int
    public_key: str

    @property
    def words(self) -> str:
        return (
            f"The head of {self.at} is signed with another key: give the old public key"
            f" (DESK_HEAD_KEYS_BEFORE={self.public_key}) if you know it to be yours."
        )


@dataclass
class ChainFinding:
    """What a check has found. `late` are events that were sealed long after their own time: written back, or slow.

    `waiting` counts events that have no seal yet. `sealed_at_upgrade` is when the rows that stood before were sealed.
    """

    position: int = 0
    sha256: str = ""
    waiting: int = 0
    heads: int = 0
    late: int = 0
    broken: int = 0
    breaks: list[Break] = field(default_factory=list)
    sealed_at_upgrade: str | None = None
    other_keys: list[OtherKey] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return self.broken == 0

    @property
    def result(self) -> str:
        """`intact`, `broken`, or `other_key` where nothing is broken and some heads could not be judged."""
        if self.broken:
            return "broken"
        return "other_key" if self.other_keys else "intact"

    def add(self, found: Break) -> None:
        """Count a break; the first ones are named."""
        self.broken += 1
        if len(self.breaks) < MOST_NAMED:
            self.breaks.append(found)

    def as_data(self) -> dict[str, Any]:
        return {"result": self.result, **asdict(self)}


@dataclass(frozen=True)
class ChainRow:
    """A seal with its event, as the database has them now."""

    position: int
    event_id: int
    previous_sha256: str
    sha256: str
    sealed_at: str
    late_from: str | None
    event: SealedEvent | None

    def holds(self) -> bool:
        """Whether the seal is the hash of the event at this place."""
        if self.event is None:
            return False
        place = {"previous_sha256": self.previous_sha256, "sealed_at": self.sealed_at}
        return seal_sha256(self.event, position=self.position, **place) == self.sha256


def check_chain(heads: list[SignedHead]) -> ChainFinding:
    """Go through the whole chain, hold it against `heads`, and the rows that it proves against it."""
    found = ChainFinding(heads=len(heads))
    last = EventSeal.objects.order_by("-position").first()
    if last is not None:
        _check_seals(found, last.position)
        _check_unsealed(found, last)
    found.waiting = _count_unsealed()
    _check_heads(found, heads)
    for row in check_rows():
        found.add(Break(row.what, None, row.words, table=row.table, key=row.key))
    sealed = sealed_at_upgrade()
    found.sealed_at_upgrade = plain(sealed) if sealed else None
    return found


def _rows(end: int) -> Iterator[ChainRow]:
    """Every seal up to `end`, in order."""
    after = -(2**63)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(SEALS, [after, end])
            rows = cursor.fetchall()
        for row in rows:
            event = SealedEvent(*row[6:]) if row[6] is not None else None
            yield ChainRow(*[*row[:6], event])
        if len(rows) < BATCH:
            return
        after = rows[-1][0]


def _check_seals(found: ChainFinding, end: int) -> None:
    before: ChainRow | None = None
    for row in _rows(end):
        expected = before.position + 1 if before else 1
        if row.position > expected:
            _name_missing(found, before, row, expected)
        elif (broken := _judge(row, before)) is not None:
            found.add(broken)
        if before and row.late_from is not None and before.sealed_at > row.late_from:
            found.late += 1
        before = row
    if before:
        found.position, found.sha256 = before.position, before.sha256


def _judge(row: ChainRow, before: ChainRow | None) -> Break | None:
    """What is wrong with a seal that follows `before`, if anything."""
    if row.event is None:
        return Break("missing_event", row.position, f"The event {row.event_id} of this seal is gone.")
    if not row.holds():
        words = "This event or its seal is not what was sealed."
        return Break("changed", row.position, words, _named(row.event))
    if row.previous_sha256 != (before.sha256 if before else ""):
        words = "This seal does not follow the one before it."
        return Break("broken_link", row.position, words, _named(row.event))
    return None


def _name_missing(found: ChainFinding, before: ChainRow | None, row: ChainRow, expected: int) -> None:
    """Name each place that has no seal, with the event that stood there where it can be told."""
    first = before.event_id if before else 0
    events = _events(BETWEEN, [first, row.event_id, row.position, MOST_NAMED])
    for place in range(expected, min(row.position, expected + MOST_NAMED)):
        event = next(events, None)
        named = _named(event) if event else None
        found.add(Break("missing_seal", place, "The seal at this place is gone.", named))
    found.broken += max(0, row.position - expected - MOST_NAMED)


def _check_unsealed(found: ChainFinding, last: EventSeal) -> None:
    """Events that the sealer has passed by for too long: put in behind its back, or stripped of their seal."""
    newest = EventSeal.objects.order_by("-event_id").values_list("event_id", flat=True).first()
    named = {item.event["id"] for item in found.breaks if item.event}
    for event in _events(OVERTAKEN, [newest, last.sealed_at, MOST_NAMED]):
        if event.id not in named:
            words = "This event has no seal, and younger ones have."
            found.add(Break("unsealed", None, words, _named(event)))


def _check_heads(found: ChainFinding, heads: list[SignedHead]) -> None:
    """Hold the chain against heads that were signed before: its end may be cut off, or all of it rewritten."""
    positions = [head.position for head in heads]
    now = dict(EventSeal.objects.filter(position__in=positions).values_list("position", "sha256"))
    sketch, until = RowSketch(), 0
    for head in sorted(heads, key=lambda head: head.position):
        if is_ours(head) and head.rows:
            for entry in entries(until, head.position):
                sketch.add(entry)
            until = max(until, head.position)
            _check_rows_of(found, head, sketch)
        if not is_ours(head) and is_signed(head):
            found.other_keys.append(OtherKey(head.at, head.position, head.public_key))
        elif not is_ours(head):
            words = f"The head of {head.at} is not what was signed."
            found.add(Break("foreign_head", head.position, words))
        elif head.position > found.position:
            words = f"The end is cut off: on {head.at} the chain went to {head.position}, now to {found.position}."
            found.add(Break("cut_off", found.position + 1, words))
        elif now.get(head.position) != head.sha256:
            words = f"The chain up to here is not the one of {head.at}."
            found.add(Break("rewritten", head.position, words))


def _check_rows_of(found: ChainFinding, head: SignedHead, now: RowSketch) -> None:
    """Name the rows of which events told something else when the head was signed."""
    mine, theirs, is_whole = now.less(RowSketch.from_text(head.rows))
    names = {table_digest(model._meta.db_table): model._meta.db_table for model in proven_models()}
    rows = {(names.get(entry.table, entry.table), entry.key) for entry in (*mine, *theirs)}
    for table, key in sorted(rows):
        words = f"What proves this row is not what it was when the head of {head.at} was signed."
        found.add(Break("row_rewritten", head.position, words, table=table, key=key))
    if not is_whole:
        words = f"More rows than can be named are not what they were when the head of {head.at} was signed."
        found.add(Break("rows_rewritten", head.position, words))


def _events(query: str, given: list[Any]) -> Iterator[SealedEvent]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        rows = cursor.fetchall()
    return iter([SealedEvent(*row) for row in rows])


def _count_unsealed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {WITHOUT_SEAL}")
        return int(cursor.fetchone()[0])


def _named(event: SealedEvent) -> dict[str, Any]:
    """What names an event; its content may hold words of people and stays out."""
    return {name: getattr(event, name) for name in ("id", "at", "kind", "subject_kind", "subject")}
