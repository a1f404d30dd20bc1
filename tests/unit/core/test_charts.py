"""Geometry of the pictures."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures.months import add_months, month_key
from partnerdesk.core.charts import nice_scale, spaced, spark, trend

START = dt.date(2019, 1, 1)


def points(*values):
    return [
        (add_months(START, index), None if value is None else Decimal(str(value)))
        for index, value in enumerate(values)
    ]


def draw(*values, **more):
    return trend(points(*values), title="A line", words=str, named=month_key, **more)


def test_nothing_known_is_no_picture():
    assert draw(None, None) is None
    assert trend([], title="", words=str, named=month_key) is None
    assert spark(points(None, 1)) is None


def test_the_line_is_broken_where_a_period_is_empty():
    chart = draw(1, 2, None, 3, None, 4, 5)
    assert [len(line.split()) for line in chart.lines] == [2, 2]
    assert len(chart.lonely) == 1


def test_the_last_known_value_is_named():
    chart = draw(1, 2, None)
    assert chart.last.label == "2"
    assert chart.rows[-1] == ("2019-03", "–")


def test_the_window_is_shaded_inside_the_line():
    chart = draw(*range(24), window=(add_months(START, 12), add_months(START, 23)))
    assert float(chart.band.x) > float(chart.left)
    assert float(chart.band.x) + float(chart.band.width) == pytest.approx(float(chart.right), abs=0.2)


def test_a_window_over_everything_needs_no_shade():
    assert draw(1, 2, window=(START, add_months(START, 1))).band is None


def test_higher_values_stand_higher():
    chart = draw(0, 10)
    (low, high) = (float(pair.split(",")[1]) for pair in chart.lines[0].split())
    assert high < low


numbers = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)


@given(st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=40))
def test_everything_stays_inside_the_picture(values):
    chart = draw(*values)
    if all(value is None for value in values):
        assert chart is None
        return
    top, bottom = float(chart.top), float(chart.bottom)
    for line in chart.lines:
        for pair in line.split():
            x, y = map(float, pair.split(","))
            assert float(chart.left) - 0.1 <= x <= float(chart.right) + 0.1
            assert top - 0.1 <= y <= bottom + 0.1
    assert 2 <= len(chart.y_ticks) <= 8


@given(numbers, numbers)
def test_a_scale_holds_its_values_in_round_steps(one, other):
    low, high = sorted([float(one), float(other)])
    scale = nice_scale(low, high)
    assert float(scale[0]) <= low + 1e-6
    assert float(scale[-1]) >= high - 1e-6
    steps = {later - earlier for earlier, later in pairwise(scale)}
    assert len(steps) == 1


@given(st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=12))
def test_spaced_places_end_with_the_last(count, most):
    places = spaced(count, most)
    assert places == sorted(set(places))
    assert len(places) <= max(most, 1)
    if count > 1 and most > 1:
        assert places[-1] == count - 1
