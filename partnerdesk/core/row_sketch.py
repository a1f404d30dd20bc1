"""A sketch of many entries in few bytes: what is in one of two sketches alone can be told, as long as it is little.

An invertible Bloom lookup table (Goodrich and Mitzenmacher 2011, arXiv:1101.2245): each entry is added by exclusive or
to three of the cells; in the difference of two tables a cell with one entry gives it away, and so on. So a signed head
of some 11 kB names each of thirty rows that were rewritten after it, however many rows there are.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

CELLS_OF_PART, PARTS = 40, 3
KEY_BYTES, TABLE_BYTES, HASH_BYTES, EVENT_BYTES, CHECK_BYTES = 36, 4, 8, 8, 8
ENTRY_BYTES = EVENT_BYTES + TABLE_BYTES + KEY_BYTES + HASH_BYTES
CELL_BYTES = 4 + ENTRY_BYTES + CHECK_BYTES


@dataclass(frozen=True, order=True)
class Entry:
    """The row that an event proves. `table` is a digest of the table's name once it comes out of a sketch."""

    event: int
    table: str
    key: str
    sha256: str


def table_digest(table: str) -> str:
    """By what a sketch names a table: 8 hexadecimal digits."""
    return hashlib.sha256(table.encode()).hexdigest()[: TABLE_BYTES * 2]


class NoSketch(ValueError):
    """What was given is no sketch."""


@dataclass
class RowSketch:
    """Cells of a count, the entries and their checks, each combined by exclusive or."""

    cells: list[tuple[int, int, int]] = field(default_factory=lambda: [(0, 0, 0)] * (CELLS_OF_PART * PARTS))

    def add(self, entry: Entry) -> None:
        """Add an entry. A key longer than 36 bytes, or one that is no text of ASCII, stands by its hash."""
        self._toggle(_packed(entry), 1)

    def _toggle(self, packed: int, count: int) -> None:
        places, check = _places(packed)
        for place in places:
            number, packs, checks = self.cells[place]
            self.cells[place] = (number + count, packs ^ packed, checks ^ check)

    def less(self, other: "RowSketch") -> tuple[list[Entry], list[Entry], bool]:
        """The entries of this one alone, those of the other alone, and whether these are all."""
        left = RowSketch(
            [(a[0] - b[0], a[1] ^ b[1], a[2] ^ b[2]) for a, b in zip(self.cells, other.cells, strict=True)]
        )
        mine: list[Entry] = []
        theirs: list[Entry] = []
        waiting = list(range(len(left.cells)))
        while waiting:
            number, packed, check = left.cells[waiting.pop()]
            places, wanted = _places(packed) if abs(number) == 1 else ((), -1)
            if check == wanted:
                (mine if number == 1 else theirs).append(_unpacked(packed))
                left._toggle(packed, -number)
                waiting += places
        return sorted(mine), sorted(theirs), all(cell == (0, 0, 0) for cell in left.cells)

    def as_text(self) -> str:
        """Base64 of the cells."""
        parts = [
            number.to_bytes(4, "big", signed=True)
            + packed.to_bytes(ENTRY_BYTES, "big")
            + check.to_bytes(CHECK_BYTES, "big")
            for number, packed, check in self.cells
        ]
        return base64.b64encode(b"".join(parts)).decode()

    @classmethod
    def from_text(cls, text: str) -> "RowSketch":
        """Raises NoSketch."""
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NoSketch(str(error)) from error
        if len(data) != CELL_BYTES * CELLS_OF_PART * PARTS:
            raise NoSketch(f"{len(data)} bytes")
        cells = (data[place : place + CELL_BYTES] for place in range(0, len(data), CELL_BYTES))
        return cls([_cell(cell) for cell in cells])


def sketch_of(entries: Iterable[Entry]) -> RowSketch:
    """All of these entries."""
    found = RowSketch()
    for entry in entries:
        found.add(entry)
    return found


def _cell(data: bytes) -> tuple[int, int, int]:
    number = int.from_bytes(data[:4], "big", signed=True)
    return number, int.from_bytes(data[4:-CHECK_BYTES], "big"), int.from_bytes(data[-CHECK_BYTES:], "big")


def _packed(entry: Entry) -> int:
    key = entry.key.encode()
    if len(key) > KEY_BYTES or not entry.key.isascii():
        key = hashlib.sha256(key).hexdigest()[:KEY_BYTES].encode()
    sha256 = hashlib.sha256(entry.sha256.encode()).digest()[:HASH_BYTES]
    table = bytes.fromhex(table_digest(entry.table))
    event = entry.event.to_bytes(EVENT_BYTES, "big", signed=True)
    return int.from_bytes(event + table + key.rjust(KEY_BYTES, b" ") + sha256, "big")


def _unpacked(packed: int) -> Entry:
    data = packed.to_bytes(ENTRY_BYTES, "big")
    table, key = data[EVENT_BYTES:][:TABLE_BYTES], data[EVENT_BYTES + TABLE_BYTES : -HASH_BYTES]
    return Entry(
        event=int.from_bytes(data[:EVENT_BYTES], "big", signed=True),
        table=table.hex(),
        key=key.decode("ascii", "replace").strip(),
        sha256=data[-HASH_BYTES:].hex(),
    )


def _places(packed: int) -> tuple[tuple[int, ...], int]:
    """The cells of an entry, one in each part, and its check."""
    digest = hashlib.sha256(packed.to_bytes(ENTRY_BYTES, "big")).digest()
    chosen = (int.from_bytes(digest[at * 4 : at * 4 + 4], "big") % CELLS_OF_PART for at in range(PARTS))
    places = tuple(part * CELLS_OF_PART + cell for part, cell in enumerate(chosen))
    return places, int.from_bytes(digest[-CHECK_BYTES:], "big")
