"""Rows that are sums of other rows: set aside where a word and the sum agree, asked where only one of them does."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from metrics.files.questions import Choice, Question
from metrics.files.tables.cells import look_of, number_in
from metrics.files.tables.header import shown
from metrics.files.tables.records import Record
from metrics.files.tables.table import Frame, SetAside
from metrics.files.tables.total_words import names_a_total, total_label

Frames = Callable[[], Iterable[Frame]]

MOST_SUSPECTS = 5_000
MOST_QUESTIONS = 50
STYLES = (".", ",")
SET_ASIDE, KEEP = "set_aside", "keep"
LEAST_GROUP = 2
"""Rows that a row without a word must be the sum of: one row is often equal to the one above."""


@dataclass
class Totals:
    """Rows that are totals, and what must be asked about others."""

    set_aside: list[SetAside] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """What the first rows show of a table's columns: which hold numbers, which are hardly ever empty, their labels."""

    names: Sequence[str]
    numbers: Sequence[int]
    usual: Sequence[int]
    labels: Container[str]

    @classmethod
    def of(cls, sample: Sequence[Record], names: Sequence[str]) -> "Columns":
        places = range(len(names))
        usual = [
            at for at in places if sum(1 for row in sample if row.cells[at].strip()) * 10 >= len(sample) * 9
        ]
        labels = {cell.strip().casefold() for row in sample for cell in row.cells if look_of(cell) == "text"}
        return cls(names, number_columns(sample, len(names)), usual, labels)

    def is_full(self, record: Record) -> bool:
        """Whether a row holds all that rows usually hold."""
        return all(record.cells[column].strip() for column in self.usual)


@dataclass(frozen=True)
class _Sums:
    """Sums of a number column before each suspect and at the end, in one decimal style; numbers of rows likewise."""

    column: int
    style: str
    before: list[float]
    rows: list[int]


def number_columns(sample: Sequence[Record], width: int) -> list[int]:
    """The columns of which most filled cells look like numbers."""
    found = []
    for column in range(width):
        looks = [look_of(record.cells[column]) for record in sample]
        told = [look for look in looks if look != "empty"]
        if told and told.count("number") * 10 >= len(told) * 8:
            found.append(column)
    return found


@dataclass(frozen=True)
class _Suspect:
    """A row that may be a total. `is_named` says that its word can hardly be a name, or that the row lacks a cell."""

    record: Record
    label: tuple[int, str] | None
    column: str
    is_named: bool

    @property
    def line(self) -> int:
        return self.record.line

    @property
    def key(self) -> str:
        """What its question goes by: one for all rows with the same label."""
        return f"total_rows:{self.column}:{self.label[1]}" if self.label else f"total_rows:row {self.line}"

    @property
    def least(self) -> int:
        """Of how many rows it must be the sum at least to be believed."""
        return 1 if self.label and self.is_named else LEAST_GROUP


def find_totals(
    suspects: Sequence[Record], frames: Frames, columns: Columns, answers: Mapping[str, str]
) -> Totals:
    """Weigh the rows that may be totals against the sums of the others. `frames` gives all rows, suspects included."""
    weighed = [_suspect(record, columns) for record in suspects if _has_number(record, columns.numbers)]
    weighed = weighed[:MOST_SUSPECTS]
    proven = _proven(weighed, frames, columns.numbers)
    found = Totals()
    asked: dict[str, list[_Suspect]] = {}
    for suspect in weighed:
        agrees = suspect.line in proven
        if suspect.label and agrees and suspect.is_named:
            found.set_aside.append(SetAside("total_row", suspect.line, suspect.label[1]))
        elif suspect.label or agrees:
            asked.setdefault(suspect.key, []).append(suspect)
    for rows in list(asked.values())[:MOST_QUESTIONS]:
        _ask(rows, proven, answers, found)
    return found


def _has_number(record: Record, numbers: Sequence[int]) -> bool:
    return any(look_of(record.cells[column]) == "number" for column in numbers)


def _suspect(record: Record, columns: Columns) -> _Suspect:
    label = total_label(record.cells)
    is_named = label is not None and names_a_total(label[1], columns.labels)
    column = columns.names[label[0]] if label else ""
    return _Suspect(record, label, column, is_named or not columns.is_full(record))


def _proven(suspects: Sequence[_Suspect], frames: Frames, numbers: Sequence[int]) -> set[int]:
    """The lines of the suspects that are sums of other rows.

    First none counts as a row that can hardly be one; then all count that were no sums.
    """
    apart = {suspect.line for suspect in suspects if suspect.is_named}
    proven: set[int] = set()
    for _round in range(2 if suspects else 0):
        sums = _running([suspect.record for suspect in suspects], frames, numbers, apart)
        proven = {
            suspect.line
            for place, suspect in enumerate(suspects)
            if _agrees(place, suspect.record, sums, apart, least=suspect.least)
        }
        if proven == apart:
            break
        apart = {suspect.line for suspect in suspects if suspect.line in proven and suspect.is_named}
    return proven


def _ask(rows: Sequence[_Suspect], proven: set[int], answers: Mapping[str, str], found: Totals) -> None:
    first = rows[0]
    text = first.label[1] if first.label else shown(first.record.cells)
    answer = answers.get(first.key)
    if answer == SET_ASIDE:
        found.set_aside += [SetAside("total_row", suspect.line, text) for suspect in rows]
    elif answer != KEEP:
        agrees = any(suspect.line in proven for suspect in rows)
        found.questions.append(_question(rows, text, agrees=agrees))


def _question(rows: Sequence[_Suspect], text: str, *, agrees: bool) -> Question:
    """A must, but where all that speaks for a total is a word that may as well be a name."""
    first = rows[0]
    may_be_name = not agrees and not any(suspect.is_named for suspect in rows)
    return Question(
        id=first.key,
        kind="total_rows",
        column=first.column or None,
        must=not may_be_name,
        likely=KEEP if may_be_name else SET_ASIDE if agrees else None,
        choices=(
            Choice(SET_ASIDE, follows=_("These rows are totals: they are left out.")),
            Choice(
                KEEP,
                tuple(shown(suspect.record.cells) for suspect in rows[:3]),
                _("These rows are data: they are counted."),
            ),
        ),
        proof=_proof(rows, text, agrees=agrees),
    )


def _proof(rows: Sequence[_Suspect], text: str, *, agrees: bool) -> str:
    lines = ", ".join(str(suspect.line) for suspect in rows[:5])
    if not rows[0].label:
        words = _("“%(text)s” (row %(rows)s) is the sum of other rows, but no word says so.")
    elif agrees:
        words = _("“%(text)s” (row %(rows)s) is the sum of other rows, but may be a name.")
    else:
        words = _("“%(text)s” (row %(rows)s) sounds like a total, but no sum of other rows agrees with it.")
    return words % {"text": text, "rows": lines}


def _running(
    suspects: Sequence[Record], frames: Frames, numbers: Sequence[int], apart: set[int]
) -> list[_Sums]:
    """Rows and sums before each suspect, and of the whole table last; lines `apart` count for nothing."""
    lines = np.array([record.line for record in suspects], dtype=np.int64)
    out = np.array(sorted(apart), dtype=np.int64)
    sums = [_Sums(column, style, [], []) for column in numbers for style in STYLES]
    rows, totals = 0, [0.0] * len(sums)
    for found, frame in frames() if len(lines) else ():
        counted = ~np.isin(found, out)
        places = np.flatnonzero(np.isin(found, lines))
        before = rows + np.cumsum(counted) - counted
        for index, kept in enumerate(sums):
            values = np.where(counted, _values(frame.iloc[:, kept.column], kept.style), 0.0)
            running = totals[index] + np.cumsum(values)
            kept.before.extend((running - values)[places].tolist())
            kept.rows.extend(before[places].tolist())
            totals[index] = float(running[-1])
        rows += int(counted.sum())
    for kept, total in zip(sums, totals, strict=True):
        kept.before.append(total)
        kept.rows.append(rows)
    return sums


def _values(column: pd.Series, style: str) -> np.ndarray:
    codes, texts = pd.factorize(column.to_numpy(dtype=object))
    worth = np.array([number_in(str(text), style) or 0.0 for text in texts], dtype=np.float64)
    values: np.ndarray = worth[codes]
    return values


def _agrees(place: int, record: Record, sums: Sequence[_Sums], apart: set[int], *, least: int) -> bool:
    """Whether some number of a row is the sum of the rows right above it, or right below it, up to another suspect."""
    for kept in sums:
        value = number_in(record.cells[kept.column], kept.style)
        if value is None or (not value and least > 1):  # a zero without a word is the sum of nothing
            continue
        tolerance = _tolerance(record.cells[kept.column], kept.style) + 1e-9 * abs(value)
        own = (0, 0.0) if record.line in apart else (1, value)
        here, rows = kept.before[place], kept.rows[place]
        starts = [(0, 0.0), *zip(kept.rows[:place], kept.before[:place], strict=True)]
        above = [(rows - count, here - total) for count, total in starts]
        ends = zip(kept.rows[place + 1 :], kept.before[place + 1 :], strict=True)
        below = [(count - rows - own[0], total - here - own[1]) for count, total in ends]
        if any(count >= least and abs(total - value) <= tolerance for count, total in (*above, *below)):
            return True
    return False


def _tolerance(cell: str, style: str) -> float:
    """Half of the last digit that is written."""
    part = cell.rpartition(style)[2] if style in cell else ""
    return 0.5 * 10.0 ** -sum(sign.isdigit() for sign in part) if part else 0.5
