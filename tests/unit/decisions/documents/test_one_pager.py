"""What the one-pager cuts, and that it says so."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.documents.one_pager import LEVELS, cut_rows, cut_text


def test_a_text_that_fits_is_left_alone():
    assert cut_text("Short enough.", 40).shown == "Short enough."
    assert not cut_text("Short enough.", 40).is_cut


def test_a_long_text_is_cut_behind_a_word_and_says_so():
    cut = cut_text("one two three four five six seven eight", 22)
    assert cut.shown == "one two three four …"
    assert cut.is_cut


def test_a_text_without_spaces_is_cut_where_it_must_be():
    cut = cut_text("請求書" * 100, 50)
    assert len(cut.shown) <= 52
    assert cut.is_cut


def test_markdown_is_read_as_words():
    assert cut_text("**Bold** and [a link](https://example.com)\n\n- one\n- two", 200).shown == (
        "Bold and a link one; two"
    )


@given(st.text(max_size=400), st.integers(20, 100))
def test_no_text_is_ever_longer_than_its_limit(text, limit):
    assert len(cut_text(text, limit).shown) <= limit + 2


@pytest.mark.parametrize(("count", "rest"), [(3, 0), (7, 3)])
def test_rows_that_stand_elsewhere_are_counted(count, rest):
    assert cut_rows(list(range(count)), 4).rest == rest


def test_every_level_shows_less_than_the_one_before():
    for wider, tighter in pairwise(LEVELS):
        pairs = zip(dataclasses.astuple(tighter), dataclasses.astuple(wider), strict=True)
        assert all(less <= more for less, more in pairs)
        assert tighter != wider
