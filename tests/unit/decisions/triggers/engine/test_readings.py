"""From values over periods to what a trigger compares with its level."""

import datetime as dt

import pytest

from decisions.triggers.engine.readings import expected, samples

MARCH = dt.date(2026, 3, 1)
VALUES = {
    dt.date(2025, 2, 1): 40.0,
    dt.date(2025, 3, 1): 50.0,
    dt.date(2026, 1, 1): 30.0,
    dt.date(2026, 2, 1): None,
    MARCH: 20.0,
}
PATH = {"from": "2026-01-01", "baseline": 10.0, "to": "2026-05-01", "target": 30.0}


def last(kind, setting=None, values=None):
    return samples(kind, values or VALUES, setting or {}, None)[-1].value


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
    found = samples("year", VALUES, {}, dt.date(2026, 1, 15))
    assert [(f"{one.period:%Y-%m}", one.value) for one in found] == [
        ("2026-01", None),
        ("2026-02", None),
        ("2026-03", -30),
    ]


def test_samples_begin_with_the_month_in_which_it_is_active():
    assert [one.period for one in samples("level", VALUES, {}, dt.date(2026, 3, 31))] == [MARCH]
    assert len(samples("level", VALUES, {}, None)) == len(VALUES)


@pytest.mark.parametrize(
    ("month", "value"), [("2025-06", 10), ("2026-01", 10), ("2026-02", 15), ("2026-05", 30), ("2027-01", 30)]
)
def test_a_path_is_flat_then_a_line_then_flat(month, value):
    assert expected(PATH, dt.date.fromisoformat(f"{month}-01")) == pytest.approx(value)
