"""The forms themselves: a day, with its name, a time, a month, a period, from month to month."""

import datetime as dt

import pytest

from partnerdesk.core import dates
from partnerdesk.core.templatetags import desk

DAY = dt.date(2026, 12, 3)
AT = dt.datetime(2026, 12, 3, 14, 5, tzinfo=dt.UTC)


def test_each_has_one_form():
    assert dates.day(DAY) == dates.day("2026-12-03") == dates.day(AT) == "3 Dec 2026"
    assert dates.weekday(DAY) == "Thursday, 3 Dec 2026"
    assert dates.moment(AT) == "3 Dec 2026, 14:05"
    assert dates.weekday_moment(AT) == "Thursday, 3 Dec 2026, 14:05"
    assert dates.clock(AT) == dates.clock(AT.time()) == "14:05"
    assert dates.month(DAY) == dates.month("2026-12") == dates.month("2026-12-03") == "Dec 2026"


@pytest.mark.parametrize(
    ("first", "length", "words"),
    [("2026-09", 1, "Sep 2026"), ("2026-10", 3, "Q4 2026"), (dt.date(2026, 1, 1), 3, "Q1 2026")],
)
def test_a_period_is_named_by_its_length(first, length, words):
    assert dates.period(first, length) == words


def test_one_month_stands_alone():
    assert dates.months("2026-01", "2026-03") == "Jan 2026 – Mar 2026"
    assert dates.months("2026-01-01", dt.date(2026, 1, 31)) == "Jan 2026"


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-12-03T14:05:00Z"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match=r"isoformat|month must"):
        dates.day(text)
    with pytest.raises(ValueError, match=r"isoformat|month must"):
        dates.month(text)


def test_filters_say_nothing_of_nothing():
    forms = (
        desk.as_day,
        desk.as_weekday,
        desk.as_moment,
        desk.as_weekday_moment,
        desk.as_clock,
        desk.as_month,
    )
    assert {form(None) for form in forms} == {""}
    assert desk.as_period(None, 3) == desk.as_months(None, DAY) == desk.month_key(None) == ""
    assert desk.month_key(DAY) == "2026-12"
    assert desk.as_clock(dt.time()) == "00:00", "midnight is a time"
