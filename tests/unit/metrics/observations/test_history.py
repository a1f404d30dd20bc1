"""Earlier values that a baseline can be held against."""

import datetime as dt
from decimal import Decimal

import pytest

from metrics.measures import MEASURES
from metrics.measures.months import add_months
from metrics.observations.baselines import Baseline
from metrics.observations.history import trend_of, windows_of

OCTOBER = dt.date(2025, 10, 1)


def months(*parts):
    """Periods from October on; None has no data."""
    return {add_months(OCTOBER, place): (one,) for place, one in enumerate(parts) if one is not None}


def totals(*values):
    return months(*(None if value is None else Decimal(value) for value in values))


def values(points):
    return [point.value for point in points]


def test_a_total_is_held_against_windows_of_its_own_length():
    found = windows_of(MEASURES["sum"], totals(1, 2, 3, 4, 5, 6), 3, 1)
    assert values(found) == [6, 9, 12, 15]
    assert found[-1].period == dt.date(2026, 3, 1)


def test_a_window_with_an_empty_month_has_no_total():
    assert values(windows_of(MEASURES["sum"], totals(1, None, 3, 4, 5, 6), 3, 1)) == [None, None, 12, 15]


def test_a_ratio_is_held_against_single_months():
    periods = {OCTOBER: (Decimal(9), Decimal(3)), dt.date(2025, 12, 1): (Decimal(8), Decimal(2))}
    assert windows_of(MEASURES["mean"], periods, 3, 1) is None
    assert values(trend_of(MEASURES["mean"], periods, 1)) == [3, None, 4]


def test_a_single_month_is_held_against_single_months():
    assert windows_of(MEASURES["sum"], totals(1, 2, 3), 1, 1) is None


def test_different_texts_are_counted_over_each_window():
    """Each month has two of them, any three months have three."""
    periods = months(*(frozenset(pair) for pair in ("ab", "bc", "ca", "ab")))
    assert values(trend_of(MEASURES["distinct"], periods, 1)) == [2, 2, 2, 2]
    assert values(windows_of(MEASURES["distinct"], periods, 3, 1)) == [3, 3]
    del periods[dt.date(2025, 11, 1)]
    assert values(windows_of(MEASURES["distinct"], periods, 3, 1)) == [None, None]


def test_a_stock_is_carried_on_inside_its_window_alone():
    """`a` says 7 once; two months later it counts still, three months later no more."""
    periods = months({"a": Decimal(7), "b": Decimal(1)}, {"b": Decimal(2)}, None, {"b": Decimal(4)})
    assert values(windows_of(MEASURES["last"], periods, 3, 1)) == [None, 4]
    assert values(windows_of(MEASURES["last"], periods, 2, 1)) == [9, None, 4]


@pytest.mark.parametrize("windows", [None, ()])
def test_a_baseline_without_windows_shows_its_trend(windows):
    """Where windows are asked for and none is long enough, single periods are no answer."""
    points = trend_of(MEASURES["sum"], totals(1, 2), 1)
    found = Baseline(
        metric="m",
        name="M",
        unit="USD",
        direction="higher",
        definition_id="",
        definition_version=1,
        first=dt.date(2026, 1, 1),
        last=dt.date(2026, 3, 1),
        value=Decimal(1),
        count=1,
        partners=1,
        asked=1,
        grade="A",
        newest=None,
        trend=points,
        windows=windows,
    )
    assert found.history == (points if windows is None else ())


@pytest.mark.parametrize("kind", MEASURES)
def test_only_what_is_added_up_is_a_total(kind):
    assert MEASURES[kind].is_total == (kind in {"sum", "count"})
    assert MEASURES[kind].grows == (kind in {"sum", "count", "distinct"})
    assert MEASURES[kind].follows_length == (kind in {"sum", "count", "distinct", "last"})
