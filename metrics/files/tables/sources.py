"""Where records come from: a text file as it is, or what another kind of file was written down as.

Everything that is no UTF-8 text with line feeds becomes one in a temporary file, a line for each line, sheet row
or record, so that all kinds are read by the same code and name the lines of the file itself.
"""

import csv
import io
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable
from metrics.files.tables.chunks import BLOCK, Opened
from metrics.files.tables.dialects import INNER, Dialect, find_dialect, told_delimiter
from metrics.files.tables.encodings import Encoding, find_encoding
from metrics.files.tables.records import Layout
from metrics.files.tables.table import BadRow, SetAside

CELL_FEED, CELL_RETURN = "\x1e", "\x1d"
"""What stands for line ends within a cell while lines are kept apart."""

SAMPLE_BYTES = 512 * 1024


@dataclass(frozen=True)
class Source:
    """A text to cut into records, and what is known of the file before that.

    `names` are given where the file itself names every field, as JSON does: then every line is a row.
    """

    kind: str
    open_file: Opened
    layout: Layout
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    names: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    spool: "Spool | None" = None
    unpacked: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Let go of the temporary files behind it, if there are any."""
        if self.spool:
            self.spool.close()
        if self.unpacked:
            self.unpacked.cleanup()


class Spool:
    """A temporary file of text. It is closed with whatever holds it, or when nothing does any more."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by the finalizer)
        self.close = weakref.finalize(self, self._file.close)

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def open(self) -> IO[bytes]:
        """The same bytes under a handle of their own."""
        self._file.flush()
        return cast(IO[bytes], _Reading(self))

    def read_at(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        return self._file.read(size)


class _Reading(io.RawIOBase):
    """One reader of a spool: readers do not disturb each other's places."""

    def __init__(self, spool: Spool) -> None:
        super().__init__()
        self._spool, self._place = spool, 0

    def seek(self, place: int, whence: int = 0, /) -> int:
        if whence:
            raise io.UnsupportedOperation("seek")
        self._place = place
        return place

    def read(self, size: int = -1, /) -> bytes:
        data = self._spool.read_at(self._place, size)
        self._place += len(data)
        return data


def open_text(path: Path, *, encoding: str = "", delimiter: str = "") -> Source:
    """A text file. Raises Unreadable where its bytes are no text."""
    with path.open("rb") as file:
        found = find_encoding(file, encoding)
        open_file: Opened = lambda: path.open("rb")  # noqa: E731  (typed so)
        skip, spool = found.bom, None
        if not found.is_utf8 or _only_returns(file):
            spool = _as_utf8(file, found)
            open_file, skip = spool.open, 0
    lines = _sample(open_file, skip)
    told = told_delimiter(lines[0]) if lines else ""
    dialect = find_dialect(lines[1:] if told else lines, delimiter or told)
    layout = layout_of(dialect, skip, _doubled(lines, dialect))
    return Source(
        "csv",
        open_file,
        layout,
        encoding=found.name,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        set_aside=[SetAside("separator_line", 1, lines[0].strip())] if told else [],
        spool=spool,
    )


def layout_of(dialect: Dialect, skip: int = 0, doubled: tuple[tuple[str, str], ...] = ()) -> Layout:
    """How a text of this dialect is cut; `doubled` are signs that stand twice for themselves."""
    is_long = len(dialect.delimiter) > 1
    return Layout(
        style=dialect.style,
        width=dialect.width,
        delimiter=dialect.delimiter.encode() if is_long else b"",
        skip=skip,
        hidden=(*(((INNER, dialect.delimiter),) if is_long else ()), *doubled),
    )


def _doubled(lines: list[str], dialect: Dialect) -> tuple[tuple[str, str], ...]:
    """The quote, where fields stand in apostrophes and it always comes in pairs: as it once had to be written."""
    single = sum(line.count('"') for line in lines)
    double = sum(line.count('""') for line in lines)
    return (('""', '"'),) if dialect.quote == "'" and single and single == 2 * double else ()


def _sample(open_file: Opened, skip: int) -> list[str]:
    with open_file() as file:
        file.seek(skip)
        head = file.read(SAMPLE_BYTES)
    lines = head.decode("utf-8", errors="replace").split("\n")
    return lines[:-1] if len(head) == SAMPLE_BYTES and len(lines) > 1 else lines


def _only_returns(file: IO[bytes]) -> bool:
    """Whether lines end with a carriage return alone, as on old Macs."""
    file.seek(0)
    return _only_returns_in(file.read(BLOCK).decode("latin-1"))


def _only_returns_in(head: str) -> bool:
    return "\r" in head and "\n" not in head


def _as_utf8(file: IO[bytes], encoding: Encoding) -> Spool:
    """The text in UTF-8. Letters that the encoding does not know become bytes that UTF-8 does not know."""
    spool = Spool()
    only_returns = _only_returns_in(_text(file, encoding).read(BLOCK))
    text = _text(file, encoding)
    while block := text.read(BLOCK):
        if "\0" in block:
            raise Unreadable(_("This is no CSV file: it holds zero bytes, as programs and pictures do."))
        if only_returns:
            block = block.replace("\r", "\n")
        spool.write(block.encode("utf-8", errors="surrogateescape"))
    return spool


def _text(file: IO[bytes], encoding: Encoding) -> io.TextIOWrapper:
    errors = "replace" if encoding.name.startswith("utf-16") else "surrogateescape"
    file.seek(encoding.bom)
    kept = io.BufferedReader(cast(Any, _Kept(file)))
    return io.TextIOWrapper(kept, encoding=encoding.name, errors=errors, newline="")


class _Kept(io.RawIOBase):
    """A file that a wrapper reads and does not close."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


SPOOL_STYLE = Dialect(",", '"', 0, 1.0)


def spooled(rows: Iterable[tuple[int, list[str]]]) -> tuple[Spool, int]:
    """Numbered rows as a text: each on the line of its number. Also how many cells most of them have at least."""
    spool, at, width = Spool(), 1, 0
    for numbers in _batches(rows):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for number, cells in numbers:
            text.write("\n" * (number - at))
            writer.writerow([_kept_apart(cell) for cell in cells])
            at = number + 1
            width = max(width, len(cells))
        spool.write(text.getvalue().encode("utf-8", errors="replace"))
    return spool, width


def _kept_apart(cell: str) -> str:
    if "\n" in cell or "\r" in cell:
        return cell.replace("\r\n", "\n").replace("\r", CELL_RETURN).replace("\n", CELL_FEED)
    return cell


def _batches(
    rows: Iterable[tuple[int, list[str]]], size: int = 2_000
) -> Iterator[list[tuple[int, list[str]]]]:
    batch: list[tuple[int, list[str]]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def spool_layout(width: int) -> Layout:
    return Layout(SPOOL_STYLE.style, width, hidden=((CELL_FEED, "\n"), (CELL_RETURN, "\r")), pads=True)
