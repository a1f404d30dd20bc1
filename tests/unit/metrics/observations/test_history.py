"""Earlier values that a baseline can be held against."""

import datetime as dt
from decimal import Decimal

import pytest

from metrics.measures import MEASURES
from metrics.observations.baselines import Baseline, Point


def baseline_of(values, *, is_total, first=(2026, 1), last=(2026, 3)):
    trend = tuple(
        Point(
            dt.date(2025 + (9 + place) // 12, (9 + place) % 12 + 1, 1),
            None if value is None else Decimal(value),
        )
        for place, value in enumerate(values)
    )
    return Baseline(
        metric="m",
        name="M",
        unit="USD",
        direction="higher",
        definition_id="",
        definition_version=1,
        first=dt.date(*first, 1),
        last=dt.date(*last, 1),
        value=Decimal(1),
        count=1,
        partners=1,
        asked=1,
        grade="A",
        newest=None,
        trend=trend,
        is_total=is_total,
    )


def test_a_total_is_held_against_windows_of_its_own_length():
    found = baseline_of([1, 2, 3, 4, 5, 6], is_total=True).history
    assert [point.value for point in found] == [6, 9, 12, 15]
    assert found[-1].period == dt.date(2026, 3, 1)


def test_a_window_with_an_empty_month_has_no_total():
    found = baseline_of([1, None, 3, 4, 5, 6], is_total=True).history
    assert [point.value for point in found] == [None, None, 12, 15]


def test_a_ratio_is_held_against_single_months():
    found = baseline_of([1, 2, 3], is_total=False)
    assert found.history == found.trend


@pytest.mark.parametrize("kind", MEASURES)
def test_only_what_is_added_up_is_a_total(kind):
    assert MEASURES[kind].is_total == (kind in {"sum", "count"})
