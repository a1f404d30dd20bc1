"""When a digest is due: at the chosen hour of the person's own clock, once for each day, whatever summer time does."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.mail_preferences import next_digest_at

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu"]


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "after", "due"),
    [
        ("Europe/Berlin", 7, utc(2026, 11, 20, 5, 59), utc(2026, 11, 20, 6)),
        ("Europe/Berlin", 7, utc(2026, 11, 20, 6), utc(2026, 11, 21, 6)),
        ("Asia/Tokyo", 7, utc(2026, 11, 20, 23), utc(2026, 11, 21, 22)),
        # The clocks go forward on 29 March 2026: the day has 23 hours, and none is named two.
        ("Europe/Berlin", 7, utc(2026, 3, 28, 6), utc(2026, 3, 29, 5)),
        ("Europe/Berlin", 2, utc(2026, 3, 28, 12), utc(2026, 3, 29, 1)),
        ("Europe/Berlin", 2, utc(2026, 3, 29, 1), utc(2026, 3, 30, 0)),
        # They go back on 25 October: the hour named two comes twice, and the digest once.
        ("Europe/Berlin", 2, utc(2026, 10, 24, 12), utc(2026, 10, 25, 0)),
        ("Europe/Berlin", 2, utc(2026, 10, 25, 0), utc(2026, 10, 26, 1)),
        ("Europe/Berlin", 2, utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1)),
        # Half an hour of summer time; and the zone that left out the whole of 30 December 2011.
        ("Australia/Lord_Howe", 2, utc(2026, 10, 3, 12), utc(2026, 10, 3, 15, 30)),
        ("Pacific/Apia", 7, utc(2011, 12, 30, 2), utc(2011, 12, 30, 17)),
    ],
)
def test_the_hour_on_the_persons_clock(zone, hour, after, due):
    assert next_digest_at(after, hour=hour, zone=zone) == due


@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_it_is_ahead_within_a_day_and_each_day_has_one(zone, hour, after):
    due = next_digest_at(after, hour=hour, zone=zone)
    assert dt.timedelta(0) < due - after <= dt.timedelta(hours=25)
    following = next_digest_at(due, hour=hour, zone=zone)
    place = zoneinfo.ZoneInfo(zone)
    assert following.astimezone(place).date() - due.astimezone(place).date() == dt.timedelta(days=1)
