"""What is asked about dates, and what follows from an answer."""

import datetime as dt

import pytest

from metrics.files.questions import UnknownAnswer
from metrics.files.values.columns import Cell
from metrics.files.values.date_questions import settle_dates
from metrics.files.values.dates import date_column
from metrics.files.values.plain import plain


def column(*texts, name="Date"):
    return date_column(name, [Cell(text, plain(text), 1, line) for line, text in enumerate(texts, 2)])


def days(found):
    return [f"{day}" for day in found.days.values()]


def test_an_unproven_order_is_asked_with_own_values_read_each_way():
    found = column("1/1/2025", "1/5/2025", "2/3/2025", "3/4/2025", "5/6/2025")
    [question] = settle_dates(found, [], {})
    assert (question.id, question.must, found.days) == ("date_order:Date", True, {})
    assert {choice.answer: choice.read for choice in question.choices} == {
        "dmy": ("2025-05-01", "2025-03-02", "2025-04-03"), "mdy": ("2025-01-05", "2025-02-03", "2025-03-04"),
    }  # fmt: skip
    assert question.choices[1].follows.shown() == "Month, day, year: “1/5/2025” is 2025-01-05."


@pytest.mark.parametrize(("answer", "read"), [("dmy", "2025-05-01"), ("mdy", "2025-01-05")])
def test_an_answered_order_is_taken(answer, read):
    found = column("1/5/2025")
    assert settle_dates(found, [], {"date_order:Date": answer}) == []
    assert days(found) == [read]


@pytest.mark.parametrize("texts", [["1/5/2025", "1/13/2025"], ["2025-01-05"], ["1/1/2025"], ["05.01.2025"]])
def test_what_is_proven_is_not_asked(texts):
    found = column(*texts)
    assert settle_dates(found, [], {}) == []
    assert len(found.days) == len(texts)


def test_the_century_is_asked_where_it_is_unclear_alone():
    assert settle_dates(column("31/12/25", "30/11/69"), [], {"date_order:Date": "dmy"}) == []
    found = column("31/12/99", "31/12/01")
    [question] = settle_dates(found, [], {"date_order:Date": "dmy"})
    assert (question.id, question.likely) == ("century:Date", "19")
    assert [choice.read for choice in question.choices] == [("1999-12-31",), ("2099-12-31",)]
    assert settle_dates(found, [], {"date_order:Date": "dmy", "century:Date": "20"}) == []
    assert days(found) == ["2099-12-31", "2001-12-31"]


FISCAL = "fiscal_year:Fiscal Quarter"


def test_the_beginning_of_the_fiscal_year_is_asked():
    found = column("FY25-Q1", "FY25-Q4", "FY26-Q1", name="Fiscal Quarter")
    [question] = settle_dates(found, [], {})
    assert (question.id, question.must, question.likely) == (FISCAL, True, None)
    answers = {choice.answer: choice for choice in question.choices}
    assert list(answers) == [f"2024-{month:02}" for month in range(2, 13)] + [
        f"2025-{month:02}" for month in range(1, 13)
    ]
    assert answers["2024-02"].read == ("2024-02", "2024-11", "2025-02")
    assert answers["2024-02"].follows.shown() == "Fiscal year 2025 begins in 2024-02."
    assert settle_dates(found, [], {FISCAL: "2025-01"}) == []
    assert days(found) == ["2025-01-01", "2025-10-01", "2026-01-01"]
    assert settle_dates(found, [], {FISCAL: "2024-07"}) == []
    assert days(found) == ["2024-07-01", "2025-04-01", "2025-07-01"]
    with pytest.raises(UnknownAnswer):
        settle_dates(found, [], {FISCAL: "7"})


def test_japanese_fiscal_years_likely_begin_in_april():
    [question] = settle_dates(column("2025年度第1四半期", name="期"), [], {})
    assert question.likely == "2025-04"


def test_a_year_that_names_both_of_its_years_begins_in_the_first():
    [question] = settle_dates(column("FY2024/25", name="Year"), [], {})
    assert {choice.answer[:4] for choice in question.choices} == {"2024"}


def test_calendar_quarters_are_not_asked():
    found = column("2025-Q1", "2025-Q2", name="Quarter")
    assert settle_dates(found, [], {}) == []
    assert days(found) == ["2025-01-01", "2025-04-01"]


LATE = "2025-01-31T23:30:00Z"


@pytest.mark.parametrize(
    ("texts", "zone", "asked"),
    [
        (["2025-01-15T10:00:00Z"], None, False),
        ([LATE], None, True),
        ([LATE], "Europe/London", False),
        ([LATE], "Asia/Tokyo", True),
        (["2025-01-31T23:30:00"], None, False),
        (["2025-01-31"], None, False),
        (["2025-01-31T00:00:00Z", "2025-02-01T00:00:00Z"], None, False),
        (["2025-01-31T00:00:00Z", "2025-02-01T00:00:01Z"], None, True),
    ],
)
def test_the_time_zone_is_asked_only_where_a_row_would_be_in_another_month(texts, zone, asked):
    assert bool(settle_dates(column(*texts), [], {}, zone)) == asked


def test_an_answered_time_zone_is_taken():
    found = column(LATE, "2025-01-15 10:00:00")
    [question] = settle_dates(found, [], {}, "Asia/Tokyo")
    assert {choice.answer: choice.read for choice in question.choices} == {
        "as_written": ("2025-01-31",), "Asia/Tokyo": ("2025-02-01",), "UTC": ("2025-01-31",),
    }  # fmt: skip
    settle_dates(found, [], {"time_zone:Date": "Asia/Tokyo"})
    assert days(found) == ["2025-02-01", "2025-01-15"]
    settle_dates(found, [], {"time_zone:Date": "as_written"})
    assert found.days[LATE] == dt.date(2025, 1, 31)
    with pytest.raises(UnknownAnswer):
        settle_dates(found, [], {"time_zone:Date": "Mars/Olympus"})
