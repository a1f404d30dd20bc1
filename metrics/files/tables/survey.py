"""One look at every line below the header: what is no row, and what may be a total of rows."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from metrics.files.reading.scanning import MOST_ROWS, Unreadable
from metrics.files.tables.chunks import Chunk, Cut
from metrics.files.tables.header import Header
from metrics.files.tables.parsing import strict
from metrics.files.tables.records import Layout, Portion, Record, portions, records
from metrics.files.tables.sources import Source
from metrics.files.tables.total_words import places_of_words, total_label

TAIL = 60
LAST = 2
"""So many lines at the end of each portion are looked at by themselves: a total without a word may be the last."""

MOST_ODD = 100_000
"""More broken lines than this are a table only where there are more rows than that."""

MOST_EMPTY = 1_000_000
"""Lines of delimiters alone, as spreadsheets write them below a table."""

MOST_KEYLESS = 0.05
"""A first column that is empty in more of a portion's rows than this names no rows."""


@dataclass
class Survey:
    """What is odd about lines below the header, in the order of the file.

    `odd` are records with a fault, `suspects` rows that may be totals, `empty` the lines of delimiters alone,
    `repeats` the header once more, `tail` the last records whatever they are.
    """

    rows: int = 0
    odd: list[Record] = field(default_factory=list)
    suspects: list[Record] = field(default_factory=list)
    empty: set[int] = field(default_factory=set)
    repeats: list[Record] = field(default_factory=list)
    tail: deque[Record] = field(default_factory=lambda: deque(maxlen=TAIL))
    is_ended: bool = True
    is_last_empty: bool = True

    def add(self, record: Record, header: Header) -> None:
        """One record that was looked at by itself."""
        if record.fault:
            self.odd.append(record)
        elif not record.filled:
            self.empty.add(record.line)
        elif header.raw and record.cells == list(header.raw):
            self.repeats.append(record)
        else:
            self.rows += 1
            self.is_last_empty = self.is_last_empty and not record.cells[-1]
            if not record.cells[0].strip() or total_label(record.cells):
                self.suspects.append(record)

    def check(self) -> None:
        """Raises Unreadable where there are too many rows, or where most are broken."""
        if self.rows > MOST_ROWS:
            raise Unreadable(
                _("The file has more than %(most)s rows: split it by period.") % {"most": MOST_ROWS}
            )
        if len(self.empty) > MOST_EMPTY:
            raise Unreadable(
                _("More than %(most)s lines of the file hold delimiters alone: leave them out.")
                % {"most": f"{MOST_EMPTY:,}"}
            )
        if len(self.odd) > max(MOST_ODD, self.rows):
            raise Unreadable(
                _("Most lines of the file have another number of fields than its header: it is no table.")
            )


def survey(source: Source, header: Header) -> Survey:
    """Look at the whole file once. Raises Unreadable."""
    found, layout = Survey(), source.layout
    last: deque[Portion] = deque(maxlen=2)
    for portion in portions(source.open_file, layout):
        found.is_ended = portion.chunk.is_ended
        if portion.cut is None or layout.hidden:
            for record in records(portion, layout):
                if record.line >= header.first_data:
                    found.add(record, header)
        else:
            _add_cut(found, portion.chunk, portion.cut, layout, header)
        found.check()
        last.append(portion)
    for portion in last:
        found.tail += (record for record in _ending(portion, layout) if record.line >= header.first_data)
    return found


def _ending(portion: Portion, layout: Layout) -> Iterator[Record]:
    """The last records of a portion."""
    cut = portion.cut
    if cut is None or layout.hidden:
        return iter(deque(records(portion, layout), maxlen=TAIL))
    filled = np.flatnonzero(cut.lengths > 0)[-TAIL:]
    return _looked_at(portion.chunk, cut, layout, filled)


def _add_cut(found: Survey, chunk: Chunk, cut: Cut, layout: Layout, header: Header) -> None:
    """A portion that keeps the rules: only its odd lines and its last ones are looked at by themselves."""
    first = max(header.first_data - chunk.line, 0)
    lengths = cut.lengths
    blank = lengths <= 0
    picks = _picked(chunk.data, cut, layout, header)
    picks |= lengths == cut.fields - 1
    picks[-LAST:] = True
    picks &= ~blank
    picks[:first] = False
    plain = ~picks & ~blank
    plain[:first] = False
    found.rows += int(plain.sum())
    if found.is_last_empty and plain.any():
        last = cut.starts + lengths - 1
        found.is_last_empty = bool((cut.data[last[plain]] == ord(layout.style.sign)).all())
    for record in _looked_at(chunk, cut, layout, np.flatnonzero(picks)):
        found.add(record, header)


def _picked(data: bytes, cut: Cut, layout: Layout, header: Header) -> NDArray[np.bool_]:
    """The lines with a wrong number of fields, a word for a total, an empty first field, or the header once more."""
    wrong: NDArray[np.bool_] = cut.fields > layout.width if layout.pads else cut.fields != layout.width
    picks = wrong.copy()
    picks[np.searchsorted(cut.ends, places_of_words(cut.data))] = True
    for needle in _header_needles(header, layout):
        for place in _places(data, needle):
            picks[np.searchsorted(cut.ends, place)] = True
    keyless = cut.data[cut.starts] == ord(layout.style.sign)
    if keyless.mean() <= MOST_KEYLESS:
        picks |= keyless
    return picks


def _header_needles(header: Header, layout: Layout) -> list[bytes]:
    if len(header.raw) < 2:
        return []
    sign, quote = layout.style.sign, layout.style.quote
    plain = sign.join(header.raw)
    quoted = sign.join(f"{quote}{cell}{quote}" for cell in header.raw)
    return [plain.encode(errors="replace"), quoted.encode(errors="replace")]


def _places(data: bytes, needle: bytes) -> Iterator[int]:
    place = data.find(needle)
    while place >= 0:
        yield place
        end = data.find(b"\n", place)  # once for each line is enough
        place = data.find(needle, end) if end >= 0 else -1


def _looked_at(chunk: Chunk, cut: Cut, layout: Layout, places: NDArray[np.int64]) -> Iterator[Record]:
    for place in places.tolist():
        text = chunk.data[cut.starts[place] : cut.ends[place]].decode("utf-8").removesuffix("\r")
        yield layout.whole(chunk.line + place, strict(text, layout.style) or [text])
