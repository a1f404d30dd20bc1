"""The bar of first ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.comparison.charts.shares import RankShares, share_bars
from partnerdesk.core.charts import text_width
from tests.unit.decisions.comparison.charts.drawn import check_apart, check_picture, rendered, words_of

OPTIONS = [
    RankShares("A", "Keep", (0.06, 0.30, 0.64)),
    RankShares("B", "Pilot", (0.61, 0.30, 0.09), is_selected=True),
    RankShares("C", "Rebuild & grow", (0.33, 0.40, 0.27)),
]


def draw(*options, **more):
    return share_bars(options, title="How often each option is first", **more)


def test_nobody_first_is_no_picture():
    assert draw() is None
    assert draw(RankShares("A", "", ())) is None
    assert draw(RankShares("A", "", (float("nan"), 1.0))) is None


def test_segments_fill_the_bar_in_the_order_of_the_options():
    chart = draw(*OPTIONS)
    assert [segment.text for segment in chart.segments] == ["", "B 61 %", "C 33 %"]
    assert sum(float(segment.width) for segment in chart.segments) == pytest.approx(chart.width, abs=0.2)
    assert [item.text for item in chart.below] == ["A 6 %"]
    assert [segment.shade.role for segment in chart.segments] == ["option-a", "option-b", "option-c"]


def test_one_option_is_the_whole_bar():
    chart = draw(RankShares("A", "Alone", (1.0,)))
    assert [segment.text for segment in chart.segments] == ["A 100 %"]
    assert chart.below == ()


def test_who_is_never_first_has_no_segment_but_a_row():
    chart = draw(*OPTIONS, RankShares("D", "Never", (0.0, 0.0, 1.0)))
    assert len(chart.segments) == 3
    assert chart.rows[-1] == ("D Never", "0 %", "0 %", "100 %")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.sampled_from([160, 270, 390]))
def test_words_stay_in_their_segment_or_apart_below(firsts, width):
    options = [RankShares(chr(65 + index), "", (share,)) for index, share in enumerate(firsts)]
    chart = draw(*options, width=width)
    if chart is None:
        return
    for segment in chart.segments:
        if segment.text:
            end = float(segment.text_x) + text_width(segment.text)
            assert float(segment.x) < float(segment.text_x)
            assert end < float(segment.x) + float(segment.width) + 0.1
    check_apart([(item.text, item.x) for item in chart.below])
    for item in chart.below:
        half = text_width(item.text) / 2
        assert half - 0.1 <= float(item.x) <= width - half + 0.1


def test_the_template_draws_and_tells_it():
    chart = draw(*OPTIONS)
    root = rendered("shares", chart)
    check_picture(root, chart)
    assert words_of(root) == ["B 61 %", "C 33 %", "A 6 %"]
    assert [cell.text for cell in root.findall(".//thead//th")] == ["Rank", "1", "2", "3"]
    assert root.findtext(".//tbody/tr[3]/th") == "C Rebuild & grow"
