"""Places for labels, shades, and figures in words."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from decisions.comparison.charts.drawing import (
    OPTION_COLOURS,
    Box,
    Plot,
    distinct_shares,
    shade_of,
    share_words,
    signed,
    spread,
    spread_most,
    two_decimals,
)
from decisions.documents.pdf.engine import PRINT_CSS
from decisions.sections.options import LABELS

CSS = Path(settings.BASE_DIR) / "static/css"
places = st.lists(st.floats(-50, 350), max_size=8)


def test_what_has_room_stays_where_it_is_wanted():
    assert spread([20, 200, 100], [30, 30, 30], 0, 270) == [20, 200, 100]
    assert spread([], [], 0, 10) == []


def test_two_at_one_place_part_evenly():
    assert spread([100, 100], [20, 20], 0, 270, gap=4) == [88, 112]


def test_nothing_leaves_the_room():
    assert spread([-10, 400], [20, 20], 0, 270) == [10, 260]


def test_what_does_not_fit_has_no_places():
    assert spread([1, 2], [20, 20], 0, 43, gap=4) is None
    assert spread_most([5, 1, 9], [20, 20, 20], 0, 44) == [34, 10, None]
    assert spread_most([5], [20], 0, 10) == [None]


@given(places)
def test_spread_things_keep_their_order_and_their_distance(wanted):
    sizes = [10.0 + 3 * index for index in range(len(wanted))]
    found = spread(wanted, sizes, 0, 300)
    if found is None:
        assert sum(sizes) + 4 * (len(sizes) - 1) > 300
        return
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    for one, other in pairwise(order):
        assert found[other] - found[one] >= (sizes[one] + sizes[other]) / 2 + 4 - 1e-6
    for middle, size in zip(found, sizes, strict=True):
        assert size / 2 - 1e-6 <= middle <= 300 - size / 2 + 1e-6


def test_every_letter_has_a_colour_of_its_own_and_keeps_it():
    assert set(OPTION_COLOURS) == set(LABELS)
    assert len(set(OPTION_COLOURS.values())) == len(LABELS)
    assert {shade_of(label).role for label in LABELS} == {f"option-{label.lower()}" for label in LABELS}


def test_no_other_letter_has_one():
    with pytest.raises(LookupError, match="no letter"):
        shade_of("Z")


@pytest.mark.parametrize("label", LABELS)
def test_screen_badge_and_paper_have_the_same_colour(label):
    """The light theme is as the paper; badges, lines and letters of reports take it by the same name."""
    name, colour = f"--color-option-{label.lower()}", OPTION_COLOURS[label]
    assert f"{name}: light-dark({colour}," in (CSS / "tokens.css").read_text()
    assert f"{name}: {colour};" in PRINT_CSS.read_text()
    letter = label.lower()
    badge = f".option-letter.option-{letter} {{ background: var({name}); }}"
    assert badge in (CSS / "sections.css").read_text()
    assert f".chart-option-{letter} {{ --shade: var({name}); }}" in (CSS / "charts.css").read_text()
    assert f".r-letter.option-{letter} {{ color: var({name}); }}" in (CSS / "documents.css").read_text()


@pytest.mark.parametrize("colour", OPTION_COLOURS.values())
def test_white_letters_can_be_read_on_every_shade(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = sum(factor * part for factor, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (light + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.001, "< 1 %"), (0.61, "61 %"), (0.999, "> 99 %"), (1, "100 %")],
)
def test_a_share_that_is_neither_none_nor_all_is_not_called_so(share, words):
    assert share_words(share) == words


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.46, 0.21], ["46 %", "21 %"]),
        ([0.46, 0.464], ["46.0 %", "46.4 %"]),
        ([1.0, 0.995, 0.005], ["100 %", "99.5 %", "0.5 %"]),
        ([0.0, 0.0001, 0.9999], ["0 %", "< 0.1 %", "> 99.9 %"]),
    ],
)
def test_shares_that_would_read_alike_get_a_decimal(shares, words):
    assert distinct_shares(shares) == words


def test_leads_are_written_with_their_sign():
    assert [signed(value) for value in (0.05, -0.034, 0.001, -0.001)] == ["+0.05", "−0.03", "0.00", "0.00"]
    assert two_decimals(-1.5) == "−1.50"


@pytest.mark.parametrize("values", [[0.5, 0.5], [0.0], [0.3, 0.3 + 1e-14], [-3, 40], [-0.2, -0.2]])
def test_a_scale_holds_what_is_drawn_on_it(values):
    plot = Plot.over(values, str, right=200, top=10, bottom=110)
    for value in values:
        assert 10 - 1e-6 <= plot.y(value) <= 110 + 1e-6
    assert len(plot.grid) >= 2


def test_boxes_that_touch_do_not_meet():
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 20, 20))
    assert Box(0, 0, 10, 10).meets(Box(5, 5, 5, 5))
