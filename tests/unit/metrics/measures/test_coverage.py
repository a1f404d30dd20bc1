"""Which days sources cover, and which periods are whole."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures.coverage import (
    Coverage,
    SourceCover,
    Span,
    covered_anew,
    covered_by_rows,
    days_of,
    joined,
    periods_moved,
)

TODAY = dt.date(2026, 11, 28)


def day(text):
    return dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def span(first, last):
    return Span(day(first), day(last))


def sources(length=1, **given):
    """Coverage from spans by the source's name; a name that begins with `hand` is typed."""
    covers = {
        name: SourceCover(joined(span(*one) for one in spans), name.startswith("hand"))
        for name, spans in given.items()
    }
    return Coverage(length, covers)


def newest(covered, today=TODAY):
    found = covered.newest_whole(today)
    return f"{found:%Y-%m}" if found else None


def test_a_period_is_whole_once_it_has_ended_and_is_covered():
    covered = sources(a=[("2026-01-01", "2026-11-30")])
    assert newest(covered) == "2026-10"
    assert newest(covered, day("2026-11-30")) == "2026-10"
    assert newest(covered, day("2026-12-01")) == "2026-11"
    assert newest(covered, day("2027-06-01")) == "2026-11"


def test_a_period_that_is_covered_in_part_is_not_whole():
    covered = sources(a=[("2026-01-25", "2026-10-30")])
    assert newest(covered) == "2026-09"
    assert covered.partial(day("2026-01"), day("2026-12"), TODAY) == tuple(
        map(day, ("2026-01", "2026-10", "2026-11", "2026-12"))
    )


def test_every_source_has_to_cover_it():
    covered = sources(eu=[("2026-01-01", "2026-09-30")], us=[("2026-01-01", "2026-10-31")])
    assert newest(covered) == "2026-09"


def test_a_source_is_due_from_its_first_period_on():
    covered = sources(eu=[("2026-03-10", "2026-10-31")], us=[("2026-01-01", "2026-10-31")])
    assert covered.is_whole(day("2026-02"), TODAY)
    assert not covered.is_whole(day("2026-03"), TODAY)
    assert covered.is_whole(day("2026-04"), TODAY)


def test_a_source_that_begins_after_another_one_ended_takes_over():
    covered = sources(old=[("2025-01-01", "2026-06-30")], new=[("2026-07-01", "2026-10-31")])
    assert newest(covered) == "2026-10"
    assert covered.is_whole(day("2025-05"), TODAY)


def test_what_is_typed_stands_beside_files():
    covered = sources(a=[("2026-01-01", "2026-10-31")], hand=[("2026-03-01", "2026-03-31")])
    assert newest(covered) == "2026-10"
    assert newest(sources(hand=[("2026-03-01", "2026-03-31")])) == "2026-03"


def test_a_month_that_no_source_covers_is_not_whole():
    covered = sources(a=[("2026-01-01", "2026-03-31"), ("2026-06-01", "2026-10-31")])
    assert not covered.is_whole(day("2026-04"), TODAY)
    assert newest(covered) == "2026-10"


def test_quarters():
    covered = sources(3, a=[("2026-01-01", "2026-09-30")])
    assert newest(covered) == "2026-07"
    assert newest(sources(3, a=[("2026-01-01", "2026-08-31")])) == "2026-04"


def test_nothing_is_whole_without_sources():
    assert newest(Coverage(1)) is None
    assert Coverage(1).partial(day("2026-10"), day("2026-11"), TODAY) == (day("2026-10"), day("2026-11"))


def test_rows_cover_from_the_first_to_the_last_and_what_lies_ahead_itself_alone():
    rows = map(day, ("2026-08", "2026-10", "2062-10"))
    assert covered_by_rows(rows, 1, TODAY) == (
        span("2026-08-01", "2026-10-31"),
        span("2062-10-01", "2062-10-31"),
    )
    assert covered_by_rows([day("2026-11")], 1, TODAY) == (span("2026-11-01", "2026-11-30"),)
    assert covered_by_rows([], 1, TODAY) == ()


def test_a_slip_in_a_year_makes_no_period_whole_before_its_time():
    spans = covered_by_rows(map(day, ("2026-08", "2026-10", "2062-10")), 1, TODAY)
    covered = Coverage(1, {"a": SourceCover(spans)})
    assert newest(covered) == "2026-10"
    assert newest(covered, day("2027-03-01")) == "2026-10"
    assert newest(covered, day("2062-11-01")) == "2062-10"


def test_a_file_of_a_part_leaves_that_part():
    before = [span("2026-08-01", "2026-09-30")]
    after = covered_anew(before, [day("2026-08"), day("2026-09")], 1, [span("2026-08-25", "2026-09-30")])
    assert after == (span("2026-08-25", "2026-09-30"),)
    assert periods_moved(before, after, 1) == {day("2026-08")}


@pytest.mark.parametrize("other", [("2026-01", "2026-02"), ("2026-04", "2026-05")])
def test_days_that_do_not_meet_stay_apart(other):
    assert len(joined([span("2026-03-02", "2026-03-30"), span(*other)])) == 2


def test_days_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="ends before"):
        span("2026-02-02", "2026-02-01")


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda ends: Span(min(ends), max(ends))), max_size=4)


def by_day(spans):
    found = set()
    for one in spans:
        found |= {one.first + dt.timedelta(days=ahead) for ahead in range((one.last - one.first).days + 1)}
    return found


@given(before=SPANS, given_=SPANS, month=st.integers(1, 12))
def test_covered_days_hold_day_by_day(before, given_, month):
    period = dt.date(2026, month, 1)
    after = covered_anew(before, [period], 1, given_)
    assert by_day(after) == (by_day(before) - by_day([days_of(period, 1)])) | by_day(given_)
    assert all(one.last + dt.timedelta(days=1) < two.first for one, two in pairwise(after))
