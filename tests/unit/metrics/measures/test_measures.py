"""Measures: worked examples, an edge table, properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures import MEASURES, combine_partners, combine_periods, window_value


def decimals(*numbers):
    return tuple(Decimal(str(number)) for number in numbers)


def test_net_promoter_score_as_reichheld_counts_it():
    # 70 promoters, 10 detractors and 20 passives of 100: 70 % less 10 % is 60.
    assert MEASURES["nps"].value(decimals(70, 10, 100)) == 60


def test_pipeline_velocity_by_its_usual_formula():
    # 100 open × 30 % won × 10,000 each ÷ 60 days = 5,000 a day.
    assert MEASURES["velocity"].value(decimals(100, 30, 70, 300_000, 1_800)) == 5_000


@pytest.mark.parametrize(
    ("kind", "parts", "value"),
    [
        ("sum", (12.5,), Decimal("12.5")),
        ("sum", (0,), 0),
        ("count", (7,), 7),
        ("mean", (10, 4), Decimal("2.5")),
        ("mean", (10, 0), None),
        ("score", (150, 2), 75),
        ("share", (1, 4), 25),
        ("share", (0, 4), 0),
        ("share", (0, 0), None),
        ("ratio", (54_000, 12), 4_500),
        ("ratio", (54_000, 0), None),
        ("margin", (-5, 100), -5),
        ("margin", (0, 0), None),
        ("margin", (10, -100), -10),
        ("mean_days", (640, 12), Decimal(640) / 12),
        ("nps", (0, 0, 0), None),
        ("nps", (0, 10, 10), -100),
        ("velocity", (10, 0, 5, 0, 0), None),
        ("velocity", (10, 5, 0, 500, 0), None),
        ("velocity", (0, 5, 5, 500, 50), 0),
    ],
)
def test_value_and_undefined(kind, parts, value):
    assert MEASURES[kind].value(decimals(*parts)) == value


def test_few_answers_are_thin():
    assert MEASURES["nps"].is_thin(decimals(9, 0, 9))
    assert not MEASURES["nps"].is_thin(decimals(9, 0, 10))
    assert not MEASURES["sum"].is_thin(decimals(0))


@pytest.mark.parametrize("answers", [0, 1, 9, 10, 11])
def test_too_few_answers_have_no_score_on_any_way(answers):
    parts = decimals(answers, 0, answers)
    expected = 100 if answers >= 10 else None
    assert MEASURES["nps"].value(parts) == expected
    assert window_value("nps", [parts]) == expected


def test_windows_of_thin_periods_have_a_score_together():
    assert window_value("nps", [decimals(4, 0, 6), decimals(4, 0, 6)]) is not None


def test_a_window_of_no_periods_has_no_parts_and_no_value():
    assert combine_periods(MEASURES["sum"], []) is None
    assert combine_partners(MEASURES["sum"], []) is None
    assert window_value("sum", []) is None


def test_a_stock_does_not_add_up_over_periods():
    months = [decimals(100, 3, 1, 90, 30), decimals(80, 2, 2, 40, 20)]
    assert combine_periods(MEASURES["velocity"], months) == decimals(80, 5, 3, 130, 50)


amounts = st.decimals(min_value=-10_000, max_value=10_000, places=2)
positive = st.decimals(min_value=Decimal("0.01"), max_value=10_000, places=2)


@given(st.lists(st.tuples(amounts, positive), min_size=1, max_size=20))
def test_a_ratio_over_a_window_is_the_ratio_of_sums(rows):
    profit, revenue = sum(row[0] for row in rows), sum(row[1] for row in rows)
    assert window_value("margin", rows) == 100 * (profit / revenue)


@given(st.lists(st.tuples(amounts, positive), min_size=2, max_size=12), st.data())
def test_the_order_of_adding_up_does_not_matter(rows, data):
    """Partners first or periods first, in any grouping: the same parts, so the same value."""
    cut = data.draw(st.integers(min_value=1, max_value=len(rows) - 1))
    ratio = MEASURES["ratio"]
    whole = combine_partners(ratio, rows)
    halves = [combine_partners(ratio, rows[:cut]), combine_partners(ratio, rows[cut:])]
    assert combine_partners(ratio, halves) == whole
    assert ratio.value(whole) == window_value("ratio", rows)


@given(st.lists(st.tuples(amounts, positive), min_size=1, max_size=12))
def test_a_ratio_lies_between_the_least_and_the_greatest_of_its_parts(rows):
    singles = [MEASURES["ratio"].value(row) for row in rows]
    whole = window_value("ratio", rows)
    slack = Decimal("1e-20")
    assert min(singles) - slack <= whole <= max(singles) + slack
