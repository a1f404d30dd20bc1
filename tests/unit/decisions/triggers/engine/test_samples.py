"""Samples from sums of periods: windows, holes, and the year before."""

import datetime as dt
from decimal import Decimal

import pytest

from decisions.triggers.engine.machine import Sample
from decisions.triggers.engine.samples import rolling
from metrics.measures import MEASURES
from tests.unit.decisions.triggers.engine.series import month

FIRST, YEAR_AFTER = month(0), month(12)


def periods(*rows, length=1):
    """Parts of successive periods; None for one without data."""
    return {
        month(index * length): tuple(map(Decimal, row if isinstance(row, tuple) else (row,)))
        for index, row in enumerate(rows)
        if row is not None
    }


def values(samples):
    return [sample.value for sample in samples]


def over(found, kind="sum", *, months=1, last, active_from=FIRST, length=1):
    return rolling(found, MEASURES[kind], months=months, last=last, active_from=active_from, length=length)


def test_every_period_up_to_the_last_expected_one_has_a_sample():
    found = over(periods(5, None, 7), last=month(4))
    assert found == (
        Sample(month(0), 5.0), Sample(month(1), None), Sample(month(2), 7.0), Sample(month(3), None),
        Sample(month(4), None),
    )  # fmt: skip


def test_a_window_with_a_hole_has_no_value():
    found = over(periods(1, 2, 3, None, 5, 6, 7), months=3, last=month(6))
    assert values(found) == [None, None, 6, None, None, None, 18]


def test_a_ratio_of_a_window_is_the_ratio_of_its_sums():
    margins = periods((10, 100), (90, 100), (0, 800), (0, 0))
    assert values(over(margins, "margin", last=month(3))) == [10, 90, 0, None]
    assert values(over(margins, "margin", months=3, last=month(3))) == [None, None, 10, 10]


def test_of_a_stock_the_last_period_counts():
    """Velocity: open × win rate × mean won value ÷ mean days."""
    found = over(periods((9, 1, 1, 10, 5), (4, 1, 1, 10, 5)), "velocity", months=2, last=month(1))
    assert values(found) == [None, 4 * 0.5 * 10 / 5]


def kept(*rows):
    """Parts that are no numbers, of successive periods; None for one without data."""
    return {month(index): (row,) for index, row in enumerate(rows) if row is not None}


def test_different_texts_need_each_period_and_count_once():
    found = kept({"a"}, {"a", "b"}, {"b"}, None, {"c"}, {"c"}, {"a", "c"})
    assert values(over(found, "distinct", months=3, last=month(6))) == [None, None, 2, None, None, None, 2]


def test_a_median_is_that_of_all_values_of_the_window():
    found = kept((Decimal(1), Decimal(9)), None, (Decimal(2),))
    assert values(over(found, "median", months=3, last=month(2))) == [None, None, 2]


def test_what_a_partner_said_last_counts_on_inside_the_window():
    found = kept({"a": Decimal(5), "b": Decimal(1)}, {"b": Decimal(2)}, {"b": Decimal(3)}, {"b": Decimal(4)})
    assert values(over(found, "last", months=3, last=month(3))) == [None, None, 8, 4]


@pytest.mark.parametrize(
    ("active_from", "first"), [(month(2), 2), (dt.date(2024, 3, 31), 2), (dt.date(2024, 4, 1), 3)]
)
def test_it_begins_with_the_period_that_holds_the_day(active_from, first):
    """The window reaches back before it."""
    found = over(periods(1, 2, 3, 4), months=2, last=month(3), active_from=active_from)
    assert [sample.period for sample in found] == [month(index) for index in range(first, 4)]
    assert found[0].value == (first + 1) + first


def test_a_trigger_that_is_not_active_yet_has_no_samples():
    assert over(periods(1), last=month(0), active_from=month(1)) == ()


@pytest.mark.parametrize(
    ("months", "expected"), [(1, [1, 2, 4]), (3, [1, 2, 4]), (5, [1, 2, 4]), (6, [None, 3, 6])]
)
def test_quarters_make_whole_windows(months, expected):
    found = over(
        periods(1, 2, 4, length=3), months=months, last=month(6), active_from=dt.date(2024, 2, 9), length=3
    )
    assert [sample.period for sample in found] == [month(0), month(3), month(6)]
    assert values(found) == expected
