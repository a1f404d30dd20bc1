"""Amounts in several currencies: worked by hand, and held against plain Decimals over whatever rows."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.files.reading.converting import DECIMALS, Rates, converted
from metrics.files.reading.parsing import read_labels, read_numbers
from metrics.measures.parsed import Numbers

JANUARY, FEBRUARY = 660, 661
RATES = {
    ("EUR", "USD", JANUARY): Decimal("1.0354"),
    ("EUR", "USD", FEBRUARY): Decimal("1.0413"),
    ("JPY", "USD", JANUARY): Decimal("0.00639"),
}


def read(rows, rates=RATES, to="USD"):
    """The amounts of rows (amount, currency, month or None), as `converted` gives them."""
    amounts, codes, months = zip(*rows, strict=True)
    return converted(
        read_numbers(pd.Series(amounts, dtype=object), {""}, ".", ""),
        read_labels(pd.Series(codes, dtype=object), {""}),
        np.array([month or 0 for month in months]),
        np.array([month is not None for month in months]),
        to=to,
        rates=Rates(rates, "USD"),
    )


def values(found):
    """Decimals, or None where a row does not count."""
    numbers = found.numbers
    return [
        Decimal(int(scaled)).scaleb(-numbers.decimals) if known else None
        for scaled, known in zip(numbers.scaled, numbers.known, strict=True)
    ]


def test_three_currencies_over_two_months_by_hand():
    found = read(
        [
            ("100", "USD", JANUARY),
            ("200.50", "EUR", JANUARY),
            ("10000", "JPY", JANUARY),
            ("200.50", "EUR", FEBRUARY),
            ("-80", "eur", FEBRUARY),
        ]
    )
    expected = ["100", "207.5977", "63.9", "208.78065", "-83.304"]
    assert values(found) == [Decimal(text) for text in expected]
    assert not found.lacking.any()


def test_what_has_no_rate_is_left_out_and_never_taken_as_it_stands():
    found = read([("100", "USD", FEBRUARY), ("10000", "JPY", FEBRUARY), ("5", "GBP", JANUARY)])
    assert values(found) == [Decimal(100), None, None]
    assert found.lacking.tolist() == [False, True, True]
    assert [key for key, rate, _rows in found.groups if rate is None] == [
        ("JPY", "USD", FEBRUARY),
        ("GBP", "USD", JANUARY),
    ]


def test_without_a_currency_or_a_month_nothing_is_known():
    found = read([("100", "", JANUARY), ("100", "EUR", None), ("100", "USD", None), ("x", "USD", JANUARY)])
    assert values(found) == [None, None, Decimal(100), None]
    assert not found.lacking.any()


def test_rates_are_neither_turned_round_nor_joined():
    rates = Rates({("USD", "EUR", JANUARY): Decimal(2), ("JPY", "EUR", JANUARY): Decimal(3)}, "USD")
    assert rates.rate("EUR", "USD", JANUARY) is None
    assert rates.rate("JPY", "USD", JANUARY) is None
    assert rates.into("EUR") == {"EUR", "USD", "JPY"}
    assert rates.into("USD") == {"USD"}


@pytest.mark.parametrize(
    ("amount", "result"), [("0.5", "0.000002"), ("1.5", "0.000004"), ("-0.5", "-0.000002")]
)
def test_half_a_millionth_goes_to_the_even_one(amount, result):
    rates = {("EUR", "USD", JANUARY): Decimal("0.000003")}
    assert values(read([(amount, "EUR", JANUARY)], rates)) == [Decimal(result)]


def test_an_amount_beyond_all_bounds_is_bad():
    numbers = Numbers(np.array([2**62]), 0, np.array([False]), np.array([False]))
    found = converted(
        numbers,
        read_labels(pd.Series(["EUR"], dtype=object), {""}),
        np.array([JANUARY]),
        np.array([True]),
        to="USD",
        rates=Rates(RATES, "USD"),
    )
    assert values(found) == [None]
    assert found.beyond.tolist() == [True]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.decimals(-(10**9), 10**9, places=3, allow_nan=False),
            st.sampled_from(["USD", "EUR", "JPY", "GBP"]),
            st.sampled_from([JANUARY, FEBRUARY]),
        ),
        min_size=1,
        max_size=30,
    ),
    st.dictionaries(
        st.tuples(
            st.sampled_from(["EUR", "JPY", "GBP"]), st.just("USD"), st.sampled_from([JANUARY, FEBRUARY])
        ),
        st.decimals("0.0000000001", "8999.9999999999", places=10, allow_nan=False),
    ),
)
def test_a_sum_equals_that_of_plain_decimals(rows, rates):
    found = read([(str(amount), code, month) for amount, code, month in rows], rates)
    expected = [
        None if rate is None else (amount * rate).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_EVEN)
        for amount, code, month in rows
        for rate in [Decimal(1) if code == "USD" else rates.get((code, "USD", month))]
    ]
    assert values(found) == expected
    total = sum(int(scaled) for scaled in found.numbers.scaled[found.numbers.known])
    assert Decimal(total).scaleb(-DECIMALS) == sum((one for one in expected if one is not None), Decimal(0))
