"""What is said of figures in more than one place."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.measures import Measure, Parts
from metrics.measures.age import Age
from partnerdesk.core import dates

MOST_PERIODS = 3


def currencies_words(currencies: Collection[str] = ()) -> str:
    """Why values in several currencies have no sum; with their codes, where they are known."""
    if not currencies:
        return _("Several currencies: they are not added up.")
    names = ", ".join(sorted(currencies))
    return _("Several currencies (%(currencies)s): they are not added up.") % {"currencies": names}


def to_date_words(periods: Sequence[dt.date], length: int) -> str:
    """Which periods of a window are not whole; empty where all are."""
    if not periods:
        return ""
    return _("To date: not whole are %(names)s.") % {"names": _names(periods, length)}


def zeros_words(periods: Sequence[dt.date], length: int) -> str:
    """Which periods count as 0 because their source covers them and gives no row; empty where there are none."""
    if not periods:
        return ""
    return _("No row, and so 0: %(names)s.") % {"names": _names(periods, length)}


def _names(periods: Sequence[dt.date], length: int) -> str:
    names = ", ".join(dates.period(period, length) for period in periods[:MOST_PERIODS])
    if len(periods) > MOST_PERIODS:
        return _("%(names)s and %(count)s more") % {"names": names, "count": len(periods) - MOST_PERIODS}
    return names


def age_words(age: Age, length: int) -> str:
    """Why the age of a figure weakens it; empty where it does not. Its periods have `length` months."""
    if not age.is_noteworthy or age.newest is None:
        return ""
    if age.state == "old":
        return ngettext(
            "older than its own window: its data end with %(newest)s, %(months)s month ago",
            "older than its own window: its data end with %(newest)s, %(months)s months ago",
            age.months,
        ) % {"newest": dates.period(age.newest, length), "months": age.months}
    words = (
        _("late: data end with %(newest)s; %(expected)s was due by %(due)s")
        if age.state == "late"
        else _("stale: data end with %(newest)s; %(expected)s was due by %(due)s")
    )
    data = age.freshness
    if data.newest is None or data.expected is None or data.due_on is None:
        raise ValueError(f"{age} is weakened by data that are not there")
    return words % {
        "newest": dates.period(data.newest, length),
        "expected": dates.period(data.expected, length),
        "due": dates.day(data.due_on),
    }


def span_words(last: dt.date, months: int) -> str:
    """What a figure is over: `Oct 2026`, `12 months to Oct 2026`; `last` is its last month."""
    month = dates.month(last)
    if months <= 1:
        return month
    return _("%(count)s months to %(month)s") % {"count": months, "month": month}


def too_few_words(measure: Measure, parts: Parts) -> str:
    """Why parts of too few cases have no value: `Too few answers for a value: 4, and it needs at least 10.`"""
    return _("Too few %(cases)s for a value: %(count)s, and it needs at least %(minimum)s.") % {
        "cases": _(measure.cases_label),
        "count": measure.cases_in(parts).normalize().to_integral_value(),
        "minimum": measure.minimum,
    }
