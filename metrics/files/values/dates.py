"""Columns of dates and periods: their form, and the order of day and month, proven by the whole column or asked. Pure.

A text that is a date in one order alone proves it for the column. What else speaks for an order (another column, days
that only rise, months that all begin) makes it `likely`.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from metrics.files.values.columns import Cell, mostly, rows_in
from metrics.files.values.date_texts import TURN, DateText, Grain, cldr_format, date_text

SPEAKS_OF_TIME = re.compile(
    r"date|datum|month|monat|mois|period|day|time|year|jahr|quarter|quartal|fecha|年|月|日付|日時|期|_at$|_on$|created|closed",
    re.IGNORECASE,
)
NOT_OF_TIME = re.compile(r"days|amount|revenue|sales(?! date)|cycle|count|sometimes|数", re.IGNORECASE)
NAMES_A_DAY = re.compile(r"date|datum|fecha|日付|日時|_at$|_on$", re.IGNORECASE)
NAMES_A_MONTH = re.compile(r"month|monat|mois|\bmes\b|period|月|期", re.IGNORECASE)
FISCAL = re.compile(
    r"fiscal|financial\syear|会計|年度|事業年|\bFY|Geschäftsjahr|Wirtschaftsjahr", re.IGNORECASE
)

FEWEST_RISING = 5
FEWEST_BEGINNINGS = 3
LARGEST_DAY = 31


@dataclass(frozen=True)
class Shown:
    """A date that can be read: where it stands and what it is."""

    cell: Cell
    text: DateText


@dataclass
class DateColumn:
    """The dates of a column, all in one form; `bad` are the filled cells in another one or that are none.

    `settled` is the order that is proven or was answered; `days` are by the raw texts, once nothing is open,
    and `day` makes one of any other text of the form. `is_told` says that numbers are read as dates too.
    """

    name: str
    shown: list[Shown]
    bad: list[Cell]
    is_fiscal: bool = False
    settled: str | None = None
    days: dict[str, dt.date] = field(default_factory=dict)
    day: Callable[[DateText], dt.date | None] | None = None
    is_told: bool = True

    @property
    def first(self) -> DateText:
        return self.shown[0].text

    @property
    def grain(self) -> Grain:
        return self.first.grain

    @cached_property
    def orders(self) -> tuple[str, ...]:
        """The orders that nothing disproves; all of them where the column contradicts itself."""
        every = self.first.orders
        left = set(every)
        for one in self.shown:
            valid = {order for order in every if one.text.day(order)}
            left &= valid or left
        return tuple(order for order in every if order in left) or every

    @cached_property
    def differing(self) -> list[Shown]:
        """The dates that are other days in another order."""
        return [one for one in self.shown if len({one.text.day(order) for order in self.orders}) > 1]

    @property
    def order(self) -> str | None:
        """The order, where it is proven or where all give the same days."""
        return self.orders[0] if len(self.orders) == 1 or not self.differing else None

    def read_text(self, text: str) -> dt.date | None:
        """Any plain text as a day of this column, of a period its first one; None where it is bad."""
        found = date_text(text, speaks_of_time=self.is_told)
        is_alike = found is not None and found.form == self.first.form
        return self.day(found) if found and is_alike and self.day else None

    def unreadable(self) -> int:
        """How many filled rows are no date as the column is written."""
        lost = [one.cell for one in self.shown if self.days and one.cell.raw not in self.days]
        return rows_in([*self.bad, *lost])

    @property
    def separator(self) -> str:
        return self.first.form[-1]

    def long_ago(self, order: str) -> list[Shown]:
        """The dates whose years of two digits may be of either century."""
        return [one for one in self.shown if (one.text.two_digits(order) or 0) >= TURN]

    def likely(self, others: Sequence["DateColumn"]) -> str | None:
        """The order that all evidence speaks for, as far as there is any."""
        proven = {other.order for other in others if other.order and other.separator == self.separator} & set(
            self.orders
        )
        votes = (proven, self._beginning(), self._rising(), self._narrow())
        spoken = {next(iter(vote)) for vote in votes if len(vote) == 1}
        return next(iter(spoken)) if len(spoken) == 1 else None

    def _days(self, order: str) -> list[dt.date]:
        return [day for one in self.shown if (day := one.text.day(order))]

    def _beginning(self) -> set[str]:
        """The orders in which every day is the first of a month."""
        by_order = {order: set(self._days(order)) for order in self.orders}
        return {
            order
            for order, days in by_order.items()
            if len(days) >= FEWEST_BEGINNINGS and all(day.day == 1 for day in days)
        }

    def _rising(self) -> set[str]:
        """The orders in which the days only rise or only fall down the file."""
        found = set()
        for order in self.orders:
            days = self._days(order)
            if len(days) >= FEWEST_RISING and days in (sorted(days), sorted(days, reverse=True)):
                found.add(order)
        return found

    def _narrow(self) -> set[str]:
        """The orders in which the days lie within three years, where in others they span more than fifteen."""
        spans = {order: max(days) - min(days) for order in self.orders if (days := self._days(order))}
        wide = [span for span in spans.values() if span > dt.timedelta(days=15 * 365)]
        return {order for order, span in spans.items() if wide and span < dt.timedelta(days=3 * 365)}

    def format(self, order: str) -> str:
        """How most of the column is written, in words of CLDR."""
        padded = not any(_is_unpadded(one.text) for one in self.shown)
        words = Counter(cldr_format(one.text, order, padded=padded) for one in self.shown)
        return max(words, key=lambda word: (words[word], len(word)))


def _is_unpadded(text: DateText) -> bool:
    return any(len(found) == 1 for name, found in text.pattern if name in {"a", "b", "c", "d", "m", "h"})


def speaks_of_time(name: str) -> bool:
    """Whether a column's name speaks of dates or periods."""
    return bool(SPEAKS_OF_TIME.search(name)) and not NOT_OF_TIME.search(name)


def date_column(name: str, cells: Iterable[Cell], *, assumed: bool = False) -> DateColumn | None:
    """The dates of a column; None where most of its filled rows are none.

    With `assumed`, a person said that it holds dates: then numbers are read as such, whatever the column's name.
    """
    cells = list(cells)
    told = assumed or speaks_of_time(name)
    read = mostly(cells, partial(_date_in, told=told))
    if not read:
        return None
    shown = [Shown(cell, text) for cell, text in read]
    form = _main_form(shown)
    kept = [one for one in shown if one.text.form == form]
    if not assumed and _needs_to_be_told(name, kept[0].text):
        return None
    if _are_days_without_year(kept):
        return None
    raws = {one.cell.raw for one in kept}
    is_fiscal = any(one.text.is_fiscal for one in kept) or bool(
        FISCAL.search(name) and kept[0].text.grain != "day"
    )
    bad = [cell for cell in cells if cell.raw not in raws]
    return DateColumn(name, kept, bad, is_fiscal, is_told=told)


def _date_in(cell: Cell, *, told: bool) -> DateText | None:
    text = date_text(cell.plain, speaks_of_time=told)
    return text if text and any(map(text.day, text.orders)) else None


def _needs_to_be_told(name: str, text: DateText) -> bool:
    """Whether the column's name speaks of time, but not so that these numbers can be taken for dates."""
    if text.orders == ("serial",):
        return not NAMES_A_DAY.search(name)
    return text.may_be_a_day and not NAMES_A_MONTH.search(name)


def _main_form(shown: list[Shown]) -> str:
    rows: Counter[str] = Counter()
    for one in shown:
        rows[one.text.form] += one.cell.count
    return rows.most_common(1)[0][0]


def _are_days_without_year(shown: list[Shown]) -> bool:
    """Whether “Jan-05”, “Jan-12”, “Jan-19” may be days of a year that nobody names, and not months of three years.

    Years follow one another, and bring more than one month where there are several.
    """
    if shown[0].text.orders != ("ym",) or not shown[0].text.short_year:
        return False
    numbers = {one.text.two_digits("ym") or 0 for one in shown}
    months = {day.month for one in shown if (day := one.text.day("ym"))}
    are_years = max(numbers) - min(numbers) + 1 == len(numbers) and (len(months) > 1 or len(numbers) == 1)
    return max(numbers) <= LARGEST_DAY and not are_years
