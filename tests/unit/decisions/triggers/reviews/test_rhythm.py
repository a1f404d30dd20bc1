"""A rhythm keeps its planned day."""

import datetime as dt
from itertools import accumulate

import pytest

from decisions.triggers.reviews.rhythm import next_day


def days(first, months, count):
    begin = dt.date.fromisoformat(first)
    found = accumulate(range(count), lambda last, _step: next_day(begin, months, last), initial=begin)
    return [day.isoformat() for day in found]


def test_the_31st_comes_back_after_february():
    assert days("2026-01-31", 1, 4) == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_the_29th_of_february_comes_back_in_leap_years():
    assert days("2024-02-29", 12, 4) == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_quarters_from_the_last_day_of_november():
    assert days("2026-11-30", 3, 3) == ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [("2026-01-01", "2026-01-31"), ("2026-03-30", "2026-03-31"), ("2026-03-31", "2026-04-30")],
)
def test_it_goes_on_behind_any_day(after, expected):
    found = next_day(dt.date(2026, 1, 31), 1, dt.date.fromisoformat(after))
    assert found == dt.date.fromisoformat(expected)
