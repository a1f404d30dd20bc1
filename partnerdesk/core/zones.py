"""The arithmetic of days in time zones: the one line that makes a day of a moment. Pure; no Django.

Who knows a person or the workspace asks `partnerdesk.core.days`, which asks here.
"""

import datetime as dt
import zoneinfo


def day_in(zone: str, moment: dt.datetime) -> dt.date:
    """The day that calendars in `zone` show at a moment. Raises ZoneInfoNotFoundError."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).date()
