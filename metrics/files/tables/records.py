"""A text file's records, one by one: portions that keep the rules at once, others line by line with care."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from metrics.files.tables.chunks import Chunk, Cut, Opened, chunks, proven
from metrics.files.tables.parsing import Style, fault_of, read_line, strict

MOST_LINES = 400
"""A quoted field may span so many lines."""

MOST_JOINED = 8 << 20
LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True)
class Record:
    """A record: the line on which it begins, its cells, and what is wrong with it (one of table.BAD), if anything."""

    line: int
    cells: list[str]
    fault: str = ""

    @property
    def filled(self) -> int:
        """The number of cells that hold anything."""
        return sum(1 for cell in self.cells if cell.strip())


@dataclass(frozen=True)
class Layout:
    """How to cut a file into records: what divides fields, as one sign while cutting, and how many there are.

    `pads` is of sheets, whose rows end with their last cell that holds anything. `hidden` are signs that stood for
    others while lines were kept apart: they are put back into cells.
    """

    style: Style
    width: int
    delimiter: bytes = b""
    skip: int = 0
    hidden: tuple[tuple[str, str], ...] = ()
    pads: bool = False

    def whole(self, line: int, cells: list[str]) -> Record:
        """A record of these cells: named where they are too many or too few, filled up where the file may leave out
        empty ones at the end."""
        if self.pads and len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        return Record(line, cells, fault_of(len(cells), self.width))

    def prepared(self, chunk: Chunk) -> Chunk:
        """A chunk with its delimiter of several signs as one."""
        if not self.delimiter:
            return chunk
        return Chunk(chunk.data.replace(self.delimiter, self.style.sign.encode()), chunk.line, chunk.is_ended)

    def shown(self, cells: list[str]) -> list[str]:
        """Cells with everything put back."""
        for sign, text in self.hidden:
            cells = [cell.replace(sign, text) for cell in cells]
        return cells


@dataclass(frozen=True)
class Portion:
    """Some lines, and their cut where every one is a record and keeps the rules."""

    chunk: Chunk
    cut: Cut | None


def portions(open_file: Opened, layout: Layout) -> Iterator[Portion]:
    """The file in portions. One that ends within a quoted field is joined with the next."""
    sign, quote = ord(layout.style.sign), ord(layout.style.quote)
    held: Chunk | None = None
    with open_file() as file:
        for read in chunks(file, layout.skip):
            chunk = layout.prepared(read)
            if held:
                chunk = Chunk(held.data + chunk.data, held.line, chunk.is_ended)
                held = None
            cut = proven(chunk, sign, quote) if chunk.data.isascii() or _is_text(chunk.data) else None
            if cut is None and chunk.data.count(quote) % 2 and len(chunk.data) < MOST_JOINED:
                held = chunk
                continue
            yield Portion(chunk, cut)
    if held:
        yield Portion(held, None)


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def records(portion: Portion, layout: Layout) -> Iterator[Record]:
    """The records of a portion; lines without anything are left out."""
    found = plain_records(portion, layout) if portion.cut else careful_records(portion.chunk, layout)
    if layout.hidden:
        return (Record(record.line, layout.shown(record.cells), record.fault) for record in found)
    return found


def plain_records(portion: Portion, layout: Layout) -> Iterator[Record]:
    for line, cells in plain_rows(portion.chunk, layout.style):
        yield layout.whole(line, cells)


def plain_rows(chunk: Chunk, style: Style) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells of lines that all keep the rules."""
    text = chunk.data.decode("utf-8")
    if style.quote not in text:
        for line, content in enumerate(text.replace("\r\n", "\n").split("\n")[:-1], start=chunk.line):
            if content:
                yield line, content.split(style.sign)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=style.sign, quotechar=style.quote)
    line = chunk.line - 1
    while True:
        line += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than csv takes
            yield from _rest(text, line - chunk.line, line, style)
            return
        if cells:
            yield line, cells


def _rest(text: str, skipped: int, first: int, style: Style) -> Iterator[tuple[int, list[str]]]:
    for line, content in enumerate(text.replace("\r\n", "\n").split("\n")[skipped:-1], start=first):
        cells = strict(content, style)
        if content and cells is not None:
            yield line, cells


def careful_records(chunk: Chunk, layout: Layout) -> Iterator[Record]:
    """Line by line: quoted fields that span lines are joined, stray quotes weighed, broken lines named."""
    text = LONE_RETURN.sub("\n", chunk.data.decode("utf-8", errors="surrogateescape"))
    lines = text.split("\n")[:-1]
    place = 0
    while place < len(lines):
        if not lines[place].strip(" \r"):
            place += 1
            continue
        found, used = _found(lines, place, chunk.line + place, layout)
        yield from found
        place += used


def _found(lines: list[str], place: int, number: int, layout: Layout) -> tuple[list[Record], int]:
    """What begins on a line, and how many lines it takes."""
    text, style, width = lines[place].removesuffix("\r"), layout.style, layout.width
    if not _is_sound(text):
        cells = text.encode(errors="replace").decode().split(style.sign)
        return [Record(number, cells, "wrong_encoding")], 1
    if style.quote not in text:
        return [layout.whole(number, text.split(style.sign))], 1
    joined, used = _joined(lines, place, style)
    if joined is not None and used > 1 and (not width or len(joined) == width):
        span = lines[place : place + used]
        if all(line.count(style.sign) == width - 1 for line in span):
            return _open_quotes(span, number, style), used
        return [Record(number, joined)], used
    reading = read_line(text, style, width)
    return [Record(number, reading.cells, reading.fault)], 1


def _open_quotes(lines: list[str], number: int, style: Style) -> list[Record]:
    """Lines that are rows each, and one text if the quotes around them are believed: none of the two is proven."""
    return [
        Record(line, text.removesuffix("\r").split(style.sign), "open_quote")
        for line, text in enumerate(lines, start=number)
    ]


def _is_sound(text: str) -> bool:
    return text.isascii() or not any("\udc80" <= sign <= "\udcff" for sign in text)


def _joined(lines: list[str], place: int, style: Style) -> tuple[list[str] | None, int]:
    """The fields of a record that keeps the rules over as many lines as it needs."""
    quotes = lines[place].count(style.quote)
    if quotes % 2 == 0:
        return None, 1
    for end in range(place + 1, min(place + MOST_LINES, len(lines))):
        quotes += lines[end].count(style.quote)
        if quotes % 2 == 0:
            joined = "\n".join(lines[place : end + 1]).removesuffix("\r")
            return (strict(joined, style) if _is_sound(joined) else None), end + 1 - place
    return None, 1
