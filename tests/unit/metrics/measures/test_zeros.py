"""Where no row is a zero."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures import MEASURES
from metrics.measures.coverage import Coverage, SourceCover, Span, days_of
from metrics.measures.months import add_months
from metrics.measures.zeros import GIVES, Zeros, is_of_events

TODAY = dt.date(2026, 11, 28)
JANUARY = dt.date(2026, 1, 1)


def day(text):
    return dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def covered(length=1, **sources):
    """Coverage by the source's name: `events=(first, last)` is one of events, any other name is of statements."""
    return Coverage(
        length,
        {
            name: SourceCover((Span(day(first), day(last)),), is_of_events=name.startswith("events"))
            for name, (first, last) in sources.items()
        },
    )


def months(found):
    return sorted(f"{period:%Y-%m}" for period in found)


def test_what_grows_is_of_events_where_nobody_says_it():
    assert {kind for kind in MEASURES if is_of_events(MEASURES[kind], None)} == {"sum", "count", "distinct"}


def test_the_mapping_says_otherwise():
    assert not is_of_events(MEASURES["sum"], "statements")
    assert is_of_events(MEASURES["share"], "events")
    assert set(GIVES) == {"events", "statements"}


@pytest.mark.parametrize("kind", ["velocity", "last"])
def test_a_stock_is_never_zero_for_lack_of_rows(kind):
    assert not is_of_events(MEASURES[kind], "events")


@pytest.mark.parametrize("kind", [kind for kind in MEASURES if MEASURES[kind].can_be_zero])
def test_nothing_is_0_of_what_grows_and_undefined_of_all_else(kind):
    measure = MEASURES[kind]
    assert measure.value(measure.zeros) == (0 if measure.grows else None)


def test_it_is_one_in_whole_periods_that_a_source_of_events_covers():
    zeros = covered(events=("2026-01-01", "2026-11-30")).zeros(JANUARY, day("2026-12"), TODAY)
    assert months(zeros.of([("events", day("2026-08"))])) == ["2026-08", "2026-09", "2026-10"]
    assert zeros.of([("another", JANUARY)]) == set()
    assert covered(stated=("2026-01-01", "2026-10-31")).zeros(JANUARY, TODAY, TODAY).is_empty


def test_not_while_another_source_that_is_due_lacks_the_period():
    both = covered(events=("2026-01-01", "2026-10-31"), stated=("2026-01-01", "2026-08-31"))
    zeros = both.zeros(day("2026-07"), TODAY, TODAY)
    assert months(zeros.of([("events", JANUARY)])) == ["2026-07", "2026-08"]
    assert zeros.newest("events") == day("2026-08")
    assert Zeros().newest("events") is None


@given(
    since=st.integers(0, 9), first=st.integers(0, 9), last=st.integers(0, 9), length=st.sampled_from([1, 3])
)
def test_each_zero_lies_in_all_that_is_asked_of_it(since, first, last, length):
    """Against the plain rule, period by period."""
    source = covered(length, events=("2026-01-01", "2026-09-30"))
    begun, start, end = (add_months(JANUARY, number) for number in (since, first, last))
    found = source.zeros(start, end, TODAY).of([("events", begun)])
    every = [add_months(JANUARY, number) for number in range(0, 12, length)]
    assert found == {
        period
        for period in every
        if max(begun, start) <= period <= end and days_of(period, length).last <= dt.date(2026, 9, 30)
    }


def test_a_source_is_meant_to_give_what_it_gives_or_lacks():
    both = covered(old=("2026-01-01", "2026-03-31"), new=("2026-04-01", "2026-09-30"))
    assert both.meant(JANUARY, day("2026-03")) == ["old"]
    assert both.meant(day("2026-04"), day("2026-12")) == ["new"]
    assert both.meant(JANUARY, day("2026-12")) == ["old", "new"]
