"""The first pass over a file's bytes: is it a table of text at all, in the stated encoding, and whole?"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from metrics.files.reading.mapping import Format
from metrics.files.reading.repeats import Repeats

LONGEST_LINE = 1_000_000
MOST_ROWS = 20_000_000
MOST_COLUMNS = 500
BLOCK = 1 << 20
BLOCK_ROWS = 10_000

SIGNATURES = {
    b"MZ": gettext_lazy("a Windows program"),
    b"\x7fELF": gettext_lazy("a program"),
    b"PK\x03\x04": gettext_lazy("a ZIP archive or an Excel workbook; save it as CSV"),
    b"\x1f\x8b": gettext_lazy("a gzip archive; unpack it first"),
    b"BZh": gettext_lazy("a bzip2 archive; unpack it first"),
    b"\xfd7zXZ": gettext_lazy("an xz archive; unpack it first"),
    b"(\xb5/\xfd": gettext_lazy("a zstd archive; unpack it first"),
    b"%PDF": gettext_lazy("a PDF document"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old Excel workbook; save it as CSV"),
    b"\x89PNG": gettext_lazy("a picture"),
    b"\xff\xd8\xff": gettext_lazy("a picture"),
    b"\xff\xfe": gettext_lazy("text in UTF-16; save it as UTF-8"),
    b"\xfe\xff": gettext_lazy("text in UTF-16; save it as UTF-8"),
}


class Unreadable(Exception):
    """The file can't be read as it is. The sentence says what it is and how to mend it."""


class _SpansLines(Exception):
    """A quoted field holds a line break: lines are not rows."""


@dataclass(frozen=True)
class Scan:
    """What the bytes say. Rows count from 0 below the header line.

    `bad` are the rows with too many or too few fields; `repeated` counts the rows that stand there before.
    `is_ended` says whether the last line ends with a line break: where it does not, the file may be cut off.
    """

    header: list[str]
    rows: int
    bad: NDArray[np.int64]
    repeated: int
    is_ended: bool = True


@dataclass(frozen=True)
class Block:
    """Some rows of the file: a hash of each, and its number of fields."""

    hashes: list[int]
    fields: list[int]


def check_signature(head: bytes) -> None:
    """Refuse what is no text, whatever its name says. Raises Unreadable."""
    is_plain = not re.search(rb"[\0-\x08\x0e-\x1f]", head)
    for signature, what in SIGNATURES.items():
        if head.startswith(signature) and not (is_plain and signature.isalpha()):
            raise Unreadable(_("This is no CSV file: it is %(what)s.") % {"what": what})
    if b"\0" in head:
        raise Unreadable(_("This is no CSV file: it holds zero bytes, as programs and pictures do."))
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable(_("The file is empty."))


def scan(path: Path, form: Format) -> Scan:
    """Read the whole file once, in blocks. Raises Unreadable at the first thing that rules it out.

    Memory does not grow with the rows: of each one only its hash is kept, on disk.
    """
    try:
        return _scanned(path, form, _lines)
    except _SpansLines:
        return _scanned(path, form, _records)


@dataclass
class _Shape:
    """How many fields the lines have: the header's number, and the rows that differ from it."""

    width: int = 0
    rows: int = -1
    last: int = 0
    bad: list[NDArray[np.int64]] = field(default_factory=list)

    def add(self, fields: list[int]) -> None:
        if not fields:
            return
        if self.rows < 0:
            self.width = fields[0]
        counts = np.array(fields, dtype=np.int64)
        wrong = np.flatnonzero(counts != self.width)
        if len(wrong):
            self.bad.append(wrong + self.rows)
        self.rows += len(fields)
        self.last = fields[-1]
        if self.rows > MOST_ROWS:
            raise Unreadable(
                _("The file has more than %(most)s rows: split it by period.") % {"most": MOST_ROWS}
            )


def _scanned(path: Path, form: Format, read: Callable[[Path, Format], Iterator[Block]]) -> Scan:
    shape = _Shape()
    with closing(Repeats()) as repeats:
        for block in read(path, form):
            repeats.add(block.hashes[1:] if shape.rows < 0 else block.hashes)
            shape.add(block.fields)
        header = _header(path, form)
        is_ended = _ends_with_line_break(path)
        if shape.rows > 0 and not is_ended and shape.last < len(header):
            raise Unreadable(
                _(
                    "The last line (row %(row)s) has %(count)s of %(width)s fields: "
                    "the file is cut off. Export or copy it again."
                )
                % {"row": shape.rows + 1, "count": shape.last, "width": len(header)}
            )
        bad = np.concatenate(shape.bad) if shape.bad else np.empty(0, dtype=np.int64)
        return Scan(header, max(shape.rows, 0), bad, repeats.count(), is_ended)


def _ends_with_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read() in {b"\n", b"\r"}


def _lines(path: Path, form: Format) -> Iterator[Block]:
    """Line by line, which is fast. Raises _SpansLines where a line is a part of a row, or several rows."""
    if form.encoding == "cp932" and form.delimiter >= "@":
        raise _SpansLines  # the second byte of a Japanese letter may look like this delimiter
    decoder = codecs.getincrementaldecoder(form.encoding)("strict")
    rest, number = b"", 0
    with path.open("rb") as file:
        check_signature(file.read(4096))
        file.seek(0)
        while block := file.read(BLOCK):
            if b"\0" in block:
                raise _zero_bytes(number + 1)
            _decode(decoder, block, form.encoding, number)
            data = rest + block
            lines = data.split(b"\n")
            if b"\r" in data and any(b"\r" in line[:-1] for line in lines):
                raise _SpansLines
            rest = lines.pop()
            _check_length(len(rest), number + len(lines) + 1)
            number += len(lines)
            yield _block(lines, form, has_quotes=b'"' in data)
    _decode(decoder, b"", form.encoding, number, final=True)
    yield _block([rest], form, has_quotes=b'"' in rest)


def _zero_bytes(line: int) -> Unreadable:
    return Unreadable(_("This is no CSV file: near line %(line)s it holds zero bytes.") % {"line": line})


def _check_length(length: int, number: int) -> None:
    if length > LONGEST_LINE:
        raise Unreadable(_("Line %(line)s is longer than a million characters.") % {"line": number})


def _block(lines: list[bytes], form: Format, *, has_quotes: bool) -> Block:
    delimiter = form.delimiter.encode(form.encoding)
    blanks = b" \t\r".replace(delimiter, b"")
    filled = [line for line in lines if line.strip(blanks)]
    hashes = [hash(line) for line in filled]
    if has_quotes:
        return Block(hashes, [_quoted_fields(line, delimiter, form) for line in filled])
    return Block(hashes, [line.count(delimiter) + 1 for line in filled])


def _quoted_fields(line: bytes, delimiter: bytes, form: Format) -> int:
    quotes = line.count(b'"')
    if quotes == 0:
        return line.count(delimiter) + 1
    if quotes % 2:
        raise _SpansLines
    text = line.decode(form.encoding, errors="replace").rstrip("\r")
    return len(next(csv.reader([text], delimiter=form.delimiter)))


def _records(path: Path, form: Format) -> Iterator[Block]:
    """Row by row, for files whose quoted fields hold line breaks: slower."""
    hashes: list[int] = []
    fields: list[int] = []
    for row in _rows(path, form):
        hashes.append(hash(tuple(row)))
        fields.append(len(row))
        if len(hashes) == BLOCK_ROWS:
            yield Block(hashes, fields)
            hashes, fields = [], []
    yield Block(hashes, fields)


def _rows(path: Path, form: Format) -> Iterator[list[str]]:
    encoding = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_checked_lines(file, form), delimiter=form.delimiter, strict=True)
        try:
            yield from (row for row in reader if len(row) > 1 or (row and row[0].strip(" \t")))
        except csv.Error as error:
            raise Unreadable(
                _(
                    "Near line %(line)s a quoted field has no end (%(error)s): "
                    "the file is cut off or a quote is missing."
                )
                % {"line": reader.line_num, "error": error}
            ) from error


def _checked_lines(file: TextIO, form: Format) -> Iterator[str]:
    number = 0
    try:
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            _check_length(len(line), number)
            if "\0" in line:
                raise _zero_bytes(number)
            yield line
    except UnicodeDecodeError as error:
        raise wrong_encoding(form.encoding, number + 1) from error


def _header(path: Path, form: Format) -> list[str]:
    """The names of the columns. Raises Unreadable where they are doubled or one is empty."""
    names = [name.strip() for name in next(_rows(path, form), [])]
    if not names:
        raise Unreadable(_("The file is empty."))
    if not all(names):
        raise Unreadable(_("The first line must name every column; one name is empty."))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unreadable(
            _("Two columns are named %(names)s: give each its own name in the first line.")
            % {"names": ", ".join(twice)}
        )
    return names


def _decode(
    decoder: codecs.IncrementalDecoder, block: bytes, encoding: str, line: int, *, final: bool = False
) -> None:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as error:
        near = line + block[: max(error.start, 0)].count(b"\n") + 1
        raise wrong_encoding(encoding, near) from error


def wrong_encoding(encoding: str, line: int) -> Unreadable:
    return Unreadable(
        _(
            "The file is not written in %(encoding)s: line %(line)s can't be read. "
            "Choose its encoding (Shift-JIS is cp932, Western Excel files are often cp1252) "
            "or save it as UTF-8."
        )
        % {"encoding": encoding, "line": line}
    )
