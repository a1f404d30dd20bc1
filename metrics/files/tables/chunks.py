"""A file's bytes in portions of whole lines, and the proof that a portion keeps the rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from metrics.files.reading.scanning import Unreadable

BLOCK = 1 << 20
LONGEST_LINE = 1_000_000
LINE_FEED, RETURN = 10, 13

Opened = Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Chunk:
    """Whole lines, each ended by a line feed. `line` is the number of the first; `is_ended` is False where the
    file's last line has no line feed of its own."""

    data: bytes
    line: int
    is_ended: bool = True

    @property
    def lines(self) -> int:
        """Line feeds, and carriage returns that stand alone."""
        lines = self.data.count(b"\n")
        if RETURN in self.data:
            lines += self.data.count(b"\r") - self.data.count(b"\r\n")
        return lines


def chunks(file: IO[bytes], skip: int = 0) -> Iterator[Chunk]:
    """The file from byte `skip` on. Raises Unreadable over a line that is too long to be one."""
    file.seek(skip)
    rest, line = b"", 1
    while block := file.read(BLOCK):
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest += block
            _check_length(rest, line)
            continue
        chunk = Chunk(rest + block[:cut], line)
        _check_length(chunk.data[: len(rest) + block.index(b"\n")], line)
        line += chunk.lines
        rest = block[cut:]
        yield chunk
    if rest:
        yield Chunk(rest + b"\n", line, is_ended=False)


def _check_length(data: bytes, line: int) -> None:
    if len(data) > LONGEST_LINE + BLOCK:
        raise Unreadable(_("Line %(line)s is longer than a million characters.") % {"line": line})


@dataclass(frozen=True)
class Cut:
    """Where the lines of a chunk begin and end (before the line feed), and how many fields each has.

    `signs` are the places of the delimiters between fields. `has_doubled` says that a quoted field holds a quote.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    fields: NDArray[np.int64]
    data: NDArray[np.uint8]
    signs: NDArray[np.int64]
    has_doubled: bool = False

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The bytes of each line, without its end."""
        lengths: NDArray[np.int64] = self.ends - self.starts - (self.data[self.ends - 1] == RETURN)
        return lengths


def proven(chunk: Chunk, sign: int, quote: int) -> Cut | None:
    """The lines of a chunk in which every line is a record and keeps the rules; None where one does not.

    Every first, third … quote must open a field, every second, fourth … close one; between a closing and an
    opening one that touch, both are a doubled quote.
    """
    data = np.frombuffer(chunk.data, dtype=np.uint8)
    feeds = np.flatnonzero(data == LINE_FEED)
    signs = np.flatnonzero(data == sign)
    if not _returns_are_ends(data, chunk.data):
        return None
    has_doubled = False
    if quote in chunk.data:
        is_quote = data == quote
        is_inside = np.cumsum(is_quote, dtype=np.uint8) & 1
        quotes = np.flatnonzero(is_quote)
        if is_inside[feeds].any() or not _keeps_rules(data, quotes, sign, quote):
            return None
        signs = signs[is_inside[signs] == 0]
        has_doubled = bool((quotes[1:-1:2] + 1 == quotes[2::2]).any())
    before = np.searchsorted(signs, feeds)
    starts = np.concatenate(([0], feeds[:-1] + 1))
    return Cut(starts, feeds, np.diff(before, prepend=0) + 1, data, signs, has_doubled)


def _returns_are_ends(data: NDArray[np.uint8], raw: bytes) -> bool:
    """Whether each carriage return stands before a line feed."""
    if RETURN not in raw:
        return True
    returns = np.flatnonzero(data == RETURN)
    return bool((data[returns + 1] == LINE_FEED).all())


def _keeps_rules(data: NDArray[np.uint8], quotes: NDArray[np.int64], sign: int, quote: int) -> bool:
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening > 0, data[opening - 1], LINE_FEED)
    after = data[closing + 1]
    opens = (before == sign) | (before == LINE_FEED) | (before == quote)
    closes = (after == sign) | (after == LINE_FEED) | (after == RETURN) | (after == quote)
    return bool(opens.all() and closes.all())
