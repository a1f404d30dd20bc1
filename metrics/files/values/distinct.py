"""The distinct texts of each column, with counts and first lines: what all further looking is done on.

The whole column is counted, portion by portion, so that it costs about what a factorization costs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from metrics.files.values.texts import ListedTexts, Seen, Texts, kinds_of

MOST_DISTINCT = 200_000
"""Past it a column keeps one text of each kind instead of each text."""

MOST_NUMBERS = 20_000
"""The same of a column whose texts have no letters: nobody looks for two spellings of a number."""

CHUNK = 20_000
LETTER = re.compile(r"[^\W\d_]")
DIGITS_AND_LETTERS = re.compile(r"\d+|[^\W\d_]+")
SHORTEST = 24
FEW = 0.1


class Table(Protocol):
    """A table of text: its column names, and its rows, each with the line of the file where it begins.

    `portions` are the same rows, some at a time, as the cells of each column.
    """

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Iterable[tuple[int, Sequence[str]]]: ...

    def portions(self) -> Iterable[Sequence[Texts]]: ...


@dataclass(frozen=True)
class TextTable:
    """A table in memory. Missing cells at the end of a row are empty."""

    names: Sequence[str]
    rows: Iterable[tuple[int, Sequence[str]]]

    def portions(self) -> Iterator[Sequence[Texts]]:
        width, rows = len(self.names), iter(self.rows)
        while chunk := list(islice(rows, CHUNK)):
            lines = [line for line, _cells in chunk]
            whole = [
                cells if len(cells) == width else [*cells, *[""] * width][:width] for _line, cells in chunk
            ]
            yield [ListedTexts(texts, lines) for texts in zip(*whole, strict=True)]


@dataclass
class Distinct:
    """The texts of one column: how often each stands there and in which line first, in the order of the file.

    `is_summary` says that there were too many: then one text stands for all of its kind (`texts.signature`), and
    counts are those of the kind. Past MOST_DISTINCT kinds only the shape of a text counts.
    """

    counts: Counter[str] = field(default_factory=Counter)
    first_lines: dict[str, int] = field(default_factory=dict)
    is_summary: bool = False
    _kinds: dict[str, str] = field(default_factory=dict)

    def add(self, texts: Texts) -> None:
        if self.is_summary:
            self._add_kinds(texts.kinds())
            return
        for text, count, line in texts.distinct():
            self.counts[text] += count
            self.first_lines.setdefault(text, line)
        if len(self.counts) > MOST_DISTINCT or (len(self.counts) > MOST_NUMBERS and self._has_few_letters()):
            self._summarize()

    def _has_few_letters(self) -> bool:
        texts = list(islice(self.counts, MOST_NUMBERS))
        return sum(LETTER.search(text) is not None for text in texts) < FEW * len(texts)

    def _summarize(self) -> None:
        seen = [Seen(*found) for found in self.in_order()]
        self.counts, self.first_lines, self.is_summary = Counter(), {}, True
        self._add_kinds(kinds_of(seen))

    def _add_kinds(self, kinds: Iterable[tuple[str, Seen]]) -> None:
        for kind, (text, count, line) in kinds:
            known = self._kinds.get(kind)
            if known is None:
                known = self._new_kind(kind, text)
            self.counts[known] += count
            self.first_lines.setdefault(known, line)

    def _new_kind(self, kind: str, text: str) -> str:
        if len(self._kinds) > MOST_DISTINCT:
            kind = DIGITS_AND_LETTERS.sub(_shape, kind)[:SHORTEST]
        return self._kinds.setdefault(kind, text)

    @property
    def total(self) -> int:
        return self.counts.total()

    def in_order(self) -> Iterator[tuple[str, int, int]]:
        """Text, count and first line, in the order in which they appear."""
        for text, line in self.first_lines.items():
            yield text, self.counts[text], line


def _shape(match: re.Match[str]) -> str:
    return "9" if match[0].isdigit() else "a"


def distinct_columns(table: Table) -> list[Distinct]:
    """The distinct texts of every column of a table."""
    columns = [Distinct() for _name in table.names]
    for portion in table.portions():
        for column, texts in zip(columns, portion, strict=True):
            column.add(texts)
    return columns
