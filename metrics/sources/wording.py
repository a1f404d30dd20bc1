"""A fetched source in words: from where, and when."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from metrics.provenance.models import Source
from metrics.sources.origins import AddressOrigin, QueryOrigin, read_origin
from metrics.sources.schedules import Schedule
from partnerdesk.core import dates


def origin_words(source: Source) -> list[tuple[str, str]]:
    """(label, value) pairs. No password, and of an address no query: that may hold a key."""
    origin = read_origin(source.kind, source.origin)
    if isinstance(origin, AddressOrigin):
        parts = urlsplit(origin.address)
        address = parts._replace(query="…" if parts.query else "", fragment="").geturl()
        return [(_("Address"), address), (_("What is there"), origin.form.upper())]
    return _query_words(origin)


def _query_words(origin: QueryOrigin) -> list[tuple[str, str]]:
    return [
        (_("Database"), f"{origin.dbname}, {origin.host}:{origin.port}"),
        (_("User"), origin.user),
        (_("Query"), origin.query),
    ]


def schedule_words(data: dict[str, Any]) -> str:
    """When a source runs by itself; empty where it does not."""
    if not data:
        return ""
    schedule = Schedule.model_validate(data)
    told = {"at": dates.clock(schedule.at), "minute": schedule.at.minute, "zone": schedule.zone}
    if schedule.every == "hour":
        return _("every hour, %(minute)s minutes past") % told
    if schedule.every == "week":
        return _("every %(day)s at %(at)s (%(zone)s)") % (told | {"day": WEEKDAYS[schedule.weekday or 0]})
    if schedule.every == "month":
        return _("every month on day %(day)s at %(at)s (%(zone)s)") % (told | {"day": schedule.day})
    return _("every day at %(at)s (%(zone)s)") % told
