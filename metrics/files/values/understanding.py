"""From a table of text to what it means: types, signs, days, roles, questions and proposals. Pure.

What the file proves is read, what it does not prove is asked; an answer settles it. Nothing is guessed in silence.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from metrics.files.questions import Question, Translate
from metrics.files.values import amounts, roles
from metrics.files.values.cell_readers import CellReader, DateReader, LabelReader, NumberReader
from metrics.files.values.columns import (
    Cell,
    ColumnMeaning,
    ColumnType,
    cells_of,
    examples,
    rows_in,
    with_values,
)
from metrics.files.values.covering import Covered, covers
from metrics.files.values.currencies import Convertible
from metrics.files.values.date_questions import settle_dates
from metrics.files.values.dates import DateColumn, date_column
from metrics.files.values.distinct import Table, distinct_columns
from metrics.files.values.money_columns import converted_into, settle_currencies
from metrics.files.values.number_questions import settle_scale, settle_signs
from metrics.files.values.numbers import Number, NumberColumn, number_column, shown
from metrics.files.values.plain import label_of
from metrics.files.values.proposals import File, Metric, Proposal, deals_of, propose
from metrics.files.values.ratings import Rating, rating_of
from metrics.files.values.spellings import FLOAT_KEY, settle_spellings

MOST_LABELS = 200
"""Up to so many distinct texts a column is looked through for the words of deals."""

BOOLEANS = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "yes/no", "y/n", "true/false", "t/f", "ja/nein", "oui/non", "sí/no", "si/no", "はい/いいえ", "有/無", "○/×",
        "vrai/faux", "wahr/falsch",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Understanding:
    """What a table means, as far as the file proves it or a person answered.

    `readers` turn the cells of each column into standard form.
    """

    columns: tuple[ColumnMeaning, ...]
    questions: tuple[Question, ...]
    covers: tuple[Covered, ...]
    partner_column: str | None
    period_column: str | None
    proposals: tuple[Proposal, ...]
    readers: Mapping[str, CellReader] = field(default_factory=dict)
    ratings: tuple[Rating, ...] = ()

    @property
    def must(self) -> tuple[Question, ...]:
        """The questions without whose answers nothing is imported."""
        return tuple(question for question in self.questions if question.must)

    def column(self, name: str) -> ColumnMeaning:
        """The column of a name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def as_data(self, translate: Translate = str) -> dict[str, Any]:
        """As the command `inspect` writes it, without what is about the file's bytes and rows."""
        return {
            "columns": [column.as_data() for column in self.columns],
            "questions": [question.as_data() for question in self.questions],
            "covers": [period.as_data() for period in self.covers],
            "partner_column": self.partner_column,
            "period_column": self.period_column,
            "proposals": [proposal.as_data(translate) for proposal in self.proposals],
        }


def understand(
    table: Table,
    *,
    answers: Mapping[str, Any] | None = None,
    metrics: Iterable[Metric] | None = None,
    zone: str | None = None,
    today: dt.date | None = None,
    convertible: Convertible | None = None,
) -> Understanding:
    """What a table means. Raises UnknownAnswer for an answer that is no choice of its question.

    `answers` are by the ids of questions. `metrics` are entries of the dictionary; without them all that is recognised
    is proposed. `zone` is the workspace's time zone: with it, only rows that it moves to another month are asked about.
    Days after `today` cover nothing. `convertible` says of which currencies there are rates.
    """
    return _Reading(table, answers or {}, zone, today, convertible).understood(metrics)


@dataclass
class _Looked:
    """A column while it is looked at: its texts, and what they were found to be."""

    name: str
    position: int
    cells: list[Cell]
    dates: DateColumn | None = None
    numbers: NumberColumn | None = None
    questions: list[Question] = field(default_factory=list)
    respelled: dict[str, str] = field(default_factory=dict)

    @property
    def has_few_labels(self) -> bool:
        return len(self.cells) <= MOST_LABELS

    @property
    def is_category(self) -> bool:
        """Whether its labels are few and come back."""
        return self.has_few_labels and rows_in(self.cells) >= 2 * len(self.cells)

    @property
    def is_boolean(self) -> bool:
        folded = {cell.plain.casefold() for cell in self.cells}
        return any(folded <= pair for pair in BOOLEANS) and bool(folded)

    def labels(self) -> dict[str, int]:
        """Labels with counts, where they are few: those that were said to be the same are one."""
        found: Counter[str] = Counter()
        if self.dates is None and self.numbers is None and self.has_few_labels:
            for cell in self.cells:
                label = label_of(cell.raw)
                found[self.respelled.get(label, label)] += cell.count
        return dict(found)


class _Reading:
    """One look at a table, column by column and then over all of them."""

    def __init__(
        self,
        table: Table,
        answers: Mapping[str, Any],
        zone: str | None,
        today: dt.date | None,
        convertible: Convertible | None,
    ) -> None:
        self.answers, self.zone, self.today, self.convertible = answers, zone, today, convertible
        names = _told_apart(table.names)
        self.named_period = roles.answered_column("period_column", names, answers)
        self.named_partner = roles.answered_column("partner_column", names, answers)
        texts = distinct_columns(table)
        self.looked = [
            _Looked(name, at, cells_of(distinct))
            for at, (name, distinct) in enumerate(zip(names, texts, strict=True), 1)
        ]

    def understood(self, metrics: Iterable[Metric] | None) -> Understanding:
        for looked in self.looked:
            self._recognise(looked)
        self._settle_dates()
        self._settle_numbers()
        one_currency, where = settle_currencies(self.looked, self.answers, self.convertible)
        partner = self._partner()
        self._settle_spellings(partner.column)
        columns = tuple(self._meaning(looked, partner.column) for looked in self.looked)
        has_cases = deals_of(columns) is not None
        period = self._period(columns, has_cases=has_cases)
        ratings, asked = self._ratings()
        covered, open_ends = self._covers(period.column)
        file = File(columns, ratings, one_currency, where, self._values)
        of_columns = [question for looked in self.looked for question in looked.questions]
        return Understanding(
            columns=columns,
            questions=(*of_columns, *asked, *partner.questions, *period.questions, *open_ends),
            covers=tuple(covered),
            partner_column=partner.column,
            period_column=period.column,
            proposals=propose(file, metrics) if _may_be(partner) and _may_be(period) else (),
            readers={looked.name: _reader(looked, partner.column) for looked in self.looked},
            ratings=tuple(ratings),
        )

    # Column by column

    def _recognise(self, looked: _Looked) -> None:
        values = with_values(looked.cells)
        if not values:
            looked.cells = [cell for cell in looked.cells if cell.plain.isalpha()]
            return
        looked.dates = date_column(looked.name, values, assumed=looked.name == self.named_period)
        if looked.dates is None:
            looked.numbers = number_column(looked.name, values)
        if looked.dates or looked.numbers:
            looked.cells = values

    def _settle_dates(self) -> None:
        dated = [looked.dates for looked in self.looked if looked.dates]
        for looked in self.looked:
            if looked.dates:
                others = [other for other in dated if other is not looked.dates]
                looked.questions += settle_dates(looked.dates, others, self.answers, self.zone)

    def _settle_numbers(self) -> None:
        numeric = [looked.numbers for looked in self.looked if looked.numbers]
        for looked in self.looked:
            if looked.numbers:
                others = [other for other in numeric if other is not looked.numbers]
                looked.questions += settle_signs(looked.numbers, others, self.answers)
                looked.questions += settle_scale(looked.numbers, self.answers)

    def _settle_spellings(self, partner: str | None) -> None:
        for looked in self.looked:
            is_label = looked.numbers is None and looked.dates is None and not looked.is_boolean
            if (is_label and looked.is_category) or looked.name == partner:
                looked.respelled, questions = settle_spellings(looked.name, looked.cells, self.answers)
                looked.questions += questions

    # Over all columns

    def _partner(self) -> roles.Role:
        if self.named_partner:
            return roles.Role(self.named_partner)
        return roles.partner_column([self._meaning(looked, None) for looked in self.looked], self.answers)

    def _period(self, columns: Sequence[ColumnMeaning], *, has_cases: bool) -> roles.Role:
        if self.named_period:
            return roles.Role(self.named_period)
        return roles.period_column(columns, self._maybe_dates(), self.answers, has_cases=has_cases)

    def _maybe_dates(self) -> list[ColumnMeaning]:
        """Columns that can be read as dates, read so: days of Excel, 202501, “Jan 25”."""
        found = []
        for looked in self.looked:
            dates = None if looked.dates else date_column(looked.name, looked.cells, assumed=True)
            if dates and not amounts.is_money(ColumnMeaning(looked.name, looked.position, "number")):
                settle_dates(dates, [], {})
                found.append(_of_dates(looked, dates))
        return found

    def _ratings(self) -> tuple[list[Rating], list[Question]]:
        ratings, questions = [], []
        for looked in self.looked:
            if looked.numbers and looked.numbers.is_settled:
                rating, asked = rating_of(looked.numbers, self.answers)
                ratings += [rating] if rating else []
                questions += asked
        return ratings, questions

    def _covers(self, period: str | None) -> tuple[list[Covered], list[Question]]:
        dates = next((looked.dates for looked in self.looked if looked.name == period), None)
        if period is None or dates is None:
            return [], []
        return covers(dates.days.values(), dates.grain, period, self.answers, self.today)

    def _values(self, name: str) -> list[Decimal]:
        for looked in self.looked:
            if looked.name == name and looked.numbers and looked.numbers.is_settled:
                return [number for number, _count in looked.numbers.values()]
        return []

    def _meaning(self, looked: _Looked, partner: str | None) -> ColumnMeaning:
        if not looked.cells:
            return ColumnMeaning(looked.name, looked.position, "empty")
        if looked.dates:
            return _of_dates(looked, looked.dates)
        if looked.numbers:
            return _of_numbers(looked, looked.numbers, self.convertible, is_key=looked.name == partner)
        kind: ColumnType = "boolean" if looked.is_boolean else "category" if looked.is_category else "text"
        return ColumnMeaning(
            looked.name,
            looked.position,
            kind,
            examples=examples(
                [(cell, looked.respelled.get(label_of(cell.raw), cell.plain)) for cell in looked.cells[:9]]
            ),
            labels=looked.labels(),
            respelled=looked.respelled,
        )


def _reader(looked: _Looked, partner: str | None) -> CellReader:
    if looked.dates:
        return DateReader(looked.dates)
    if looked.numbers and looked.name != partner:
        return NumberReader(looked.numbers)
    return LabelReader(looked.respelled, is_key=looked.name == partner)


def _may_be(role: roles.Role) -> bool:
    """Whether a column was found for a role or is asked for: without partners and periods nothing is measured."""
    return role.column is not None or bool(role.questions)


def _told_apart(names: Sequence[str]) -> list[str]:
    """The names of columns, those that come again with a number behind them."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _of_dates(looked: _Looked, dates: DateColumn) -> ColumnMeaning:
    is_day = dates.grain == "day"
    written = "%Y-%m-%d" if is_day else "%Y-%m"
    read = (
        (one.cell, f"{dates.days[one.cell.raw]:{written}}" if one.cell.raw in dates.days else None)
        for one in dates.shown
    )
    return ColumnMeaning(
        looked.name,
        looked.position,
        "date" if is_day else "period",
        format=dates.format(dates.settled) if dates.settled else None,
        examples=examples(read),
        bad=dates.unreadable(),
    )


def _of_numbers(
    looked: _Looked, numbers: NumberColumn, convertible: Convertible | None, *, is_key: bool
) -> ColumnMeaning:
    read = ((number.cell, _key(number) if is_key else _number(numbers, number)) for number in numbers.numbers)
    return ColumnMeaning(
        looked.name,
        looked.position,
        "number",
        decimal=numbers.decimal,
        thousands=numbers.signs.thousands(numbers.decimal),
        currency=numbers.currency,
        scale=numbers.scale,
        examples=examples(read),
        bad=numbers.unreadable(),
        respelled=looked.respelled,
        converted=converted_into(numbers, convertible),
    )


def _key(number: Number) -> str:
    """A key that went through a spreadsheet has a “.0” behind it, which is none of it."""
    match = FLOAT_KEY.fullmatch(number.cell.plain)
    return match[1] if match else number.cell.plain


def _number(numbers: NumberColumn, number: Number) -> str | None:
    """The number as data write it; None where its sign or its factor is open."""
    found = numbers.read(number) if numbers.is_settled and numbers.scale else None
    return None if found is None else shown(found)
