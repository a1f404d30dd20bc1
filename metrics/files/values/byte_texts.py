"""The cells of a column as they stand in the bytes of a file: counted without becoming texts first. Pure.

Each cell is packed into words of eight bytes, and pandas factorizes those; only distinct cells are decoded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.files.values.texts import CLOCK, DIGITS, INNER, ListedTexts, Seen, joined

WORD = 8
PAD = bytes(WORD)
"""What stands behind the data, so that the last cell fills a word."""

LONGEST = 64
"""Bytes of a cell beyond which a column's cells are taken as texts."""

MOST_SHAPES = 48
"""Columns whose texts have more shapes than this hold no numbers or dates; each of their texts is looked at."""

ZERO, NINE, ONE, NO_ASCII = ord("0"), ord("9"), ord("1"), 128
MASKS = np.array([(1 << (8 * length)) - 1 for length in range(WORD + 1)], dtype=np.uint64)
CENTURIES = (b"19", b"20", b"21")

Words = NDArray[np.uint64]


@dataclass(frozen=True)
class ByteTexts:
    """Cells from `starts` to `ends` (n each) of `raw`, UTF-8 and padded with PAD; `lines` are those of the file."""

    raw: bytes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    lines: NDArray[np.int64]

    def distinct(self) -> Sequence[Seen]:
        """Every text once, in the order in which they come."""
        lengths = self.ends - self.starts
        if not len(lengths) or int(lengths.max()) > LONGEST:
            return self._listed().distinct()
        codes, count = _factorized(self._words(lengths))
        return [
            Seen(self._text(row), number, int(self.lines[row]))
            for row, number in zip(*_firsts_and_counts(codes, count), strict=True)
        ]

    def kinds(self) -> Sequence[tuple[str, Seen]]:
        """One text for each of those that are read alike, with what they have in common (`texts.signature`)."""
        lengths = self.ends - self.starts
        if not len(lengths) or int(lengths.max()) > LONGEST:
            return self._listed().kinds()
        words = self._words(lengths)
        cells = np.stack(words, axis=1).view(np.uint8)
        if (cells >= NO_ASCII).any():
            return self._listed().kinds()
        shaped = np.where(_are_digits(cells), np.uint8(NINE), cells)
        shapes, count = _factorized(_as_words(shaped))
        if count > MOST_SHAPES:
            return self._listed().kinds()
        of_shapes = (self._of_shape(cells, np.flatnonzero(shapes == shape)) for shape in range(count))
        return joined(sorted(chain.from_iterable(of_shapes), key=lambda kind: kind[1].line))

    def _of_shape(self, cells: NDArray[np.uint8], rows: NDArray[np.int64]) -> Iterator[tuple[str, Seen]]:
        """The kinds of rows that differ in their digits alone."""
        first = self._text(int(rows[0]))
        signatures = _signatures(first, cells[rows])
        if not signatures.shape[1]:
            yield "", Seen(first, len(rows), int(self.lines[rows[0]]))
            return
        codes, count = _factorized(_as_words(signatures))
        for row, number in zip(*_firsts_and_counts(codes, count), strict=True):
            text = signatures[row].tobytes().decode("ascii")
            yield text, Seen(self._text(int(rows[row])), number, int(self.lines[rows[row]]))

    def _words(self, lengths: NDArray[np.int64]) -> list[Words]:
        """The cells in words, the first eight bytes first; what lies behind a cell is zero."""
        raw = np.ndarray((len(self.raw) - WORD + 1,), dtype="<u8", buffer=self.raw, strides=(1,))
        words = []
        for begin in range(0, max(int(lengths.max()), 1), WORD):
            inside = np.clip(lengths - begin, 0, WORD)
            words.append(raw[np.minimum(self.starts + begin, len(raw) - 1)] & MASKS[inside])
        return words

    def _text(self, row: int) -> str:
        return self.raw[self.starts[row] : self.ends[row]].decode("utf-8")

    def _listed(self) -> ListedTexts:
        return ListedTexts([self._text(row) for row in range(len(self.starts))], self.lines.tolist())


def _factorized(words: Sequence[Words]) -> tuple[NDArray[np.int64], int]:
    """A number for each row, equal where all its words are, in the order in which they come; and how many there are."""
    codes, uniques = pd.factorize(words[0])
    for more in words[1:]:
        others, known = pd.factorize(more)
        if len(known) > 1:
            codes, uniques = pd.factorize((codes * len(known) + others).astype(np.uint64))
    return codes, len(uniques)


def _firsts_and_counts(codes: NDArray[np.int64], count: int) -> tuple[list[int], list[int]]:
    """Of each number the row in which it comes first, and how many rows have it."""
    firsts = np.empty(count, dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return firsts.tolist(), np.bincount(codes, minlength=count).tolist()


def _as_words(cells: NDArray[np.uint8]) -> list[Words]:
    """A matrix of bytes, a row for each cell, in words."""
    width = -(-cells.shape[1] // WORD) * WORD
    padded = np.zeros((len(cells), width), dtype=np.uint8)
    padded[:, : cells.shape[1]] = cells
    words = padded.view("<u8")
    return [words[:, place] for place in range(words.shape[1])]


def _are_digits(cells: NDArray[np.uint8]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (cells - np.uint8(ZERO)) < 10
    return found


def _signatures(text: str, cells: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`texts.signature` of rows that have the shape of `text`, as a matrix of bytes."""
    places = _without_clock(text)
    columns = [
        cells[:, place] if place >= 0 else np.full(len(cells), ZERO, dtype=np.uint8) for place in places
    ]
    shape = "".join("9" if place < 0 or text[place].isdigit() else " " for place in places)
    for match in DIGITS.finditer(shape):
        begin, end = match.span()
        columns[begin:end] = _of_digits(columns[begin:end])
    return np.stack(columns, axis=1) if columns else np.empty((len(cells), 0), dtype=np.uint8)


def _without_clock(text: str) -> list[int]:
    """The places of a text that its signature keeps; −1 stands for a zero in place of a minute."""
    places: list[int] = []
    at = 0
    for match in CLOCK.finditer(text):
        places += [*range(at, match.start()), match.start(), -1, -1]
        at = match.end()
    return [*places, *range(at, len(text))]


def _of_digits(digits: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """One run of digits, place by place: as it stands where it may be a day, a month or a year."""
    if len(digits) <= 2:
        return digits
    inner = np.full(len(digits[0]), ord(INNER), dtype=np.uint8)
    found = [_zero_or_one(digits[0]), *[inner] * (len(digits) - 2), _zero_or_one(digits[-1])]
    if len(digits) != 4:
        return found
    is_year = np.zeros(len(inner), dtype=bool)
    for century in CENTURIES:
        is_year |= (digits[0] == century[0]) & (digits[1] == century[1])
    return [np.where(is_year, own, other) for own, other in zip(digits, found, strict=True)]


def _zero_or_one(digits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(digits == ZERO, np.uint8(ZERO), np.uint8(ONE))
