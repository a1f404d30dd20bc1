"""The registry of gaps: every kind says all of itself, and none is made up."""

from typing import Any

import pytest

from metrics.gaps.found import FoundGap, FoundGaps
from metrics.gaps.kinds import EVERY, KINDS, Kind, Registry, UnknownGapKind
from metrics.gaps.wording import gap_words

GIVEN: dict[str, Any] = {"column": "Amount", "label": "Won", "periods": []}


def test_every_kind_stands_there_once():
    assert sorted(KINDS) == sorted(Kind.values)
    assert len(EVERY) == len(Kind.values)
    assert "unmapped_label" in set(KINDS)


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_words_for_one_and_for_many(kind):
    for count in (1, 2):
        assert "%(" not in gap_words(kind, count, **GIVEN)
    assert str(KINDS[kind].meaning).endswith(".")
    assert str(KINDS[kind].advice).endswith(".")


def test_what_counts_rows_says_so_by_number():
    assert gap_words("missing_value", 1, **GIVEN) == "1 row without Amount"
    assert gap_words("missing_value", 2, **GIVEN) == "2 rows without Amount"


def test_a_label_has_words_of_its_own():
    assert gap_words("unmapped_label", 28, column="Stage", label="Gewonnen", periods=[]) == (
        "28 rows where Stage is “Gewonnen”, which the mapping does not name"
    )
    assert gap_words("unmapped_label", 28, column="Stage", label="", periods=[]) == (
        "28 rows whose Stage the mapping does not name"
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda: KINDS["wrong"],
        lambda: KINDS.rank("wrong"),
        lambda: gap_words("wrong", 1, **GIVEN),
        lambda: FoundGap("wrong", 1),
        lambda: list(_added("wrong")),
    ],
)
def test_an_unknown_kind_raises(ask):
    with pytest.raises(UnknownGapKind):
        ask()


def _added(kind):
    found = FoundGaps()
    found.add(kind)
    return found


def test_a_kind_that_says_nothing_of_itself_is_an_error_at_the_start():
    with pytest.raises(UnknownGapKind, match="late"):
        Registry(kind for kind in EVERY if kind.kind != Kind.LATE)


def test_the_worst_come_first():
    assert KINDS.rank("missing_period") < KINDS.rank("missing_value") < KINDS.rank("spelling")
