"""The grade's rules, one by one."""

import pytest

from metrics.measures.grading import GRADE_RULES, Quality

GOOD = {"partners": 95, "asked": 100, "has_value": True}


@pytest.mark.parametrize(
    ("changed", "grade"),
    [
        ({}, "A"),
        ({"partners": 90}, "A"),
        ({"partners": 89}, "B"),
        ({"has_gap": True}, "B"),
        ({"is_mostly_by_hand": True}, "B"),
        ({"has_gap": True, "gap_share": 0.049}, "B"),
        ({"partners": 70}, "B"),
        ({"partners": 69}, "C"),
        ({"has_empty_period": True}, "C"),
        ({"has_gap": True, "gap_share": 0.05}, "C"),
        ({"partners": 40}, "C"),
        ({"partners": 39}, "D"),
        ({"has_value": False}, "D"),
        ({"is_thin": True}, "D"),
    ],
)
def test_each_rule(changed, grade):
    assert Quality(**(GOOD | changed)).grade(age="fresh") == grade


def test_nobody_asked_for_is_the_weakest():
    assert Quality(**(GOOD | {"asked": 0})).grade(age="fresh") == "D"


def test_the_rules_are_stated_for_every_grade():
    assert list(GRADE_RULES) == ["A", "B", "C", "D"]


def test_quality_survives_storing():
    quality = Quality(partners=3, has_value=True, gap_share=0.25)
    assert Quality.of(quality.as_data()) == quality
