"""JSON lists as CSV: nothing is lost on the way, and what is no list of records is refused with words."""

import csv
import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.files.json_tables import json_to_csv
from metrics.files.reading.scanning import Unreadable


def table(content, records="") -> list[list[str]]:
    sent = content if isinstance(content, bytes) else json.dumps(content).encode()
    text = b"".join(json_to_csv(sent, records)).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def test_keys_are_columns_in_the_order_in_which_they_appear():
    rows = [{"b": 1, "a": "x"}, {"a": None, "c": True}, {"c": False, "b": -0.5}]
    assert table(rows) == [["b", "a", "c"], ["1", "x", ""], ["", "", "true"], ["-0.5", "", "false"]]


def test_numbers_stay_as_they_are_written():
    assert table(b'[{"a": 1.10, "b": 12345678901234567890, "c": 1e3}]')[1] == [
        "1.10",
        "12345678901234567890",
        "1e3",
    ]


def test_what_is_nested_stays_readable_and_harms_nothing():
    assert table([{"a": 1, "tags": ["x", "日"], "of": {"id": 7}}])[1] == ["1", '["x", "日"]', '{"id": "7"}']


@pytest.mark.parametrize(
    ("document", "records"),
    [({"items": [{"a": 1}], "next": None}, ""), ({"items": [{"a": 1}], "more": []}, "items"),
     ([{"a": 1}], ""), ([{"a": 1}], "items")],
)  # fmt: skip
def test_where_the_records_may_stand(document, records):
    assert table(document, records) == [["a"], ["1"]]


@pytest.mark.parametrize(
    ("content", "records", "words"),
    [
        (b"", "", "no JSON"), (b"partner,date", "", "no JSON"), (b'[{"a": NaN}]', "", "no JSON"),
        (b"\xff\xfe", "", "no JSON"),
        (b"[" * 100_000, "", "no JSON"), (b"[]", "", "no records"), (b"[{}]", "", "no records"),
        (b"7", "", "no list of records"),
        (b"[1, 2]", "", "no list of records"), (b'[{"a": 1}, null]', "", "no list of records"),
        (b'{"a": [], "b": []}', "", "holds 2 lists (a, b)"), (b'{"a": 1}', "", "holds 0 lists"),
        (b'{"a": [{"x": 1}]}', "rows", "no list “rows”; it has: a"),
        (json.dumps([{f"c{n}": 1 for n in range(5000)}]).encode(), "", "5000 fields"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_records_is_refused(content, records, words):
    with pytest.raises(Unreadable) as refusal:
        table(content, records)
    assert words in str(refusal.value)


CELLS = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.dictionaries(st.text("abcd", min_size=1), CELLS, min_size=1), min_size=1))
def test_every_value_comes_through(rows):
    header, *body = table(rows)
    assert len(body) == len(rows)
    for row, line in zip(rows, body, strict=True):
        shown = dict(zip(header, line, strict=True))
        for key, value in row.items():
            words = {"None": "", "True": "true", "False": "false"}
            expected = value if isinstance(value, str) else words.get(str(value), str(value))
            assert shown[key] == expected


@given(st.binary(max_size=200))
def test_no_bytes_break_it(content):
    with suppress(Unreadable):
        assert table(content)
