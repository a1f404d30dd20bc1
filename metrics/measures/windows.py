"""Windows of months: what a baseline is over. Pure; no Django."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from metrics.measures.marking import gettext_noop as _
from metrics.measures.months import add_months, index_of, months_between, period_start

MOST_MONTHS = 240
YEARS = range(1970, 2200)


class BadWindow(ValueError):
    """The window can't be. The sentence says how it is written; who shows it translates `words`, then fills it."""

    def __init__(self, words: str, **values: object) -> None:
        super().__init__(words % values)
        self.words, self.values = words, values


def parse_month(text: str) -> dt.date:
    """`2019-06` → the first of June 2019. Raises BadWindow."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    try:
        if match and int(match[1]) in YEARS:
            return dt.date(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise BadWindow(_("“%(text)s” is no month; write it as 2019-06."), text=text)


@dataclass(frozen=True)
class Window:
    """Months from `first` to `last`, both included; where both are None, the `months` newest with data."""

    first: dt.date | None = None
    last: dt.date | None = None
    months: int = 12

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise BadWindow(_("Give both the first and the last month, or only how many of the newest."))
        if self.first and self.last:
            if self.first > self.last:
                raise BadWindow(_("The window ends before it begins."))
            if len(months_between(self.first, self.last)) > MOST_MONTHS:
                raise BadWindow(_("A window has at most %(most)s months."), most=MOST_MONTHS)
        elif not 1 <= self.months <= MOST_MONTHS:
            raise BadWindow(_("A window has 1 to %(most)s months."), most=MOST_MONTHS)

    @classmethod
    def of(cls, first: str | None, last: str | None, months: int | None) -> Self:
        """From text, as commands and forms give it."""
        if first or last:
            if months:
                raise BadWindow(_("Give a range or a number of newest months, not both."))
            return cls(parse_month(first) if first else None, parse_month(last) if last else None)
        return cls(months=12 if months is None else months)

    def resolved(self, newest: dt.date | None, length: int = 1) -> tuple[dt.date, dt.date] | None:
        """First and last month, given the newest period of `length` months; None where neither settles it."""
        if self.first and self.last:
            return self.first, self.last
        if newest is None:
            return None
        last = add_months(newest, length - 1)
        return add_months(last, 1 - self.months), last


def extent(first: dt.date, last: dt.date, length: int) -> tuple[dt.date, int]:
    """The last month that a window takes in, its last period of `length` months whole, and how many it has."""
    ending = add_months(period_start(last, length), length - 1)
    return ending, index_of(ending) - index_of(first) + 1
