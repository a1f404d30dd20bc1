"""Questions declare all of themselves in one place, and an unknown kind is an error."""

import pytest

from metrics.files.questions import (
    EVERY,
    KINDS,
    Choice,
    Question,
    Said,
    UnknownAnswer,
    UnknownQuestion,
    answered,
    ask,
    in_words,
    lasting,
    question_id,
)

DECIMAL = ask(
    "decimal_sign",
    "Amount",
    likely="thousands",
    choices=[
        Choice("thousands", ("12500",), Said("it groups")),
        Choice("decimal", ("12.5",), Said("it divides")),
    ],
)


def test_a_question_is_written_as_commands_promise():
    assert DECIMAL.as_data() == {
        "id": "decimal:Amount", "kind": "decimal_sign", "column": "Amount", "must": True, "likely": "thousands",
        "choices": [{"answer": "thousands", "read": ["12500"]}, {"answer": "decimal", "read": ["12.5"]}],
    }  # fmt: skip


def test_the_kinds_are_those_of_the_promised_form():
    assert set(KINDS) == {
        "decimal_sign", "date_order", "century", "currency", "scale", "rating_scale", "time_zone", "sheet",
        "wide_table", "total_rows", "spelling", "coverage", "partner_column", "period_column", "fiscal_year",
    }  # fmt: skip
    assert len({kind.prefix for kind in EVERY}) == len(EVERY)
    assert {kind.kind for kind in EVERY if not kind.must} == {"spelling", "coverage"}


@pytest.mark.parametrize("kind", ["", "decimal", "colour"])
def test_an_unknown_kind_is_an_error(kind):
    with pytest.raises(UnknownQuestion):
        ask(kind, "Amount", choices=[])
    with pytest.raises(UnknownQuestion):
        question_id(kind, "Amount")
    with pytest.raises(UnknownQuestion):
        Question("it", kind, None, True, None, ())


def test_a_question_says_itself_in_words_and_what_would_settle_it():
    assert "“Amount”" in DECIMAL.words.shown()
    assert DECIMAL.proof.shown() == KINDS["decimal_sign"].proof
    assert DECIMAL.words.shown(lambda words: "Frage zu %(column)s") == "Frage zu Amount"


def test_an_answer_is_one_of_the_choices():
    assert answered(DECIMAL, {}) is None
    assert answered(DECIMAL, {"decimal:Amount": "decimal"}) == "decimal"
    with pytest.raises(UnknownAnswer, match="decimal:Amount"):
        answered(DECIMAL, {"decimal:Amount": "both"})


def test_a_kind_that_is_open_takes_other_answers():
    question = ask("currency", "Amount", choices=[Choice("USD", (), Said("dollars"))])
    assert answered(question, {"currency:Amount": "NOK"}) == "NOK"


def test_a_question_about_the_whole_file_has_no_column():
    question = ask("partner_column", choices=[])
    assert (question.id, question.as_data()["column"]) == ("partner_column", None)


def test_words_may_be_translated_already():
    assert in_words("Schon da.", str.upper) == "Schon da."
    assert in_words(Said("A %(thing)s", {"thing": "x"}), lambda words: f"Ein {words}") == "Ein A x"


def test_answers_about_one_file_are_not_those_of_the_next_one():
    answers = {
        "decimal:Amount": "decimal",
        "coverage:Date:2025-01": "whole",
        "wide_table": "2025",
        "sheet": "Q1",
    }
    assert lasting(answers) == {"decimal:Amount": "decimal", "sheet": "Q1"}
