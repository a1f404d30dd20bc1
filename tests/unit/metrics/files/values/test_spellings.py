"""Spellings that are probably one are asked about; nothing waits for the answer."""

import pytest

from metrics.files.values.columns import Cell
from metrics.files.values.plain import plain
from metrics.files.values.spellings import MOST_QUESTIONS, groups, settle_spellings


def cells(**counts):
    return [Cell(label, plain(label), count, line) for line, (label, count) in enumerate(counts.items(), 2)]


def grouped(*labels):
    return [tuple(cell.raw for cell in group.cells) for group in groups(cells(**dict.fromkeys(labels, 1)))]


@pytest.mark.parametrize(
    "labels",
    [
        ("Closed Won", "Closed won"), ("Closed Won", "CLOSED-WON"), ("Closed Won", "5 - Closed/Won"),
        ("WON", "Won"), ("ｱｸﾒ", "アクメ"), ("株式会社山田", "㈱山田"),
        ("山田商事株式会社", "山田商事(株)"), ("Acme Ltd", "Acme Limited"), ("Acme Ltd.", "Acme"),
        ("Acme GmbH", "ACME GmbH & Co. KG"), ("Acme, Inc.", "Acme Inc"), ("900001", "900001.0"),
        ("Nordwind Trading", "Nordwind Tradng"), ("Acme S.A.", "Acme SA"),
    ],
)  # fmt: skip
def test_spellings_of_one(labels):
    assert [set(group) for group in grouped(*labels)] == [set(labels)]


@pytest.mark.parametrize(
    "labels",
    [
        ("Closed Won", "Closed Lost"), ("Acme", "Nordwind"), ("WON ", "WON"), ("Enabled", "Disabled"),
        ("Café Zürich", "Cafe\u0301 Zu\u0308rich"),
        ("Approved", "Unapproved"), ("900001", "900002"), ("Q1", "Q2"), ("North America", "South America"),
        ("Ltd", "Inc"), ("Partner 1", "Partner 2"), ("A", "B"), ("5 - Closed/Won", "6 - Closed/Lost"),
    ],
)  # fmt: skip
def test_no_spellings_of_one(labels):
    assert grouped(*labels) == []


def test_a_group_is_asked_with_counts():
    respelled, [question] = settle_spellings(
        "Stage", cells(**{"Closed Won": 36, "Closed won": 6, "Lost": 9}), {}
    )
    assert (respelled, question.id, question.must, question.likely) == (
        {},
        "spelling:Stage:Closed Won",
        False,
        "same",
    )
    assert {choice.answer: choice.read for choice in question.choices} == {
        "same": ("Closed Won ×42",), "apart": ("Closed Won ×36", "Closed won ×6"),
    }  # fmt: skip
    assert question.choices[0].follows.shown() == "All 42 rows count as “Closed Won”."


@pytest.mark.parametrize("labels", [("900001", "９００００１．０"), ("ｱｸﾒ", "アクメ"), ("A B", "a-b")])
def test_what_differs_in_typing_alone_is_likely_the_same(labels):
    _respelled, [question] = settle_spellings("Partner", cells(**dict.fromkeys(labels, 1)), {})
    assert question.likely == "same"


def test_more_than_typing_is_asked_without_a_likely_answer():
    _respelled, [question] = settle_spellings("Partner", cells(**{"Acme Ltd": 1, "Acme": 1}), {})
    assert question.likely is None


def test_an_answer_is_taken():
    stages = cells(**{"Closed Won": 36, "Closed won": 6})
    assert settle_spellings("Stage", stages, {"spelling:Stage:Closed Won": "same"}) == (
        {"Closed won": "Closed Won"},
        [],
    )
    assert settle_spellings("Stage", stages, {"spelling:Stage:Closed Won": "apart"}) == ({}, [])


def test_spaces_around_a_label_are_counted_with_it():
    _respelled, [question] = settle_spellings("Stage", cells(**{"WON": 2, "WON ": 3, "Won": 4}), {})
    assert question.choices[1].read == ("WON ×5", "Won ×4")


def test_the_largest_groups_are_asked_about():
    many = {f"{letter}{number}": number for number in range(1, 60) for letter in "xX"}
    _respelled, questions = settle_spellings("Stage", cells(**many), {})
    assert len(questions) == MOST_QUESTIONS
    assert questions[0].id == "spelling:Stage:x59"
