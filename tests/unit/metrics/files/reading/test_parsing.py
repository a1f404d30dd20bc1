"""Texts as exact numbers, dates and labels."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.files.reading.parsing import read_days, read_labels, read_numbers
from metrics.measures.months import month_of


def column(*texts):
    return pd.Series(list(texts), dtype=object)


def numbers(*texts, missing=frozenset({"NULL"}), decimal=".", thousands=""):
    found = read_numbers(column(*texts), set(missing) | {""}, decimal, thousands)
    values = [Decimal(int(scaled)).scaleb(-found.decimals) for scaled in found.scaled]
    return [
        None if missing else "bad" if bad else value
        for value, missing, bad in zip(values, found.missing, found.bad, strict=True)
    ]


def test_numbers_are_exact():
    assert numbers("0.1", "0.2", "1899.99", "-7") == [
        Decimal(text) for text in ("0.1", "0.2", "1899.99", "-7")
    ]


def test_missing_words_empty_cells_and_nonsense_differ():
    assert numbers("NULL", "", "  ", "abc", "1,5", "nan", "inf") == [None, None, None, *["bad"] * 4]


def test_a_missing_word_may_be_a_number():
    assert numbers("-999", "5", "-999.0", missing={"-999"}) == [None, 5, -999]


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "value"),
    [
        ("1.234,56", ",", ".", Decimal("1234.56")),
        ("1.234", ",", ".", 1234),
        ("12,5", ",", ".", Decimal("12.5")),
        ("1 234,5", ",", " ", Decimal("1234.5")),
        ("1,234,567.8", ".", ",", Decimal("1234567.8")),
        ("1'234.5", ".", "'", Decimal("1234.5")),
        ("-1,234", ".", ",", -1234),
        ("1.5", ",", ".", "bad"),  # would become 15
        ("1,5", ".", ",", "bad"),  # would become 15
        ("1234.5", ",", "", "bad"),
        ("12,34,567", ".", ",", "bad"),
        ("1,2345", ".", ",", "bad"),
    ],
)
def test_a_separator_counts_only_where_it_parts_thousands(text, decimal, thousands, value):
    assert numbers(text, decimal=decimal, thousands=thousands) == [value]


def test_more_digits_than_floats_carry():
    assert numbers("123456789012.123456", "0.000001") == [Decimal("123456789012.123456"), Decimal("0.000001")]


def test_more_than_six_decimals_are_rounded_half_to_even():
    assert numbers("0.12345650", "0.12345750", "0.123456789") == [
        Decimal("0.123456"), Decimal("0.123458"), Decimal("0.123457"),
    ]  # fmt: skip


def test_a_number_beyond_all_bounds_is_bad():
    assert numbers("1e30", "5") == ["bad", 5]


@given(st.lists(st.decimals(min_value=-(10**11), max_value=10**11, places=4), min_size=1, max_size=30))
def test_every_decimal_comes_back_exactly(values):
    assert numbers(*[str(value) for value in values]) == values


@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_any_text_is_a_number_missing_or_bad(texts):
    for decimal, thousands in ((".", ""), (",", "."), (".", ",")):
        assert len(numbers(*texts, decimal=decimal, thousands=thousands)) == len(texts)


def test_labels_lose_outer_spaces_and_missing_words():
    found = read_labels(column(" a", "a ", "NULL", "", "b"), {"NULL", ""})
    assert found.values == ["a", "b"]
    assert found.codes.tolist() == [0, 0, -1, -1, 1]
    assert found.where({"a"}).tolist() == [True, True, False, False, False]


def test_dates_count_only_in_the_stated_form():
    found = read_days(
        column("2024-02-29", "2023-02-29", "29.02.2024", "", "1969-12-31", "9999-12-31"), {""}, "%Y-%m-%d"
    )
    assert found.known.tolist() == [True, False, False, False, False, False]
    assert found.missing.tolist() == [False, False, False, True, False, False]
    assert found.bad.tolist() == [False, True, True, False, True, True]
    assert month_of(int(found.months[0])) == dt.date(2024, 2, 1)


@given(st.dates(min_value=dt.date(1970, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_every_day_finds_its_month(day):
    found = read_days(column(f"{day:%Y-%m-%d}"), {""}, "%Y-%m-%d")
    assert np.array_equal(found.known, [True])
    assert month_of(int(found.months[0])) == day.replace(day=1)
