"""A column per month: turned where names prove it, asked where they do not."""

import pytest

from metrics.files.tables.months import MonthName, bare_month_in, is_other_period, month_in
from tests.unit.metrics.files.tables.table_files import seen


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("Jan 2025", (2025, 1)), ("January 2025", (2025, 1)), ("2025-01", (2025, 1)), ("2025/01", (2025, 1)),
        ("01/2025", (2025, 1)), ("Jan-25", (2025, 1)), ("2025年12月", (2025, 12)), ("März 2025", (2025, 3)),
        ("2025-03-01", (2025, 3)), ("2025 Sep", (2025, 9)), ("déc. 2024", (2024, 12)), ("2025M07", (2025, 7)),
        ("maj 2025", (2025, 5)), ("wrz 2025", (2025, 9)), ("okt. 2025", (2025, 10)), ("fev. de 2025", (2025, 2)),
    ],
)  # fmt: skip
def test_names_of_months(name, month):
    assert month_in(name) == MonthName(*month)


@pytest.mark.parametrize(
    "name", ["Partner", "May", "2025", "2025-13", "Q1 2025", "2025-01-15", "Mayor 2025x", "Marketing"]
)
def test_names_that_are_no_month_with_a_year(name):
    assert month_in(name) is None


def test_what_else_a_name_says_is_kept():
    assert month_in("Jan 2025 Revenue") == MonthName(2025, 1, "Revenue")
    assert month_in("Units (2025-02)") == MonthName(2025, 2, "Units")


def test_months_without_a_year_and_other_periods():
    assert (bare_month_in("May"), bare_month_in("3月"), bare_month_in("Mayor")) == (5, 3, 0)
    assert is_other_period("FY25-Q1")
    assert is_other_period("2025")
    assert not is_other_period("Region")


def test_a_column_per_month_becomes_a_row_per_month(tmp_path):
    found = seen(tmp_path, "Partner,Region,Jan 2025,Feb 2025\nAcme,EU,100,200\nBlue,US,,400\n")
    assert found.names == ["Partner", "Region", "Month", "Value"]
    assert found.rows == [
        ["Acme", "EU", "Jan 2025", "100"], ["Acme", "EU", "Feb 2025", "200"],
        ["Blue", "US", "Jan 2025", ""], ["Blue", "US", "Feb 2025", "400"],
    ]  # fmt: skip
    assert found.lines == [2, 2, 3, 3]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", " ", "’"])
def test_months_whose_numbers_are_grouped_by_any_space_are_months(tmp_path, space):
    text = f"Partner;01/2025;02/2025\nAcme;1{space}854;-45{space}321,50\nBlue;29;1{space}200 €\n"
    assert seen(tmp_path, text).names == ["Partner", "Month", "Value"]


def test_several_measures_per_month_get_a_column_each(tmp_path):
    found = seen(
        tmp_path, "Partner,Jan 2025 Revenue,Jan 2025 Units,Feb 2025 Revenue\nAcme,1,2,3\nBlue,4,5,6\n"
    )
    assert found.names == ["Partner", "Month", "Revenue", "Units"]
    assert found.rows[:2] == [["Acme", "Jan 2025", "1", "2"], ["Acme", "Feb 2025", "3", ""]]


def test_the_total_beside_the_months_is_left_out_and_named(tmp_path):
    found = seen(tmp_path, "Partner,2025-01,2025-02,Total\nAcme,1,2,3\nBlue,4,5,9\n")
    assert (found.names, found.aside) == (["Partner", "Month", "Value"], [("total_column", 1)])


def test_dates_in_columns_called_like_months_are_left_alone(tmp_path):
    found = seen(tmp_path, "Partner,Start 01/2025,End 02/2025\nAcme,yes,no\nBlue,no,yes\n")
    assert (found.names[1], found.questions) == ("Start 01/2025", {})


def test_months_without_a_year_are_asked_and_the_title_makes_one_likely(tmp_path):
    text = "Sales 2025,,,\nPartner,Jan,Feb,Mar\nAcme,10,20,30\nBlue,40,50,60\n"
    found = seen(tmp_path, text)
    question = found.questions["wide_table"]
    assert (question.must, question.likely, found.count) == (True, "2025", 2)
    answered = seen(tmp_path, text, answers={"wide_table": "2025"})
    assert (answered.count, answered.rows[1], answered.questions) == (6, ["Acme", "2025-02", "20"], {})
    kept = seen(tmp_path, text, answers={"wide_table": "columns"})
    assert (kept.count, kept.questions) == (2, {})


def test_quarters_are_asked(tmp_path):
    text = "Partner,Q1 2025,Q2 2025\nAcme,10,20\nBlue,40,50\n"
    assert seen(tmp_path, text).questions["wide_table"].likely == "rows"
    assert seen(tmp_path, text, answers={"wide_table": "rows"}).rows[0] == ["Acme", "Q1 2025", "10"]


def test_a_header_of_years_and_months_in_two_rows_is_turned(tmp_path):
    found = seen(tmp_path, "Partner,Region,2025,\n,,Jan,Feb\nAcme,EU,10,20\nBlue,US,30,45\n")
    assert found.rows[0] == ["Acme", "EU", "2025 Jan", "10"]
