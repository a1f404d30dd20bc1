"""Arithmetic of months. Pure; no Django."""

import datetime as dt

LENGTHS = {"month": 1, "quarter": 3}
"""How many months a period of each kind has."""


def month_of(index: int) -> dt.date:
    """The first day of the month that is `index` months after 1970-01."""
    return dt.date(1970 + index // 12, index % 12 + 1, 1)


def index_of(day: dt.date) -> int:
    """How many months after 1970-01 the month of a day is."""
    return (day.year - 1970) * 12 + day.month - 1


def add_months(month: dt.date, count: int) -> dt.date:
    """The first day of the month that is `count` months after `month`."""
    index = month.year * 12 + month.month - 1 + count
    return dt.date(index // 12, index % 12 + 1, 1)


def period_start(month: dt.date, length: int) -> dt.date:
    """The first month of the period of `length` months (counted from January) that holds `month`."""
    return dt.date(month.year, month.month - (month.month - 1) % length, 1)


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every month from `first` to `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(first, index) for index in range(count + 1)]


def periods_between(first: dt.date, last: dt.date, length: int) -> list[dt.date]:
    """The periods of `length` months that begin between `first` and `last`, by their first month."""
    return [month for month in months_between(first, last) if (month.month - 1) % length == 0]


def month_key(month: dt.date) -> str:
    """A month for programs: `2024-06`. People read `partnerdesk.core.dates`."""
    return f"{month:%Y-%m}"


def period_key(month: dt.date, length: int) -> str:
    """A period for programs and in files: `2024-06`, `2024-Q2`. People read `partnerdesk.core.dates`."""
    return month_key(month) if length == 1 else f"{month.year}-Q{(month.month + 2) // 3}"
