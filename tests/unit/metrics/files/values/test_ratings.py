"""On which scale ratings are: proven, or asked."""

import pytest

from metrics.files.values.columns import Cell
from metrics.files.values.numbers import number_column
from metrics.files.values.ratings import rating_of


def rating(name, *texts, answers=None):
    column = number_column(name, [Cell(text, text, 1, line) for line, text in enumerate(texts, 2)])
    return rating_of(column, answers or {})


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Rating", ("0", "9")),
        ("NPS", ("8", "9")),
        ("How likely to recommend (0-10)", ("3", "5")),
        ("推奨度", ("10",)),
    ],
)
def test_zero_to_ten_is_proven(name, texts):
    found, questions = rating(name, *texts)
    assert (found.scale, found.gives_nps, questions) == ("0-10", True, [])


@pytest.mark.parametrize(
    ("name", "texts", "must", "choices"),
    [
        ("review_score", ("1", "5"), False, ["0-10", "1-10", "1-7", "1-5", "0-5", "none"]),
        ("NPS", ("1", "5"), True, ["0-10", "1-10", "1-7", "1-5", "0-5", "none"]),
        ("CSAT", ("2", "7"), False, ["0-10", "1-10", "1-7", "none"]),
        ("Rating", ("8", "9"), False, ["0-10", "1-10", "none"]),
        ("Rating", ("0", "5"), False, ["0-10", "0-5", "none"]),
    ],
)
def test_other_scales_are_asked(name, texts, must, choices):
    found, [question] = rating(name, *texts)
    assert (found.scale, found.gives_nps) == (None, False)
    assert (question.id, question.must) == (f"rating_scale:{name}", must)
    assert [choice.answer for choice in question.choices] == choices


@pytest.mark.parametrize(
    ("answer", "gives"), [("0-10", True), ("1-5", False), ("1-7", False), ("none", False)]
)
def test_an_answer_is_taken(answer, gives):
    found, questions = rating("NPS", "1", "5", answers={"rating_scale:NPS": answer})
    assert (bool(found and found.gives_nps), questions) == (gives, [])


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Units", ("1", "5")),
        ("Rating", ("4.5", "3")),
        ("Rating", ("80", "90")),
        ("Rating", ("20%",)),
        ("NPS", ("-50",)),
    ],
)
def test_other_numbers_are_no_answers(name, texts):
    assert rating(name, *texts) == (None, [])
