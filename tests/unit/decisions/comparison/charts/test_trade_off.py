"""The picture of the trade-off."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.comparison.charts.trade_off import (
    LETTER_HEIGHT,
    TODAY_WIDTH,
    DrawnFlip,
    OptionLine,
    trade_off_picture,
)
from partnerdesk.core.charts import text_width
from tests.unit.decisions.comparison.charts.drawn import check_apart, check_picture, rendered, words_of

A = OptionLine("A", "Keep today's terms", 0.27, 0.48)
B = OptionLine("B", "Pilot <tiered> margin", 0.62, 0.70, True)
C = OptionLine("C", "Rebuild & grow", 0.76, 0.37)


def draw(*lines, **more):
    given = {
        "today": 0.46,
        "flips": [DrawnFlip(0.298, "B", "C")],
        "left": "coverage",
        "right": "control",
        "title": "Value as the trade-off moves",
    }
    return trade_off_picture(lines, **given | more)


def points(line):
    return tuple(map(float, (line.x1, line.y1, line.x2, line.y2)))


def flip_labels(chart):
    return [(flip.mark.label, flip.mark.text_x) for flip in chart.flips if flip.mark.text_x]


def test_nothing_to_draw_is_no_picture():
    assert draw() is None
    assert draw(OptionLine("A", "", float("nan"), 1.0)) is None


def test_the_left_side_stands_at_the_left():
    chart = draw(A, B, C)
    falling = next(line for line in chart.lines if line.label == "A")
    x1, y1, x2, y2 = points(falling)
    assert x1 < x2
    assert y1 < y2  # worth more with all weight on the left side
    assert float(chart.today.x) == pytest.approx(x1 + 0.54 * (x2 - x1), abs=0.1)


def test_the_selected_line_is_drawn_over_the_others():
    assert [line.label for line in draw(A, B, C).lines] == ["A", "C", "B"]


def test_a_flip_is_marked_where_the_lines_cross():
    crossing = 14 / 47
    chart = draw(A, B, C, flips=[DrawnFlip(crossing, "B", "C")])
    (flip,) = chart.flips
    for line in chart.lines[1:]:
        x1, y1, x2, y2 = points(line)
        part = (float(flip.mark.x) - x1) / (x2 - x1)
        assert float(flip.y) == pytest.approx(y1 + part * (y2 - y1), abs=0.2)
    assert flip.is_nearest
    assert flip.words.split() == ["B", "→", "C", "30", "%"]


def test_the_nearest_flip_is_marked_as_such_and_drawn_last():
    chart = draw(A, B, C, flips=[DrawnFlip(0.9, "B", "A"), DrawnFlip(0.298, "B", "C")])
    assert [(flip.mark.label, flip.is_nearest) for flip in chart.flips] == [("90 %", False), ("30 %", True)]


def test_one_option_alone_is_a_line():
    chart = draw(A, flips=[])
    assert len(chart.lines) == 1
    assert chart.lines[0].leader == ""


@pytest.mark.parametrize("value", [0.0, 0.4, -2.0])
def test_equal_lines_have_letters_of_their_own(value):
    chart = draw(*(OptionLine(letter, letter, value, value) for letter in "ABCD"), flips=[])
    letters = sorted(float(line.letter_y) for line in chart.lines)
    assert len(set(letters)) == 4
    assert [line.leader != "" for line in chart.lines].count(True) >= 3


@pytest.mark.parametrize("today", [0.0, 1.0, 0.004, None])
@pytest.mark.parametrize("share", [0.005, 0.5, 0.995])
def test_marks_at_the_very_ends_stay_inside(today, share):
    chart = draw(A, B, C, today=today, flips=[DrawnFlip(share, "B", "C")])
    assert (chart.today is None) == (today is None)
    if chart.today:
        half = (TODAY_WIDTH + text_width(chart.today.label)) / 2
        assert half - 0.1 <= float(chart.today.text_x) <= chart.width - half + 0.1
    ((label, x),) = flip_labels(chart)
    assert float(x) - text_width(label) / 2 + 0.1 >= 0
    assert float(x) + text_width(label) / 2 - 0.1 <= chart.width
    assert label not in {"0 %", "100 %"}


def test_words_of_the_sides_and_a_flip_between_them_share_a_row_or_part():
    between, beside = (
        draw(A, B, C, flips=[DrawnFlip(0.5, "B", "C")]),
        draw(A, B, C, flips=[DrawnFlip(0.02, "B", "C")]),
    )
    assert between.flips[0].mark.text_y == between.left_y == between.right_y
    assert float(beside.flips[0].mark.text_y) <= float(beside.left_y) - 12


def test_words_of_the_sides_that_do_not_fit_beside_each_other_stand_on_two_rows():
    chart = draw(A, B, C, left="market coverage and reach", right="commercial control and care")
    assert (chart.left_word, chart.right_word) == (chart.left_side, chart.right_side)
    assert float(chart.left_y) <= float(chart.right_y) - 12
    assert float(chart.flips[0].mark.text_y) <= float(chart.left_y)


def test_words_of_a_side_longer_than_the_picture_are_cut_in_the_picture_alone():
    chart = draw(A, B, C, left="coverage of the market " * 5)
    assert chart.left_word.endswith("…")
    assert chart.left_side == "coverage of the market " * 5
    assert text_width(chart.left_word) <= float(chart.right) - float(chart.left)


def test_values_outside_0_to_1_are_drawn():
    chart = draw(OptionLine("A", "", -0.6, 1.9), B, flips=[])
    for line in chart.lines:
        for y in points(line)[1::2]:
            assert float(chart.top) - 0.1 <= y <= float(chart.bottom) + 0.1
    assert chart.grid[0].label.startswith("−")


values = st.floats(-2, 2)
shares = st.floats(0, 1)


@given(
    st.lists(st.tuples(values, values), min_size=1, max_size=8),
    st.one_of(st.none(), shares),
    st.lists(shares, max_size=10),
    st.sampled_from(["coverage", "a long word for a side", "網羅性"]),
)
def test_labels_never_overlap(ends, today, flips, side):
    lines = [OptionLine(chr(65 + index), "", *pair) for index, pair in enumerate(ends)]
    chart = draw(*lines, today=today, flips=[DrawnFlip(share, "A", "B") for share in flips], left=side)
    below = flip_labels(chart)
    check_apart(below)
    for label, x in below:
        if chart.flips[-1].mark.text_y == chart.left_y:
            assert float(x) - text_width(label) / 2 >= float(chart.left) + text_width(chart.left_word)
        if chart.flips[-1].mark.text_y == chart.right_y:
            assert float(x) + text_width(label) / 2 <= float(chart.right) - text_width(chart.right_word)
    for one, other in combinations(sorted(float(line.letter_y) for line in chart.lines), 2):
        assert other - one >= LETTER_HEIGHT
    assert all(0 <= float(line.letter_y) <= chart.height for line in chart.lines)
    if chart.today and below:
        assert float(chart.flips[0].mark.text_y) - float(chart.today.text_y) > 40


def test_many_flips_lose_their_labels_but_not_their_circles():
    chart = draw(A, B, C, flips=[DrawnFlip(share / 20, "B", "C") for share in range(1, 20)])
    assert len(chart.flips) == 19
    assert 3 <= len(flip_labels(chart)) < 19
    assert chart.flips[-1].mark.text_x


def test_a_flip_in_the_middle_needs_no_decimal_where_today_is_unknown():
    assert flip_labels(draw(A, B, C, today=None, flips=[DrawnFlip(0.5, "B", "C")]))[0][0] == "50 %"


def test_the_scale_has_room_for_its_numbers():
    chart = draw(OptionLine("A", "", 0.501, 0.502), flips=[])
    assert float(chart.left) >= max(text_width(tick.label) for tick in chart.grid) + 6


def test_the_figures_stand_at_each_place():
    chart = draw(A, B, C)
    assert chart.options == ("A", "B", "C")
    assert len(chart.values) == 4
    assert chart.values[0] == ("0.48", "0.70", "0.37")
    assert chart.values[-1] == ("0.27", "0.62", "0.76")


def test_the_template_draws_and_tells_it():
    chart = draw(A, B, C)
    root = rendered("trade_off", chart)
    check_picture(root, chart)
    assert words_of(root)[-2:] == ["coverage", "control"]
    assert "today 46 %" in words_of(root)
    heads = [cell.text for cell in root.iter("th") if cell.get("scope") == "row"]
    assert heads[:2] == ["only coverage", "today 46 %"]
    assert len(root.findall(".//tbody/tr")) == 4


def test_the_template_draws_without_today_and_without_the_table():
    chart = draw(A, flips=[], today=None)
    root = rendered("trade_off", chart, plain=True)
    check_picture(root, chart)
    assert root.find("details") is None
    assert len(rendered("trade_off", chart).findall(".//tbody/tr")) == 2


def test_colour_is_never_the_only_sign():
    """The selected line is thicker, and every line has its letter."""
    chart = draw(A, B, C)
    svg = rendered("trade_off", chart).find("svg")
    lines = [line for line in svg.iter("line") if "chart-option-line" in line.get("class")]
    widths = {line.get("class").split()[0]: float(line.get("stroke-width")) for line in lines}
    assert widths.pop("chart-option-b") > max(widths.values())
    assert {"A", "B", "C"} <= {text.text for text in svg.iter("text")}
