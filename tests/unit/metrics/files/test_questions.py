"""A question knows its kind, and is written as scripts read it."""

import pytest

from metrics.files.questions import KINDS, Choice, Question


def question(kind="sheet"):
    return Question(
        kind, kind, None, True, None, (Choice("Q1", ("a", "b"), "It is read."),), "There are two."
    )


def test_a_kind_that_is_not_known_is_refused():
    with pytest.raises(KeyError):
        question("mood")


def test_every_documented_kind_is_known():
    asked = (
        "decimal_sign date_order century currency scale rating_scale time_zone sheet wide_table total_rows spelling "
        "coverage partner_column period_column fiscal_year"
    )
    assert set(KINDS) == set(asked.split())


def test_it_is_written_without_words():
    assert question().as_data() == {
        "id": "sheet",
        "kind": "sheet",
        "column": None,
        "must": True,
        "likely": None,
        "choices": [{"answer": "Q1", "read": ["a", "b"]}],
    }
