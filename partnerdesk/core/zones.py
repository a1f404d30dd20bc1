"""The arithmetic of days in time zones: the one line that makes a day of a moment. Pure; no Django.

Who knows a person or the workspace asks `partnerdesk.core.days`, which asks here.
"""

import datetime as dt
import zoneinfo


def day_in(zone: str, moment: dt.datetime) -> dt.date:
    """The day that calendars in `zone` show at a moment. Raises ZoneInfoNotFoundError."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).date()


def days_later(zone: str, moment: dt.datetime, days: int) -> dt.datetime:
    """The moment, in UTC, at which clocks in `zone` show the same time so many days later.

    Raises ZoneInfoNotFoundError.
    """
    return (moment.astimezone(zoneinfo.ZoneInfo(zone)) + dt.timedelta(days=days)).astimezone(dt.UTC)


def on_the_clock(moment: dt.datetime, zone: str) -> dt.datetime:
    """What the clock shows in a zone, without it: written as it is, whoever reads and wherever it prints."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
