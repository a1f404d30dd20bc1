"""A year in one column and a month in another make one more column of months; nothing else does."""

import pytest

from metrics.files.tables.year_month import own_columns, with_year_month
from metrics.files.values.understanding import understand
from tests.unit.metrics.files.tables.table_files import Seen, table_of

ROWS = (("Acme", "2025", "1", "100"), ("Blue", "2025", "12", "200"), ("Acme", "2026", "2", "300"))


def joined(tmp_path, header, rows=ROWS):
    text = f"{header}\n" + "".join(f"{','.join(row)}\n" for row in rows)
    with table_of(tmp_path, text) as table:
        return Seen(with_year_month(table))


@pytest.mark.parametrize(
    "header", ["Partner,Year,Month,Revenue", "Händler,Jahr,Monat,Umsatz", "Partner,Order Year,Month No.,Revenue",
               "代理店,年,月,売上", "Partner,Año,Mes,Importe"],
)  # fmt: skip
def test_both_are_one_column_of_months(tmp_path, header):
    found = joined(tmp_path, header)
    assert (found.names[-1], [row[-1] for row in found.rows]) == (
        "Year-Month",
        ["2025-01", "2025-12", "2026-02"],
    )
    assert found.table.count == 3


@pytest.mark.parametrize(
    ("year", "month"),
    [("2025年", "3月"), ("2025.0", "3.0"), ("2025", "03"), ("2025", "Mar"), ("2025", "März")],
)
def test_years_and_months_as_they_are_written(tmp_path, year, month):
    found = joined(tmp_path, "Partner,Year,Month,Revenue", [("A", year, month, "1")] * 3)
    assert found.rows[0][-1] == "2025-03"


def test_the_period_is_what_both_tell(tmp_path):
    found = understand(joined(tmp_path, "Partner,Year,Month,Revenue").table)
    assert found.period_column == "Year-Month"
    assert [covered.period for covered in found.covers][:2] == ["2025-01", "2025-02"]
    assert [question.id for question in found.must] == []


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Partner,Fiscal Year,Month,Revenue", ROWS), ("Partner,Year,Period,Revenue", ROWS),
        ("Partner,Year,Month,Revenue", [("A", "2025", "13", "1")] * 3),
        ("Partner,Year,Month,Revenue", [("A", "25", "1", "1")] * 3),
        ("Partner,Year,Month,Revenue", [("A", "2025", "2025-01", "1")] * 3),
        ("Year,Year,Month,Revenue", [("2024", "2025", "1", "1")] * 3),
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_a_year_and_its_month(tmp_path, header, rows):
    assert "Year-Month" not in joined(tmp_path, header, rows).names


def test_a_cell_far_down_that_is_no_month_is_read_as_none(tmp_path):
    rows = [*[("A", "2025", "1", "1")] * 1_200, ("A", "2025", "soon", "1"), ("A", "", "", "1")]
    found = joined(tmp_path, "Partner,Year,Month,Revenue", rows)
    assert [row[-1] for row in found.rows[-3:]] == ["2025-01", "2025 soon", ""]
    assert understand(found.table).column("Year-Month").bad == 1


def test_what_is_written_of_the_file_has_its_own_columns(tmp_path):
    with table_of(tmp_path, "Partner,Year,Month\nA,2025,1\nB,2025,2\n") as table:
        assert own_columns(with_year_month(table)).names == ["Partner", "Year", "Month"]
        assert list(own_columns(with_year_month(table)).rows) == list(table.rows)
