"""Lines cut into fields: strictly, and where the rules are broken only in the one way that fits."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.files.tables.parsing import Style, escaped, lenient, read_line, strict

COMMA = Style(",")
CELLS = st.lists(st.text(alphabet="ab ,\"'é", max_size=6), min_size=2, max_size=5)


@given(CELLS)
def test_what_a_csv_writer_wrote_is_read_back(cells):
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    assert strict(text.getvalue(), COMMA) == cells


@pytest.mark.parametrize("text", ['a"b,c', '"a"b,c', '"a,b', '""a",b', 'a,b"'])
def test_a_line_that_breaks_the_rules_is_none_strictly(text):
    assert strict(text, COMMA) is None


def test_quotes_behind_a_backslash_are_quotes_within():
    assert escaped(r'1,"24\" wide",2', COMMA) == ["1", '24" wide', "2"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('1,"AB,$3,Hat,"Warm, soft","x"', ["1", '"AB', "$3", "Hat", "Warm, soft", "x"]),  # opens nothing
        ('1,2,$3,Hat,""Warm, soft","x"', ["1", "2", "$3", "Hat", '"Warm, soft', "x"]),  # one too many
        ('1,2,$3,24" wide,"Warm, soft",x', ["1", "2", "$3", '24" wide', "Warm, soft", "x"]),  # inches
        (
            '1,2,$3,Hat,"Warm, soft", "x"',
            ["1", "2", "$3", "Hat", "Warm, soft", "x"],
        ),  # a space before a quote
        ('1,2,$3,The "best" hat,"Warm, soft",x', ["1", "2", "$3", 'The "best" hat', "Warm, soft", "x"]),
    ],
)
def test_one_stray_quote_is_read_in_the_only_way_that_fits(text, cells):
    assert read_line(text, COMMA, 6).cells == cells
    assert not read_line(text, COMMA, 6).fault


@pytest.mark.parametrize(
    "text",
    [
        '1,2,Sunglasses"Made for faces, great for all","x",5',  # a lost delimiter whose text holds a comma
        '1,2,$3"Pillow, Wooden","x",5',
    ],
)
def test_a_lost_delimiter_is_never_made_up_for_by_a_comma_in_a_text(text):
    """Cut at every comma it has as many fields as the header, and the wrong ones."""
    assert len(text.split(",")) == 6
    assert read_line(text, COMMA, 6).fault == "stray_quote"


def test_two_stray_quotes_in_a_line_are_not_believed():
    assert lenient('a"b,c"d,e', COMMA, 3) is None
    assert lenient('"a","b,"c', COMMA, 3) is None


def test_too_few_and_too_many_fields_are_told_apart():
    assert read_line("a,b", COMMA, 3).fault == "too_few_fields"
    assert read_line("a,b,c,d", COMMA, 3).fault == "too_many_fields"


def test_apostrophes_in_words_end_no_field():
    style = Style(",", "'")
    assert read_line("1,'it won't crunch, or bend','x'", style, 3).cells == [
        "1",
        "it won't crunch, or bend",
        "x",
    ]
    assert read_line("1,Men's boots,'x'", style, 3).cells == ["1", "Men's boots", "x"]


@given(st.text(alphabet='a,"', max_size=60), st.integers(1, 6))
def test_a_line_that_is_believed_has_the_right_number_of_fields(text, width):
    reading = read_line(text, COMMA, width)
    assert reading.fault or len(reading.cells) == width
