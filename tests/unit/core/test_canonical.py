"""Canonical content: one form for each value, one hash for equal content."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerdesk.core.canonical import NotCanonical, canonical_bytes, decimal_text, plain, sha256_hex


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("-0.684974", "-0.684974"),
        ("1200.00", "1200"),
        ("1.2E+3", "1200"),
        ("1E-7", "0.0000001"),
        ("-0", "0"),
        ("0.000", "0"),
        ("100", "100"),
    ],
)
def test_decimals_are_written_plainly(number, text):
    assert decimal_text(Decimal(number)) == text


def test_dates_times_and_ids():
    zone = dt.timezone(dt.timedelta(hours=9))
    assert plain(dt.date(2026, 11, 20)) == "2026-11-20"
    assert plain(dt.datetime(2026, 11, 20, 9, 30, tzinfo=zone)) == "2026-11-20T00:30:00.000000Z"
    assert plain(uuid.UUID("ABCDEF00-0000-4000-8000-000000000000")) == "abcdef00-0000-4000-8000-000000000000"


def test_texts_are_composed_and_have_one_kind_of_line_end():
    assert plain("e\u0301\r\nb\rc") == "é\nb\nc"


@pytest.mark.parametrize("value", [1.5, dt.datetime(2026, 1, 1), 2**53, Decimal("NaN"), {1, 2}, b"raw"])  # noqa: DTZ001
def test_what_has_no_form_is_refused_with_its_place(value):
    with pytest.raises(NotCanonical, match=r"\$\.rows\[0\]\.level"):
        plain({"rows": [{"level": value}]})


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
    | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_canonical_bytes_read_back_give_the_same_bytes(value):
    data = canonical_bytes(value)
    assert canonical_bytes(json.loads(data)) == data


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_of_keys_does_not_matter(mapping):
    turned = dict(reversed(list(mapping.items())))
    assert sha256_hex(canonical_bytes(mapping)) == sha256_hex(canonical_bytes(turned))
