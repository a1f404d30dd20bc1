"""The kind “breadth”: how many partners are beyond a level, as a share or as a number."""

import datetime as dt
from decimal import Decimal

import pytest

from decisions import models as m
from decisions.sections.trigger_kinds import Said
from decisions.triggers.engine.machine import replay
from decisions.triggers.engine.readings import each_of, samples
from decisions.triggers.engine.step import rule_of
from decisions.triggers.kinds import KINDS
from decisions.triggers.kinds.breadth import KIND

MONTHS = [dt.date(2026, month, 1) for month in range(1, 5)]
SHARE = KIND.own({"each_level": Decimal(20), "direction": "below", "counted": ""})
COUNT = SHARE | {"counted": "count"}


def read(setting, *partners):
    """The samples of partners with these values, month by month; None is a month without data."""
    by_partner = [dict(zip(MONTHS, values, strict=False)) for values in partners]
    found = samples(KIND.reading, each_of(by_partner, len(by_partner)), setting, None)
    return [sample.value for sample in found]


def states(setting, level, count, *partners):
    rule = rule_of(False, level, level, count, 0, KIND.includes_level(setting))
    values = samples(
        KIND.reading,
        each_of((dict(zip(MONTHS, row, strict=True)) for row in partners), len(partners)),
        setting,
        None,
    )
    return [str(condition.state) for condition in replay(rule, values).conditions]


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        (SHARE, [25, 50, 75]),
        (COUNT, [1, 2, 3]),
        (SHARE | {"each_below": False}, [75, 50, 0]),
        (COUNT | {"each_below": False}, [3, 2, 0]),
    ],
)
def test_partners_strictly_beyond_their_level_are_counted(setting, values):
    assert read(setting, [10, 10, 10], [21, 10, 19], [30, 30, 20], [25, 25, 19]) == values


def test_who_has_no_data_is_a_partner_but_never_beyond_the_level():
    assert read(SHARE, [10, 10, None], [None, 10, None], [30, 30, None], [30, 30, None]) == [25, 50, None]
    assert read(COUNT, [10], [None], []) == [1]


def test_a_share_fires_above_its_level_and_a_number_at_it():
    two_of_four = ([10, 10, 30, 30], [10, 10, 30, 30], [30] * 4, [30] * 4)
    assert states(SHARE, 50, 1, *two_of_four) == ["normal"] * 4
    assert states(SHARE, 49, 1, *two_of_four)[:2] == ["triggered", "triggered"]
    assert states(COUNT, 2, 1, *two_of_four) == ["triggered", "triggered", "normal", "normal"]
    assert states(COUNT, 3, 1, *two_of_four) == ["normal"] * 4


def test_it_takes_as_many_months_as_were_asked_for():
    """More than 30 % of the partners below 20 %, for two months."""
    partners = ([10, 30, 10, 10], [30, 30, 10, 10])
    assert states(SHARE, 30, 2, *partners) == ["pending", "normal", "pending", "triggered"]


@pytest.mark.parametrize(
    ("setting", "level", "words"),
    [
        (SHARE, 30, "Margin below 20.0 % for more than 30.0 % of the partners"),
        (SHARE | {"each_below": False}, 30, "Margin above 20.0 % for more than 30.0 % of the partners"),
        (COUNT, 3, "Margin below 20.0 % for at least 3 partners"),
        (COUNT, 1, "Margin below 20.0 % for at least 1 partner"),
    ],
)
def test_it_says_when_it_fires(setting, level, words):
    said = Said(name="Margin", unit="pct", is_below=False, level=Decimal(level), setting=setting)
    assert KIND.words(said) == words


def test_it_says_what_was_seen_in_the_unit_of_its_samples():
    said = Said(name="Margin", unit="USD", level=Decimal(30), setting=SHARE)
    assert KIND.seen_words(said, 37.5, MONTHS[3]).endswith(": 37.5 % in Apr 2026")
    assert KIND.value_words(4, "USD", COUNT) == "4"


def test_it_says_over_how_many_months_it_was_seen():
    said = Said(name="Margin", unit="USD", level=Decimal(30), months=3, setting=SHARE)
    assert KIND.seen_words(said, 37.5, MONTHS[3]).endswith(": 37.5 % in 3 months to Apr 2026")


def test_it_needs_the_level_of_a_partner():
    said = {"metric": "x", "level": Decimal(30)}
    assert not KIND.is_complete(said | {"each_level": None})
    assert KIND.is_complete(said | {"each_level": Decimal(0)})


def test_every_field_of_a_threshold_is_read_by_some_kind():
    read_by_some = frozenset[str]().union(*(kind.fields for kind in KINDS.values()))
    assert read_by_some == set(m.Threshold.editable) - {"watches"}
