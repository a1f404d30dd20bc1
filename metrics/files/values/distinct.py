"""The distinct texts of each column, with counts and first lines: what all further looking is done on.

The whole column is counted, in chunks and by C code, so that it costs about what a factorization costs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

MOST_DISTINCT = 200_000
"""Past it a column keeps one text of each kind instead of each text."""

CHUNK = 20_000
CLOCK = re.compile(r"(?<=\d)(:\d\d)(?::\d\d(?:[.,]\d+)?)?")
DIGITS = re.compile(r"\d+")


class Table(Protocol):
    """A table of text: its column names, and its rows, each with the line of the file where it begins."""

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Iterable[tuple[int, Sequence[str]]]: ...


@dataclass(frozen=True)
class TextTable:
    """A table in memory."""

    names: Sequence[str]
    rows: Iterable[tuple[int, Sequence[str]]]


@dataclass
class Distinct:
    """The texts of one column: how often each stands there and in which line first, in the order of the file.

    `is_summary` says that there were too many: then one text stands for all of its kind (`signature`), and
    counts are those of the kind.
    """

    counts: Counter[str] = field(default_factory=Counter)
    first_lines: dict[str, int] = field(default_factory=dict)
    is_summary: bool = False

    def add(self, texts: Sequence[str], lines: Sequence[int]) -> None:
        if self.is_summary:
            self._add_kinds(Counter(texts), dict(zip(reversed(texts), reversed(lines), strict=True)))
            return
        self.counts.update(texts)
        if len(self.counts) > len(self.first_lines):
            firsts = dict(zip(reversed(texts), reversed(lines), strict=True))
            for text in islice(self.counts, len(self.first_lines), None):
                self.first_lines[text] = firsts[text]
        if len(self.counts) > MOST_DISTINCT:
            self._summarize()

    def _summarize(self) -> None:
        counts, firsts = self.counts, self.first_lines
        self.counts, self.first_lines, self.is_summary = Counter(), {}, True
        self._kinds: dict[str, str] = {}
        self._add_kinds(counts, firsts)

    def _add_kinds(self, counts: Counter[str], firsts: dict[str, int]) -> None:
        for text, count in counts.items():
            known = self._kinds.setdefault(signature(text), text)
            self.counts[known] += count
            self.first_lines.setdefault(known, firsts[text])

    @property
    def total(self) -> int:
        return self.counts.total()

    def in_order(self) -> Iterator[tuple[str, int, int]]:
        """Text, count and first line, in the order in which they appear."""
        for text, line in self.first_lines.items():
            yield text, self.counts[text], line


def signature(text: str) -> str:
    """What texts have in common that are read alike: of times the hour, of digits how many and whether they fit a day.

    Numbers that might be a day or a month, and years, stay as they are, so that dates still prove their order.
    """
    return DIGITS.sub(_kind_of_digits, CLOCK.sub(r":00", text))


def _kind_of_digits(match: re.Match[str]) -> str:
    digits = match[0]
    if len(digits) <= 2 or (len(digits) == 4 and digits[:2] in {"19", "20", "21"}):
        return digits
    return ("0" if digits[0] == "0" else "1") + "9" * (len(digits) - 2) + ("0" if digits[-1] == "0" else "1")


def distinct_columns(table: Table) -> list[Distinct]:
    """The distinct texts of every column of a table. Missing cells at the end of a row are empty."""
    columns = [Distinct() for _name in table.names]
    rows = iter(table.rows)
    while chunk := list(islice(rows, CHUNK)):
        lines = [line for line, _cells in chunk]
        width = len(columns)
        whole = [cells if len(cells) == width else [*cells, *[""] * width][:width] for _line, cells in chunk]
        for column, texts in zip(columns, zip(*whole, strict=True), strict=True):
            column.add(texts, lines)
    return columns
