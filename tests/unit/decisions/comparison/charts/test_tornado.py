"""The tornado."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.comparison.charts.tornado import LEAD_WIDTH, LEADS_WIDTH, Swing, tornado_picture
from partnerdesk.core.charts import text_width
from tests.unit.decisions.comparison.charts.drawn import check_apart, check_picture, rendered, words_of

MARGIN = Swing("B margin", "0.9", "3.8", -0.07, 0.15, True)
SAFE = Swing("C velocity", "30,000", "55,000", 0.10, 0.01, False)
FIXED = Swing("B reach", "64", "64", 0.05, 0.05, False)


def draw(*swings, lead=0.05, **more):
    return tornado_picture(swings, lead=lead, recommended="B", runner_up="C", title="The lead", **more)


def spans(row):
    return [(float(piece.x), float(piece.x) + float(piece.width)) for piece in row.pieces]


def test_nothing_that_moves_the_lead_is_no_picture():
    assert draw() is None
    assert draw(FIXED) is None
    assert draw(MARGIN, lead=float("nan")) is None


def test_the_widest_comes_first_and_the_rest_is_counted():
    many = [Swing(f"B {index}", "", "", 0.05, 0.05 + index / 100, False) for index in range(11)]
    chart = draw(*many, MARGIN, FIXED)
    assert chart.rows[0].label == "B margin"
    assert [row.label for row in chart.rows[1:3]] == ["B 10", "B 9"]
    assert len(chart.rows) == 8
    assert chart.rest == 3  # those without a width move nothing


def test_what_lies_beyond_zero_is_hatched_and_marked():
    chart = draw(MARGIN, SAFE)
    beyond, within = chart.rows[0].pieces
    assert beyond.hatch
    assert not within.hatch
    zero = float(chart.zero_x)
    assert spans(chart.rows[0])[0][1] == pytest.approx(zero, abs=0.2)
    assert float(within.x) == pytest.approx(zero, abs=0.2)
    assert chart.rows[0].crosses_zero
    assert [piece.hatch for piece in chart.rows[1].pieces] == [""]


def test_hatching_stays_inside_its_part():
    chart = draw(MARGIN)
    piece, row = chart.rows[0].pieces[0], chart.rows[0]
    (start, end), _ = spans(row)
    for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", piece.hatch):
        assert start - 0.1 <= float(x) <= end + 0.1
        assert float(row.y) - 0.1 <= float(y) <= float(row.y) + float(chart.bar_height) + 0.1


def test_the_texts_stand_at_the_ends_that_they_name():
    chart = draw(MARGIN, SAFE)
    margin, velocity = chart.rows
    assert (margin.left_text, margin.right_text) == ("0.9", "3.8")
    assert (velocity.left_text, velocity.right_text) == ("55,000", "30,000")


def test_both_ends_on_one_side_of_the_lead_stand_together():
    chart = draw(Swing("B price", "10", "20", 0.01, 0.03, False))
    assert (chart.rows[0].left_text, chart.rows[0].right_text) == ("10, 20", "")
    assert spans(chart.rows[0])[-1][1] == pytest.approx(float(chart.lead_x), abs=0.2)


def test_a_recommended_option_that_is_behind_is_drawn_too():
    chart = draw(Swing("B margin", "1", "2", -0.3, -0.1, False), lead=-0.2)
    assert all(piece.hatch for piece in chart.rows[0].pieces)
    assert float(chart.lead_x) < float(chart.zero_x)
    assert chart.lead == "−0.20"


leads = st.floats(-0.6, 0.6).map(lambda value: round(value, 3))


@given(leads, st.lists(st.tuples(leads, leads), min_size=1, max_size=10), st.sampled_from([240, 270, 390]))
def test_everything_stays_inside_and_apart(lead, ends, width):
    swings = [Swing("B margin", "42,000", "−1.2", low, high, low * high < 0) for low, high in ends]
    chart = draw(*swings, lead=lead, width=width)
    if chart is None:
        return
    assert float(chart.recommended_x) - float(chart.runner_up_x) >= LEADS_WIDTH + text_width("B") - 0.1
    half = (LEAD_WIDTH + text_width(chart.lead) + 8) / 2
    assert abs(float(chart.lead_text_x) - float(chart.zero_text_x)) >= half - 0.1
    zero = float(chart.zero_x)
    for row in chart.rows:
        for start, end in spans(row):
            assert -0.1 <= start <= end + 0.1 <= width + 0.2
        left, right = float(row.left_x), float(row.right_x)
        assert left - text_width(row.left_text) >= -0.2
        assert right + text_width(row.right_text) <= width + 0.2
        for start, end, text in (
            (left - text_width(row.left_text), left, row.left_text),
            (right, right + text_width(row.right_text), row.right_text),
        ):
            assert not text or not start + 0.2 < zero < end - 0.2
            assert not text or all(end <= a + 0.2 or start >= b - 0.2 for a, b in spans(row))


def test_a_long_name_is_cut_and_whole_in_the_figures():
    name = "C Contribution margin of the warehouse resellers, 12 months"
    chart = draw(Swing(name, "1", "2", 0.0, 0.1, False))
    assert chart.rows[0].label.endswith("…")
    assert chart.figures == ((name, "1", "0.00", "2", "+0.10"),)


def test_the_template_draws_and_tells_it():
    chart = draw(MARGIN, SAFE, Swing("B <&>", "1", "2", 0.04, 0.06, False))
    root = rendered("tornado", chart)
    check_picture(root, chart)
    words = words_of(root)
    assert {"C ahead", "B ahead", "lead +0.05", "B <&>"} <= set(words)
    assert len(list(root.find("svg").iter("circle"))) == 1
    assert len(list(root.find("svg").iter("path"))) == 1
    assert len(root.findall(".//tbody/tr")) == 3


def test_heads_part_where_zero_is_at_the_edge():
    chart = draw(SAFE)
    check_apart([("C ahead", chart.runner_up_x), ("B ahead", chart.recommended_x)])
