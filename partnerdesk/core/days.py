"""The one place that makes a day of a moment.

Where a person acts, their own zone makes the day; where nobody acts (the clock, papers, commands, whole periods) it
is the workspace's. A test over the syntax trees keeps every other way out of the code.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.utils import timezone

from partnerdesk.core.models import Workspace
from partnerdesk.core.zones import day_in as day_in

FIRST_ZONE = "UTC"
"""The workspace's until an administrator chooses one."""


class InZone(Protocol):
    """Who lives in a time zone: a person."""

    time_zone: str


def day_of(person: InZone | None, moment: dt.datetime) -> dt.date:
    """The person's day at a moment; the workspace's where nobody acts."""
    return day_in(person.time_zone, moment) if person else workspace_day(moment)


_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)
_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


@contextmanager
def one_zone(known: str | None = None) -> Iterator[None]:
    """Within, as in one request, the workspace's zone is asked for once, or not at all where it is `known`.

    Whoever changes it sees the new one after.
    """
    token = _asked.set([known] if known else [])
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def told_at(moment: dt.datetime) -> Iterator[None]:
    """Within, the day now is that of `moment`: what is told of a past day, as the demo is, sees what that day saw.

    Actions take their `now` besides; this is for what asks by itself which day it is.
    """
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def moment_now() -> dt.datetime:
    """Now; within `told_at` the moment that is told of."""
    return _told.get() or timezone.now()


def workspace_zone() -> str:
    """The zone of the workspace."""
    known = _asked.get()
    if known:
        return known[0]
    found = Workspace.objects.values_list("time_zone", flat=True).first() or FIRST_ZONE
    if known is not None:
        known.append(found)
    return found


def workspace_day(moment: dt.datetime) -> dt.date:
    """The workspace's day at a moment."""
    return day_in(workspace_zone(), moment)


def workspace_today() -> dt.date:
    """The workspace's day now."""
    return workspace_day(moment_now())


def begin_in(zone: str, day: dt.date) -> dt.datetime:
    """The moment at which a day begins in `zone`."""
    return dt.datetime.combine(day, dt.time(), tzinfo=zoneinfo.ZoneInfo(zone))


def today_shown() -> dt.date:
    """The day now, as pages show it."""
    return day_shown(moment_now())


def day_shown(moment: dt.datetime) -> dt.date:
    """The day that pages show for a moment: in the zone of whoever reads (`accounts.middleware`)."""
    return timezone.localdate(moment)
