"""From values over periods to what a trigger compares with its level."""

import datetime as dt

import pytest

from decisions.triggers.engine.readings import Each, each_of, expected, samples
from decisions.triggers.kinds import metric_kind

MARCH = dt.date(2026, 3, 1)
VALUES = {
    dt.date(2025, 2, 1): 40.0,
    dt.date(2025, 3, 1): 50.0,
    dt.date(2026, 1, 1): 30.0,
    dt.date(2026, 2, 1): None,
    MARCH: 20.0,
}
LEVEL = metric_kind("level").reading
PATH = {"from": "2026-01-01", "baseline": 10.0, "to": "2026-05-01", "target": 30.0}


def last(kind, setting=None, values=None):
    return samples(metric_kind(kind).reading, values or VALUES, setting or {}, None)[-1].value


@pytest.mark.parametrize(
    ("kind", "setting", "value"),
    [
        ("level", {}, 20),
        ("change", {"baseline": 25.0}, -5),
        ("change_pct", {"baseline": 25.0}, -20),
        ("change_pct", {"baseline": -25.0}, 180),
        ("change_pct", {"baseline": 0.0}, None),
        ("year", {}, -30),
        ("year_pct", {}, -60),
        ("path", PATH, 0),
    ],
)
def test_the_last_sample(kind, setting, value):
    assert last(kind, setting) == pytest.approx(value)


def test_without_a_value_now_or_a_year_before_there_is_none():
    found = samples(metric_kind("year").reading, VALUES, {}, dt.date(2026, 1, 15))
    assert [(f"{one.period:%Y-%m}", one.value) for one in found] == [
        ("2026-01", None),
        ("2026-02", None),
        ("2026-03", -30),
    ]


def test_samples_begin_with_the_month_in_which_it_is_active():
    assert [one.period for one in samples(LEVEL, VALUES, {}, dt.date(2026, 3, 31))] == [MARCH]
    assert len(samples(LEVEL, VALUES, {}, None)) == len(VALUES)


@pytest.mark.parametrize(
    ("month", "value"), [("2025-06", 10), ("2026-01", 10), ("2026-02", 15), ("2026-05", 30), ("2027-01", 30)]
)
def test_a_path_is_flat_then_a_line_then_flat(month, value):
    assert expected(PATH, dt.date.fromisoformat(f"{month}-01")) == pytest.approx(value)


def test_partners_count_whether_they_have_a_value_or_not():
    """Who has none in a period is one of the partners, and none of the values."""
    first, second = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    found = each_of([{first: 10.0, second: 11.0}, {first: None}, {second: 0.0}], partners=4)
    assert found == {first: Each((10.0,), 4), second: Each((11.0, 0.0), 4)}
    assert each_of([], partners=0) == {}


def test_a_partner_at_the_level_is_not_beyond_it():
    found = Each((10.0, 20.0, 30.0), partners=5)
    assert (found.beyond(20, is_below=True), found.beyond(20, is_below=False)) == (1, 1)
    assert (found.beyond(40, is_below=True), found.beyond(40, is_below=False)) == (3, 0)
    assert Each((), partners=5).beyond(20, is_below=True) is None
