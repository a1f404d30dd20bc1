"""Which periods a file covers: a file that begins in the middle of a month is asked about."""

import datetime as dt

import pytest

from metrics.files.values.covering import covers

DAILY = [f"2025-01-{day:02}" for day in range(1, 32)] + [f"2025-02-{day:02}" for day in range(1, 29)]


def covered(*texts, grain="day", answers=None, today=None):
    found, questions = covers(
        [dt.date.fromisoformat(text) for text in texts], grain, "Date", answers or {}, today
    )
    return [(one.period, one.whole) for one in found], [question.id for question in questions]


@pytest.mark.parametrize(
    ("days", "expected", "asked"),
    [
        (("2026-08-05", "2026-08-25", "2026-09-03", "2026-09-09"),
         [("2026-08", True), ("2026-09", False)], ["coverage:Date:2026-09"]),
        (("2026-08-25", "2026-09-03", "2026-09-09", "2026-09-29"),
         [("2026-08", False), ("2026-09", True)], ["coverage:Date:2026-08"]),
        (DAILY, [("2025-01", True), ("2025-02", True)], []),
        (DAILY[9:], [("2025-01", False), ("2025-02", True)], ["coverage:Date:2025-01"]),
        (DAILY[:-9], [("2025-01", True), ("2025-02", False)], ["coverage:Date:2025-02"]),
        (DAILY[2:-2], [("2025-01", True), ("2025-02", True)], []),
        (("2025-01-01", "2025-02-01", "2025-03-01"), [("2025-01", True), ("2025-02", True), ("2025-03", True)], []),
        (("2025-01-31", "2025-02-28"), [("2025-01", True), ("2025-02", True)], []),
        (("2025-01-15", "2025-02-15"), [("2025-01", True), ("2025-02", True)], []),
        (("2025-01-10", "2025-03-10"), [("2025-01", True), ("2025-02", True), ("2025-03", True)], []),
        (("2025-01-15",), [("2025-01", False)], ["coverage:Date:2025-01"]),
        ((), [], []),
    ],
)  # fmt: skip
def test_days(days, expected, asked):
    assert covered(*days) == (expected, asked)


def test_periods_are_whole():
    assert covered("2025-01-01", grain="month") == ([("2025-01", True)], [])
    assert covered("2025-01-01", "2025-04-01", grain="quarter") == (
        [("2025-Q1", True), ("2025-Q2", True)],
        [],
    )
    assert covered("2025-01-01", grain="year") == ([], [])


def test_a_date_far_away_covers_itself_alone():
    found, _asked = covered("2026-10-05", "2026-10-06", "2062-10-15")
    assert [period for period, _whole in found] == ["2026-10", "2062-10"]


def test_what_has_not_come_yet_covers_nothing_and_the_running_month_is_a_part():
    found, asked = covered(*DAILY, "2062-10-15", today=dt.date(2025, 2, 28))
    assert (found, asked) == ([("2025-01", True), ("2025-02", False)], ["coverage:Date:2025-02"])


@pytest.mark.parametrize(("answer", "whole"), [("whole", True), ("part", False)])
def test_an_answer_is_taken(answer, whole):
    found, asked = covered(*DAILY[9:], answers={"coverage:Date:2025-01": answer})
    assert (found[0], asked) == (("2025-01", whole), [])


def test_the_question_says_what_follows():
    days = [dt.date(2026, 8, 25), dt.date(2026, 9, 3), dt.date(2026, 9, 9), dt.date(2026, 9, 29)]
    _found, [question] = covers(days, "day", "Date", {})
    assert (question.must, question.likely) == (False, "part")
    assert question.choices[0].follows.shown() == (
        "The file holds 2026-08 from 2026-08-25 to 2026-08-31; the rest of it stays as it is."
    )
