"""How old a figure is: its data against their delivery, itself against its own window."""

import datetime as dt

import pytest

from metrics.measures.age import Rhythm, age_of
from metrics.measures.grading import capped

MONTHLY = Rhythm(months=1, lag_days=14, slack_days=7)


def month(text):
    return dt.date.fromisoformat(f"{text}-01")


def age(newest, first, last, today, rhythm=MONTHLY):
    return age_of(
        newest and month(newest),
        first=first and month(first),
        last=last and month(last),
        rhythm=rhythm,
        today=dt.date.fromisoformat(today),
    )


@pytest.mark.parametrize(
    ("today", "state", "months"),
    [
        ("2020-07-14", "fresh", 1),
        ("2020-07-15", "late", 1),
        ("2020-07-21", "late", 1),
        ("2020-07-22", "stale", 1),
        ("2021-06-01", "stale", 12),
        ("2021-06-02", "old", 12),
        ("2026-11-28", "old", 77),
    ],
)
def test_a_year_that_ends_with_the_newest_month(today, state, months):
    found = age("2020-05", "2019-06", "2020-05", today)
    assert (found.state, found.months, found.window) == (state, months, 12)


@pytest.mark.parametrize(("first", "state"), [("2025-01", "old"), ("2024-12", "old"), ("2024-10", "fresh")])
def test_a_chosen_window_grows_old_though_newer_data_are_there(first, state):
    assert age("2026-10", first, "2025-10", "2026-11-02").state == state


def test_a_short_window_is_not_old_before_its_data_are_overdue():
    slow = Rhythm(months=1, lag_days=90)
    assert age("2026-07", "2026-07", "2026-07", "2026-11-20", slow).state == "fresh"
    assert age("2026-07", "2026-07", "2026-07", "2026-12-20", slow).state == "old"


def test_a_window_ahead_of_its_data_is_as_old_as_they_are():
    assert age("2020-05", "2020-01", "2026-12", "2026-11-28").newest == month("2020-05")


def test_quarters_are_counted_whole():
    found = age("2025-04", "2024-07", "2025-06", "2026-07-02", Rhythm(months=3))
    assert (found.state, found.window, found.months) == ("old", 12, 12)


def test_what_has_no_window_has_no_age():
    assert age(None, None, None, "2026-11-28").state == "none"
    assert age(None, "2030-01", "2030-12", "2026-11-28").state == "none"
    assert age(None, "2020-01", "2020-01", "2026-11-28").state == "old"


@pytest.mark.parametrize(
    ("grade", "state", "shown"),
    [
        ("A", "fresh", "A"), ("A", "none", "A"), ("A", "late", "B"), ("A", "stale", "C"), ("A", "old", "D"),
        ("C", "late", "C"), ("D", "stale", "D"), ("B", "stale", "C"),
    ],
)  # fmt: skip
def test_age_caps_a_grade_and_never_lifts_it(grade, state, shown):
    assert capped(grade, state) == shown
