"""What is said of figures in more than one place."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from metrics.measures.months import period_name

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
    names = ", ".join(period_name(period, length) for period in periods[:MOST_PERIODS])
    if len(periods) > MOST_PERIODS:
        names = _("%(names)s and %(count)s more") % {"names": names, "count": len(periods) - MOST_PERIODS}
    return _("To date: not whole are %(names)s.") % {"names": names}
