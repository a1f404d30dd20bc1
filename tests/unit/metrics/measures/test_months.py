"""Months, quarters, windows."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures.months import add_months, months_between, period_key, period_start, periods_between
from metrics.measures.windows import BadWindow, Window, parse_month
from metrics.observations.partner_sets import PartnerSet

JUNE = dt.date(2019, 6, 1)
MAY = dt.date(2020, 5, 1)

months = st.dates(min_value=dt.date(1980, 1, 1), max_value=dt.date(2100, 1, 1)).map(
    lambda day: day.replace(day=1)
)


@given(months, st.integers(min_value=-60, max_value=60))
def test_adding_months_and_taking_them_away(month, count):
    assert add_months(add_months(month, count), -count) == month


@given(months, st.integers(min_value=0, max_value=60))
def test_between_counts_both_ends(month, count):
    found = months_between(month, add_months(month, count))
    assert len(found) == count + 1
    assert found == sorted(set(found))


def test_quarters_begin_in_january_april_july_and_october():
    assert period_start(dt.date(2024, 5, 1), 3) == dt.date(2024, 4, 1)
    assert [period.month for period in periods_between(JUNE, MAY, 3)] == [7, 10, 1, 4]
    assert period_key(dt.date(2024, 4, 1), 3) == "2024-Q2"
    assert period_key(dt.date(2024, 4, 1), 1) == "2024-04"


@pytest.mark.parametrize(
    "text", ["2019-6", "2019-13", "2019-00", "0000-01", "1899-01", "June 2019", "", "2019-06-01"]
)
def test_what_is_no_month_is_refused_with_an_example(text):
    with pytest.raises(BadWindow, match="2019-06"):
        parse_month(text)


def test_the_twelve_newest_months_are_the_usual_window():
    assert Window().resolved(MAY) == (JUNE, MAY)
    assert Window().resolved(None) is None


def test_the_newest_quarter_is_whole_in_the_window():
    assert Window().resolved(dt.date(2020, 4, 1), 3) == (dt.date(2019, 7, 1), dt.date(2020, 6, 1))


def test_a_fixed_window_needs_no_data():
    assert Window.of("2019-06", "2020-05", None).resolved(None) == (JUNE, MAY)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("2019-06", None, None), (None, "2019-06", None), ("2020-05", "2019-06", None), (None, None, 0),
     (None, None, 241), ("2000-01", "2020-01", None), ("2019-06", "2020-05", 12)],
)  # fmt: skip
def test_windows_that_cannot_be(first, last, count):
    with pytest.raises(BadWindow):
        Window.of(first, last, count)


def test_everybody_is_a_set_without_limits():
    assert PartnerSet().is_everybody
    assert not PartnerSet(segment="").is_everybody
    assert not PartnerSet(ids=frozenset()).is_everybody
