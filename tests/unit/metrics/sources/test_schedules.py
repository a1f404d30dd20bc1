"""When a source runs next, over months of every length and changes of the clock."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from metrics.sources.schedules import Schedule, next_due

BERLIN = {"zone": "Europe/Berlin"}

TABLE = """
plan                                    after                 next
day 06:00 UTC                           2026-03-01 05:59      2026-03-01 06:00
day 06:00 UTC                           2026-03-01 06:00      2026-03-02 06:00
day 06:00 UTC                           2026-03-08 23:00      2026-03-09 06:00
day 06:00 Europe/Berlin                 2026-01-31 23:30      2026-02-01 05:00
day 00:30 Asia/Tokyo                    2026-03-01 15:29      2026-03-01 15:30
day 23:30 America/Los_Angeles           2026-03-01 08:00      2026-03-02 07:30
day 02:30 Europe/Berlin                 2026-03-28 12:00      2026-03-29 01:00
day 02:30 Europe/Berlin                 2026-03-29 01:00      2026-03-30 00:30
day 02:30 Europe/Berlin                 2026-10-24 12:00      2026-10-25 00:30
day 02:30 Europe/Berlin                 2026-10-25 00:30      2026-10-26 01:30
day 02:30 Europe/Berlin                 2026-10-25 01:30      2026-10-26 01:30
day 02:10 Australia/Lord_Howe           2026-10-03 12:00      2026-10-03 15:30
day 09:00 Pacific/Apia                  2011-12-29 20:00      2011-12-30 10:00
week:0 06:00 UTC                        2026-03-01 12:00      2026-03-02 06:00
week:0 06:00 UTC                        2026-03-02 06:00      2026-03-09 06:00
week:6 00:00 Asia/Tokyo                 2026-03-07 14:00      2026-03-07 15:00
month:1 06:00 UTC                       2026-03-01 06:00      2026-04-01 06:00
month:31 06:00 UTC                      2026-01-31 06:00      2026-02-28 06:00
month:31 06:00 UTC                      2028-02-01 00:00      2028-02-29 06:00
month:31 06:00 UTC                      2026-03-31 06:00      2026-04-30 06:00
month:30 06:00 UTC                      2026-02-28 06:00      2026-03-30 06:00
month:1 00:00 Pacific/Kiritimati        2026-02-28 09:59      2026-02-28 10:00
hour 00:15 UTC                          2026-03-01 05:14      2026-03-01 05:15
hour 23:15 UTC                          2026-03-01 05:15      2026-03-01 06:15
hour 00:15 Asia/Kolkata                 2026-03-01 05:00      2026-03-01 05:45
hour 00:15 Europe/Berlin                2026-03-29 00:20      2026-03-29 01:15
hour 00:15 Europe/Berlin                2026-10-25 00:20      2026-10-25 01:15
hour 00:10 Australia/Lord_Howe          2026-10-03 14:45      2026-10-03 16:10
"""


def plan(text: str) -> Schedule:
    every, at, zone = text.split()
    every, _colon, number = every.partition(":")
    name = {"week": "weekday", "month": "day"}.get(every)
    return Schedule(every=every, at=at, zone=zone, **({name: int(number)} if name else {}))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize("line", TABLE.strip().splitlines()[1:])
def test_the_next_run(line):
    schedule, after, expected = plan(line[:40]), moment(line[40:62].strip()), moment(line[62:].strip())
    assert next_due(schedule, after) == expected


def test_a_week_without_a_worker_is_one_run():
    schedule, now = plan("day 06:00 UTC"), moment("2026-03-08 10:00")
    assert next_due(schedule, now) == moment("2026-03-09 06:00")


ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
]


@st.composite
def schedules(draw) -> Schedule:
    every = draw(st.sampled_from(["hour", "day", "week", "month"]))
    return Schedule(
        every=every,
        at=draw(st.times()),
        zone=draw(st.sampled_from(ZONES)),
        weekday=draw(st.integers(0, 6)) if every == "week" else None,
        day=draw(st.integers(1, 31)) if every == "month" else None,
    )


MOMENTS = st.integers(0, 2**29).map(lambda second: moment("2015-01-01 00:00") + dt.timedelta(seconds=second))
LONGEST = {"hour": 1, "day": 25, "week": 7 * 24 + 1, "month": 31 * 24 + 1}


@given(schedules(), MOMENTS)
def test_the_next_run_is_later_on_the_minute_and_none_is_left_out(schedule, after):
    found = next_due(schedule, after)
    hours = (found - after).total_seconds() / 3600
    assert 0 < hours <= LONGEST[schedule.every] + (schedule.every == "hour") * 0.5
    assert found.second == found.microsecond == 0
    assert found.tzinfo is dt.UTC
    between = after + (found - after) / 2
    assert next_due(schedule, between) == found, "nothing runs in between"
    wall = found.astimezone(zoneinfo.ZoneInfo(schedule.zone))
    shown = wall.minute == schedule.at.minute if schedule.every == "hour" else wall.time() == schedule.at
    assert shown or is_end_of_gap(wall)


def is_end_of_gap(wall):
    before = (wall.astimezone(dt.UTC) - dt.timedelta(minutes=1)).astimezone(wall.tzinfo)
    return before.utcoffset() < wall.utcoffset()


@given(st.times(), st.sampled_from(ZONES), MOMENTS)
def test_a_daily_plan_runs_once_on_each_day(at, zone, after):
    schedule = Schedule(every="day", at=at, zone=zone)
    zone = zoneinfo.ZoneInfo(schedule.zone)
    first = next_due(schedule, after)
    second = next_due(schedule, first)
    assert (second.astimezone(zone).date() - first.astimezone(zone).date()).days == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "week"}, {"every": "day", "weekday": 1}, {"every": "month"}, {"every": "month", "day": 32},
        {"every": "day", "zone": "Mars/Olympus"}, {"every": "minute"}, {"every": "week", "weekday": 7},
    ],
)  # fmt: skip
def test_a_plan_that_can_not_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        Schedule.model_validate(wrong)


def test_it_is_stored_as_plain_data():
    schedule = Schedule(every="month", day=31, at=dt.time(6, 30, 12), **BERLIN)
    assert Schedule.model_validate(schedule.model_dump(mode="json", exclude_none=True)) == schedule
    assert schedule.at == dt.time(6, 30)
