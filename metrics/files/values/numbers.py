"""Columns of numbers: what their signs, scale and currency are, as far as the file proves it. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from metrics.files.values.columns import Cell, mostly, rows_in
from metrics.files.values.currencies import Money, RowCurrencies, in_header, meant_by
from metrics.files.values.decimal_signs import Signs, signs_of
from metrics.files.values.scales import Scale, scale_of
from metrics.files.values.written import Written, readings, taken_apart, value

SOME = 0.1
"""From this share of rows that begin with a 0 a column holds codes."""


@dataclass(frozen=True)
class Number:
    """A number that can be taken apart: where it stands and how it is written."""

    cell: Cell
    written: Written


@dataclass
class NumberColumn:
    """The numbers of a column; `bad` are the filled cells that are none. `decimal` and `scale` are what is settled.

    Where the cells write several currencies, `kept` is the one that counts; what is written in another one is bad.
    `each` says how rows say theirs, where each counts in its own.
    """

    name: str
    numbers: list[Number]
    bad: list[Cell]
    decimal: str | None = None
    scale: int | None = None
    currency: str | None = None
    kept: str | None = None
    each: RowCurrencies | None = None
    only: tuple[str, str] | None = None

    @cached_property
    def signs(self) -> Signs:
        return signs_of((number.written, number.cell.count) for number in self.numbers)

    @cached_property
    def told_scale(self) -> Scale:
        return scale_of(self.name, (number.written for number in self.numbers))

    @cached_property
    def rows_by_currency(self) -> Counter[str]:
        """Rows by the currency that their cells write."""
        rows: Counter[str] = Counter()
        for number in self.numbers:
            if number.written.currency:
                rows[number.written.currency] += number.cell.count
        return rows

    def told_currencies(self) -> list[Money]:
        """What cells and header say of the currency."""
        told = [money for sign in self.rows_by_currency if (money := meant_by(sign))]
        named = in_header(self.name)
        return [*told, named] if named else told

    def read(self, number: Number, *, decimal: str | None = None, scale: int | None = None) -> Decimal | None:
        """The number with these signs and this factor, by default with those that are settled; None where it is bad."""
        sign = decimal or self.decimal or "."
        factor = scale or self.scale or 1
        found = value(number.written, sign)
        says_itself = number.written.scale > 1 or number.written.is_percent
        if found is None or (self.told_scale.of_bare_alone and says_itself):
            return found
        return found * factor

    def read_text(self, text: str) -> Decimal | None:
        """Any plain text as a number of this column; None where it is bad."""
        written = taken_apart(text)
        if written is None or readings(written) is None or not self.is_settled or not self.scale:
            return None
        if self.kept and written.currency and not is_in(written, self.kept):
            return None
        return self.read(Number(Cell(text, text, 1, 0), written))

    @property
    def is_settled(self) -> bool:
        return self.signs.asked is None or self.decimal is not None

    def unreadable(self) -> int:
        """How many filled rows are no number as the column is written."""
        bad = rows_in(self.bad)
        if not self.is_settled:
            return bad
        return bad + rows_in(number.cell for number in self.numbers if self.read(number) is None)

    def values(self) -> list[tuple[Decimal, int]]:
        """The distinct numbers with their counts."""
        read = [(self.read(number), number.cell.count) for number in self.numbers]
        return [(found, count) for found, count in read if found is not None]

    @property
    def is_percent(self) -> bool:
        return any(number.written.is_percent for number in self.numbers)


def is_in(written: Written, code: str) -> bool:
    """Whether what a number writes beside its digits can mean this currency."""
    money = meant_by(written.currency)
    return money is not None and code in money.codes


def number_column(name: str, cells: Iterable[Cell]) -> NumberColumn | None:
    """The numbers of a column; None where most of its filled rows are none, or where they are written as codes are."""
    cells = list(cells)
    filled, apart = rows_in(cells), mostly(cells, _number_in)
    if not apart:
        return None
    numbers = [Number(cell, written) for cell, written in apart]
    if rows_in(number.cell for number in numbers if number.written.has_leading_zero) > SOME * filled:
        return None
    known = {number.cell.raw for number in numbers}
    column = NumberColumn(name, numbers, [cell for cell in cells if cell.raw not in known])
    column.decimal = column.signs.decimal
    column.scale = column.told_scale.proven
    return column


def _number_in(cell: Cell) -> Written | None:
    written = taken_apart(cell.plain)
    return written if written and readings(written) is not None else None


def shown(number: Decimal) -> str:
    """A number as data write it: `12500.00`, `1200000`, never with an exponent."""
    return f"{number:f}"
