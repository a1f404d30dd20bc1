"""The order of day and month is proven by the whole column, or only likely."""

import pytest

from metrics.files.values.columns import Cell
from metrics.files.values.dates import date_column


def column(*texts, name="Date"):
    return date_column(name, [Cell(text, text, 1, line) for line, text in enumerate(texts, 2)])


FIRSTS = [f"{month}/1/2025" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/5/2025", "2/3/2025", "1/13/2025"], "mdy"),
        (["1/5/2025", "13/1/2025"], "dmy"),
        (["05.01.2025", "06.02.2025"], "dmy"),
        (["2025-01-05"], "ymd"),
        (["1/1/2025", "2/2/2025"], "dmy"),
        (["01/15/25"], "mdy"),
    ],
)
def test_proven(texts, order):
    assert column(*texts).order == order
    assert column(*reversed(texts)).order == order


@pytest.mark.parametrize(
    ("texts", "orders", "likely"),
    [
        (["1/5/2025"], ("dmy", "mdy"), None),
        (FIRSTS, ("dmy", "mdy"), "mdy"),
        ([f"01/{month:02}/2025" for month in range(1, 13)], ("dmy", "mdy"), "dmy"),
        (["1/2/2025", "1/5/2025", "2/3/2025", "3/4/2025", "4/1/2025"], ("dmy", "mdy"), "mdy"),
        (["13/1/2025", "1/13/2025"], ("dmy", "mdy"), None),
        ([f"{day}/01/25" for day in range(13, 29)], ("dmy", "ymd"), "dmy"),
    ],
)
def test_asked(texts, orders, likely):
    found = column(*texts)
    assert (found.order, found.orders, found.likely([])) == (None, orders, likely)


def test_another_column_of_the_file_makes_it_likely():
    mine, proven = column("1/5/2025", "2/3/2025"), column("1/13/2025")
    assert mine.likely([proven]) == "mdy"
    assert mine.likely([column("13-1-2025")]) is None


def test_evidence_that_disagrees_is_none():
    assert column(*FIRSTS).likely([column("13/1/2025")]) is None


def test_cells_of_another_form_are_bad():
    found = column("2025-01-05", "2025-01-06 10:00", "2025-01-07", "1/8/2025")
    assert [cell.raw for cell in found.bad] == ["1/8/2025"]
    assert column("2025-01-05", "soon", "later") is None


@pytest.mark.parametrize(
    ("texts", "format"),
    [
        (["1/1/2025", "12/13/2025"], "M/d/yyyy"),
        (["01/13/2025", "12/13/2025"], "MM/dd/yyyy"),
        (["1/15/2025 0:00"], "M/d/yyyy H:mm"),
        (["2025-01-15T10:00:00.000+0000"], "yyyy-MM-dd'T'HH:mm:ss.SSSZ"),
        (["2025/1", "2025/12"], "yyyy/M"),
    ],
)
def test_the_format_in_words_of_cldr(texts, format):  # noqa: A002
    found = column(*texts)
    assert found.format(found.order) == format


def test_months_with_a_number_behind_are_years_where_there_are_few():
    assert column("Jan-25", "Feb-25", "Mar-26").grain == "month"
    assert column("Jan-25", "Feb-26", "Mar-27").grain == "month"
    assert column("Jan-98", "Jan-99").grain == "month"
    for days in (range(1, 30, 2), (5, 12), (1, 2, 3)):
        assert column(*[f"Jan-{day:02}" for day in days]) is None


@pytest.mark.parametrize(
    ("name", "texts", "is_date"),
    [
        ("Invoice date", ["45678", "45679"], True), ("Amount", ["45678", "45679"], False),
        ("Month", ["202501"], True), ("Units", ["202501"], False), ("Sales cycle days", ["45678"], False),
        ("年月", ["202501"], True), ("Year", ["2025"], True), ("Seats", ["2025"], False),
        ("Month", ["Jan 25", "Feb 25"], True), ("Date", ["May 12"], False), ("When", ["Jan 25"], False),
        ("Version", ["1.2.24", "1.2.25"], False), ("Accounts created", ["45678"], False),
    ],
)  # fmt: skip
def test_numbers_are_dates_where_the_name_speaks_of_time(name, texts, is_date):
    assert (column(*texts, name=name) is not None) == is_date


@pytest.mark.parametrize(
    ("name", "text", "is_fiscal"),
    [("Quarter", "FY25-Q1", True), ("Fiscal Period", "Q1-2025", True), ("Quarter", "2025-Q1", False),
     ("Fiscal date", "2025-01-05", False), ("Fiscal month", "2025-01", True)],
)  # fmt: skip
def test_fiscal_periods(name, text, is_fiscal):
    assert column(text, name=name).is_fiscal == is_fiscal
