"""What gaps do to a grade, and what is left of it once causes are settled."""

import datetime as dt
import uuid

import pytest

from metrics.measures.grading import Quality
from metrics.observations.weakenings import Weakening, Weakenings

ONE, TWO = uuid.uuid4(), uuid.uuid4()
JANUARY, MARCH = dt.date(2024, 1, 1), dt.date(2024, 3, 1)
WHOLE = Quality(partners=10, asked=10, has_value=True)


def graded(*ones, empty=(), rows=100, settled=(), quality=WHOLE):
    every = Weakenings(tuple(ones), tuple(empty), rows)
    return every.settled(set(settled), quality)[1].grade("fresh")


@pytest.mark.parametrize(
    ("kind", "rows", "grade"),
    [
        ("missing_value", 1, "B"),
        ("missing_value", 4, "B"),
        ("missing_value", 5, "C"),
        ("unmapped_label", 5, "C"),
        ("spelling", 50, "B"),
        ("outlier", 1, "B"),
        ("similar_label", 50, "B"),
        ("partner_without_data", 1, "B"),
    ],
)
def test_what_one_does_and_that_it_is_gone_once_settled(kind, rows, grade):
    one = Weakening(ONE, kind, rows, JANUARY)
    assert graded(one) == grade
    assert graded(one, settled=[ONE]) == "A"


def test_rows_of_two_causes_add_up():
    ones = (Weakening(ONE, "missing_value", 3, None), Weakening(TWO, "bad_number", 3, None))
    assert graded(*ones) == "C"
    assert graded(*ones, settled=[ONE]) == "B"
    assert graded(*ones, settled=[ONE, TWO]) == "A"


def test_an_empty_period_is_filled_by_its_own_cause_alone():
    hole = Weakening(ONE, "missing_period", 1, MARCH)
    assert graded(hole, empty=[MARCH]) == "C"
    assert graded(hole, empty=[MARCH], settled=[ONE]) == "A"
    assert graded(hole, empty=[JANUARY, MARCH], settled=[ONE]) == "C", "nobody noticed January"
    assert graded(hole, Weakening(TWO, "outlier", 1, None), empty=[MARCH], settled=[TWO]) == "C"


def test_partners_that_come_count_and_never_more_than_were_asked_for():
    few = Quality(partners=6, asked=10, has_value=True)
    assert graded(Weakening(ONE, "partner_without_data", 4, None), quality=few) == "C"
    assert graded(Weakening(ONE, "partner_without_data", 4, None), quality=few, settled=[ONE]) == "A"
    more = Weakenings((Weakening(ONE, "partner_without_data", 40, None),), (), 1)
    assert more.settled({ONE}, few)[1].partners == 10
