"""A trigger over its metric's history."""

from decimal import Decimal

import pytest

from decisions.comparison.charts.levels import DrawnLevel, levels_picture
from metrics.measures.months import month_key
from partnerdesk.core.charts import text_width
from tests.unit.decisions.comparison.charts.drawn import check_apart, check_picture, rendered, words_of
from tests.unit.decisions.triggers.engine.series import FIRST, month

FIRE, CLEAR = DrawnLevel(Decimal(30), "fires below 30"), DrawnLevel(Decimal(35), "clears at 35")


def draw(*values, spans=(), fire=FIRE, clear=CLEAR, **more):
    history = [
        (month(index), None if value is None else Decimal(str(value))) for index, value in enumerate(values)
    ]
    return levels_picture(
        history,
        ["–"] * len(history),
        fire=fire,
        clear=clear,
        spans=spans,
        mark="would have fired",
        title="Win rate",
        words=str,
        named=month_key,
        **more,
    )


def xs(line):
    return [float(pair.split(",")[0]) for pair in line.split()]


def test_without_a_value_is_no_picture():
    assert draw() is None
    assert draw(None, None) is None


def test_levels_lie_inside_the_scale_wherever_the_values_are():
    for values in ((90, 95), (-10, -20), (31, 32)):
        chart = draw(*values)
        for line in (chart.fire, chart.clear):
            assert float(chart.top) <= float(line.y) <= float(chart.bottom)
        assert float(chart.clear.y) < float(chart.fire.y), "the higher level lies higher"


def test_one_line_where_it_clears_at_the_level_itself():
    chart = draw(40, 20, clear=DrawnLevel(Decimal(30), "clears at 30"))
    assert chart.clear is None
    assert [entry.kind for entry in chart.key] == ["fire"]


def test_each_moment_at_which_it_would_have_fired_is_marked():
    chart = draw(40, 29, 36, 20, 25, spans=[(month(1), month(2)), (month(3), None)])
    assert [dot.label for dot in chart.marks] == ["2024-02", "2024-04"]
    [line] = chart.lines
    assert [float(dot.x) for dot in chart.marks] == [xs(line)[1], xs(line)[3]]
    first, second = chart.episodes
    assert float(first.x) + float(first.width) == pytest.approx(xs(line)[2], abs=0.11)
    assert float(second.x) + float(second.width) == pytest.approx(float(chart.right), abs=0.11)


def test_an_episode_that_begins_with_the_last_period_can_be_seen():
    [band] = draw(40, 29, spans=[(month(1), None)]).episodes
    assert float(band.width) > 0


def test_the_line_is_broken_where_periods_are_empty():
    chart = draw(40, 38, None, 36, None, 33, 32)
    assert [len(xs(line)) for line in chart.lines] == [2, 2]
    assert len(chart.lonely) == 1
    assert chart.last.label == "32"


def test_the_figures_say_value_and_state_of_each_period():
    history = [(month(0), Decimal(29)), (month(1), None)]
    chart = levels_picture(
        history, ["fires", "no data"], fire=FIRE, clear=CLEAR, spans=[(month(0), None)], mark="m", title="t",
        words=str,
        named=month_key,
    )  # fmt: skip
    assert chart.rows == (("2024-01", "29", "fires"), ("2024-02", "–", "no data"))


@pytest.mark.parametrize("width", [640, 320])
@pytest.mark.parametrize("count", [1, 2, 7, 36])
def test_the_words_have_their_room(width, count):
    spans = [(FIRST, None)]
    chart = draw(*[20 + index for index in range(count)], spans=spans, width=width)
    check_apart([(tick.label, tick.at) for tick in chart.x_ticks], 4)
    for tick in chart.x_ticks:
        assert float(tick.at) + text_width(tick.label) / 2 <= width + 0.11
    for entry in chart.key:
        assert float(entry.x) + 24 + text_width(entry.label) <= width + 0.11
        assert float(entry.y) <= chart.height
    assert float(chart.last.x) + 8 + text_width(chart.last.label) <= width + 0.11
    assert len({entry.y for entry in chart.key}) == (1 if width == 640 else 2)


def test_a_key_that_is_too_long_for_its_row_goes_on_below():
    fire = DrawnLevel(Decimal(30), "fires below 30 " + "and so on " * 5)
    chart = draw(40, 20, fire=fire, width=320)
    assert [entry.x for entry in chart.key] == ["0.0", "0.0"]
    assert float(chart.key[0].y) < float(chart.key[1].y)


def test_the_template_is_what_the_picture_says():
    chart = draw(40, 29, None, 36, spans=[(month(1), month(3))])
    narrow = draw(40, 29, None, 36, spans=[(month(1), month(3))], width=320)
    root = rendered("levels", chart, narrow=narrow)
    check_picture(root, chart)
    assert len(root.findall("svg")) == 2
    words = words_of(root.find("svg"))
    assert {"fires below 30", "clears at 35", "would have fired", "36"} <= set(words)
    cells = [cell.text for cell in root.iter("td")]
    assert cells[:2] == ["40", "–"]
