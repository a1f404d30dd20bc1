"""When a source runs next: a plan on the clock of a place. Pure; no Django."""

import datetime as dt
import zoneinfo
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from metrics.measures.months import add_months
from partnerdesk.core.days import day_in
from partnerdesk.core.library import LibraryModel

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
LONGEST_WAIT_DAYS = 33
"""The longest way from one run to the next, with a day to spare for the zone."""


class Schedule(LibraryModel):
    """Every hour, day, week or month at a time of day in a zone; of an hourly one the minutes alone count.

    `weekday` (Monday is 0) belongs to the weekly plan, `day` to the monthly one. A month that is shorter
    than `day` runs on its last day.
    """

    every: Literal["hour", "day", "week", "month"]
    at: dt.time = dt.time(6)
    zone: str = "UTC"
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"'{zone}' is no time zone; write one like 'Europe/Berlin'") from error
        return zone

    @field_validator("at")
    @classmethod
    def _on_the_minute(cls, at: dt.time) -> dt.time:
        return at.replace(second=0, microsecond=0, tzinfo=None)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.weekday is not None) != (self.every == "week"):
            raise ValueError("weekday: give it for a weekly schedule, and only there")
        if (self.day is not None) != (self.every == "month"):
            raise ValueError("day: give it for a monthly schedule, and only there")
        return self

    def falls_on(self, day: dt.date) -> bool:
        """Whether a daily, weekly or monthly plan runs on this day."""
        if self.every == "week":
            return day.weekday() == self.weekday
        if self.every == "month":
            last = (add_months(day, 1) - DAY).day
            return day.day == min(self.day or 1, last)
        return True


def next_due(schedule: Schedule, after: dt.datetime) -> dt.datetime:
    """The first run after `after`, in UTC. However many were missed before, it is one.

    A time of day that the clock leaves out (summer time begins) runs at the next minute that there is; one
    that it shows twice (summer time ends) runs once, the first time. An hourly plan counts by real hours.
    """
    zone = zoneinfo.ZoneInfo(schedule.zone)
    if schedule.every == "hour":
        return _next_hour(schedule.at.minute, zone, after)
    today = day_in(schedule.zone, after)
    days = (today + DAY * number for number in range(-1, LONGEST_WAIT_DAYS))
    runs = (_instant(dt.datetime.combine(day, schedule.at), zone) for day in days if schedule.falls_on(day))
    return next(run for run in runs if run > after)


def _next_hour(minute: int, zone: zoneinfo.ZoneInfo, after: dt.datetime) -> dt.datetime:
    """Looked for again where the clock was moved by half an hour meanwhile."""
    found = after.astimezone(dt.UTC).replace(second=0, microsecond=0)
    while True:
        wait = (minute - found.astimezone(zone).minute - 1) % 60 + 1
        found += MINUTE * wait
        if found.astimezone(zone).minute == minute:
            return found


def _instant(wall: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """When the zone's clock first shows `wall`; the end of the gap where it never does."""
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (1, 0))
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    before = early.astimezone(zone).utcoffset()
    while late - early > MINUTE:
        middle = early + MINUTE * ((late - early) // MINUTE // 2)
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late
