"""The expected path."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.comparison.charts.drawing import Box
from decisions.comparison.charts.expected_path import DrawnPath, path_picture
from metrics.measures.months import add_months, month_key
from partnerdesk.core.charts import text_width
from tests.unit.decisions.comparison.charts.drawn import check_apart, check_picture, rendered, words_of

START = dt.date(2026, 1, 1)
PATH = DrawnPath(
    dt.date(2026, 5, 1), Decimal("-1.2"), dt.date(2026, 8, 1), dt.date(2027, 3, 1), Decimal("2.4")
)


def months(*values, start=START):
    return [
        (add_months(start, index), None if value is None else Decimal(str(value)))
        for index, value in enumerate(values)
    ]


def draw(history=(), path=PATH, **more):
    return path_picture(list(history), path, title="Contribution margin", words=str, named=month_key, **more)


def corners(chart):
    return [tuple(map(float, pair.split(","))) for pair in chart.path.split()]


def test_without_a_path_is_no_picture():
    assert draw(months(1, 2), None) is None
    assert draw(months(1, 2), PATH._replace(to_month=dt.date(2026, 4, 1))) is None


def test_a_path_without_history_is_drawn():
    chart = draw()
    assert chart.lines == ()
    assert chart.last is None
    assert chart.target.label == "2.4"


def test_the_path_is_level_until_the_ramp_and_ends_at_the_target():
    (x1, y1), (x2, y2), (x3, y3) = corners(draw(months(4, 3, 2, 0, -1.2)))
    assert y1 == y2
    assert y3 < y1
    assert (x2 - x1) / (x3 - x1) == pytest.approx(3 / 10, abs=0.01)


def test_a_ramp_outside_the_path_is_moved_to_its_ends():
    early, late = (
        draw(path=PATH._replace(ramp_start=START)),
        draw(path=PATH._replace(ramp_start=dt.date(2028, 1, 1))),
    )
    assert corners(early)[0] == corners(early)[1]
    assert corners(late)[1][0] == corners(late)[2][0]


def test_a_path_of_one_month_is_a_point_in_the_middle():
    chart = draw(path=DrawnPath(START, Decimal(3), START, START, Decimal(3)))
    assert len({x for x, _y in corners(chart)}) == 1


def test_the_figures_say_what_is_expected_each_month():
    rows = {month: words for month, *words in draw(months(4, None, 2, 0, -1.2, -1)).rows}
    assert rows["2026-02"] == ["–", "–"]
    assert rows["2026-05"] == ["-1.2", "-1.2"]
    assert rows["2026-06"] == ["-1", "-1.2"]
    assert rows["2027-03"] == ["–", "2.4"]
    ramp = PATH._replace(from_value=Decimal(0), to_value=Decimal(7))
    assert ramp.at(dt.date(2026, 10, 1)) == 2
    assert ramp.at(dt.date(2027, 4, 1)) is None


def test_the_line_is_broken_where_a_month_is_empty():
    chart = draw(months(4, 3, None, 2, None, 1, 0))
    assert len(chart.lines) == 2
    assert len(chart.lonely) == 1


@pytest.mark.parametrize("today", [dt.date(2025, 12, 31), dt.date(2026, 6, 17), dt.date(2027, 9, 30)])
def test_today_is_inside_wherever_it_lies(today):
    chart = draw(months(4, 3, 2), today=today)
    assert float(chart.left) - 0.1 <= float(chart.today.x) <= float(chart.right) + 0.1


values = st.one_of(st.none(), st.decimals(-100_000, 100_000, places=1))


@given(
    st.lists(values, max_size=30),
    st.decimals(-100_000, 100_000, places=1),
    st.decimals(-100_000, 100_000, places=1),
    st.integers(0, 18),
    st.integers(0, 24),
    st.one_of(st.none(), st.integers(0, 1200)),
)
def test_everything_stays_inside_and_labels_apart(history, first, last, ramp, length, today):
    begin = dt.date(2026, 6, 1)
    path = DrawnPath(begin, first, add_months(begin, ramp), add_months(begin, length), last)
    day = None if today is None else dt.date(2025, 6, 1) + dt.timedelta(days=today)
    chart = draw(months(*history), path, today=day)
    for line in (*chart.lines, chart.path):
        for pair in line.split():
            x, y = map(float, pair.split(","))
            assert float(chart.left) - 0.1 <= x <= float(chart.right) + 0.1
            assert float(chart.top) - 0.1 <= y <= float(chart.bottom) + 0.1
    check_apart([(tick.label, tick.at) for tick in chart.x_ticks])
    for tick in chart.x_ticks:
        assert text_width(tick.label) / 2 <= float(tick.at) + 0.1
    assert chart.target.label
    boxes = [box_of(figure) for figure in (chart.target, chart.last) if figure and figure.label]
    assert len(boxes) < 2 or not boxes[0].meets(boxes[1])
    for box in boxes:
        assert box.left >= -0.1
        assert box.right <= chart.width + 0.1


def box_of(figure):
    half, x, y = text_width(figure.label) / 2, float(figure.text_x), float(figure.text_y) - 4
    return Box(x - half, y - 5.3, x + half, y + 5.3)


def test_the_template_draws_and_tells_it():
    chart = draw(months(4, 3, None, 2, -1.2), today=dt.date(2026, 5, 20))
    root = rendered("expected_path", chart)
    check_picture(root, chart)
    assert {"today", "measured", "expected", "2.4"} <= set(words_of(root))
    assert [cell.text for cell in root.findall(".//thead//th")] == ["Month", "Measured", "Expected"]
    assert len(root.findall(".//tbody/tr")) == len(chart.rows)


def test_the_key_names_only_what_is_drawn():
    assert "measured" not in words_of(rendered("expected_path", draw()))
