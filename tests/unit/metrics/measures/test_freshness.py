"""Freshness: period end + usual delay + slack."""

import datetime as dt

import pytest

from metrics.measures.freshness import freshness, overdue_on

MAY = dt.date(2020, 5, 1)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (dt.date(2020, 6, 1), "fresh"),
        (dt.date(2020, 7, 14), "fresh"),  # June ends on the 30th, and is there 14 days later
        (dt.date(2020, 7, 15), "late"),
        (dt.date(2020, 7, 21), "late"),
        (dt.date(2020, 7, 22), "stale"),
    ],
)
def test_books_that_close_on_day_14_are_not_stale_each_month(today, state):
    found = freshness(MAY, months=1, lag_days=14, today=today)
    assert found.state == state
    assert found.expected == dt.date(2020, 6, 1)
    assert found.due_on == dt.date(2020, 7, 14)


def test_a_quarter_is_due_after_its_third_month():
    found = freshness(dt.date(2020, 4, 1), months=3, lag_days=0, today=dt.date(2020, 9, 30))
    assert (found.state, found.due_on) == ("fresh", dt.date(2020, 9, 30))


def test_without_data_there_is_nothing_to_be_late():
    assert freshness(None, months=1, lag_days=0, today=MAY).state == "none"


@pytest.mark.parametrize(("slack_days", "state"), [(0, "stale"), (1, "late"), (6, "late"), (30, "late")])
def test_a_metric_may_be_late_for_a_longer_or_shorter_time(slack_days, state):
    today = dt.date(2020, 7, 15)
    assert freshness(MAY, months=1, lag_days=14, slack_days=slack_days, today=today).state == state


@pytest.mark.parametrize("slack_days", [0, 7, 30])
@pytest.mark.parametrize("months", [1, 3])
def test_the_day_on_which_data_turn_stale_is_the_first_such_day(months, slack_days):
    given = {"months": months, "lag_days": 14, "slack_days": slack_days}
    day = overdue_on(MAY, **given)
    assert freshness(MAY, today=day, **given).state == "stale"
    assert freshness(MAY, today=day - dt.timedelta(days=1), **given).state != "stale"
