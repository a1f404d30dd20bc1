"""The one place that writes days, times and periods for people; programs read ISO.

A moment is written as it is given: where a reader's zone counts, `localtime` comes first (the filters of templates, in
`templatetags.desk`, do that by themselves). A test over templates and syntax trees keeps every other way out.
"""

import datetime as dt

from django.utils import formats

DAY = "j M Y"
WEEKDAY = "l, j M Y"
CLOCK = "H:i"
MONTH = "M Y"


def day(value: dt.date | str) -> str:
    """A day, that of a moment too: `3 Dec 2026`. Text is a day in ISO. Raises ValueError on other text.

    The text of a moment is other text: which day it is, a zone says (`partnerdesk.core.days`).
    """
    found = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return str(formats.date_format(found, DAY))


def weekday(value: dt.date) -> str:
    """A day with its name, where people have to be there: `Thursday, 3 Dec 2026`."""
    return str(formats.date_format(value, WEEKDAY))


def moment(value: dt.datetime) -> str:
    """A day and its time: `3 Dec 2026, 14:05`."""
    return str(formats.date_format(value, f"{DAY}, {CLOCK}"))


def weekday_moment(value: dt.datetime) -> str:
    """When people have to be there: `Thursday, 3 Dec 2026, 14:05`."""
    return str(formats.date_format(value, f"{WEEKDAY}, {CLOCK}"))


def clock(value: dt.datetime | dt.time) -> str:
    """A time of the day: `14:05`."""
    return str(formats.time_format(value, CLOCK))


def month(value: dt.date | str) -> str:
    """A month: `Dec 2026`. Text is ISO, with or without a day. Raises ValueError on other text, also of a moment."""
    found = _first_of_text(value) if isinstance(value, str) else value
    return str(formats.date_format(found, MONTH))


def _first_of_text(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01" if len(text) == len("2026-12") else text)


def period(first: dt.date | str, length: int) -> str:
    """A period by its first month: `Dec 2026`; of three months `Q4 2026`."""
    found = _first_of_text(first) if isinstance(first, str) else first
    return f"Q{(found.month + 2) // 3} {found.year}" if length > 1 else month(found)


def months(first: dt.date | str, last: dt.date | str) -> str:
    """From month to month, both included: `Jan 2026 – Mar 2026`; one month stands alone."""
    begin, end = month(first), month(last)
    return begin if begin == end else f"{begin} – {end}"
