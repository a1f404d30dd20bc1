"""The small files of ordinary kinds that lie beside the project, as far as their shape is concerned."""

from pathlib import Path

import pytest

from metrics.files.tables.finding import find_table
from tests.unit.metrics.files.tables.table_files import Seen

CASES = Path(__file__).resolve().parents[6] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")


def of(name, **asked):
    with find_table(CASES / name, name=name, **asked) as table:
        return Seen(table)


def amount(found, column):
    return sum(float(row[found.names.index(column)]) for row in found.rows)


@pytest.mark.parametrize(
    ("name", "column", "rows", "total", "aside"),
    [
        ("k05_subtotals.csv", "Sales", 24, 8400, {"total_row": 5}),
        ("k12_dup_header.csv", "Revenue", 12, 1200, {}),
        ("k14_sep_line.csv", "Revenue", 12, 1200, {"separator_line": 1}),
        ("k15_title_lines.csv", "Revenue", 12, 1200, {"title": 2}),
        ("k18_wide.csv", "Value", 12, 2400, {}),
        ("k19_utf16.txt", "Revenue", 12, 1200, {}),
        ("k30_sf_footer.csv", "Amount", 15, 15_105, {"footer": 4}),
    ],
)
def test_a_case_of_shape(name, column, rows, total, aside):
    found = of(name)
    reasons = [reason for reason, _row in found.aside]
    assert (found.count, amount(found, column)) == (rows, total)
    assert {reason: reasons.count(reason) for reason in reasons} == aside
    assert not found.bad
    assert not found.questions


def test_the_other_sheet_is_asked_about():
    found = of("k24c_two_sheets.xlsx")
    assert (found.table.sheets, list(found.questions)) == (["Q1", "Q2"], ["sheet"])
    both = [amount(of("k24c_two_sheets.xlsx", sheet=sheet), "Revenue") for sheet in found.table.sheets]
    assert sum(both) == 2400


@pytest.mark.parametrize("name", ["k01_eu_whole_euros.csv", "k02_eu_three_decimals.csv", "k07_fr_nbsp.csv"])
def test_european_files_are_divided_at_semicolons(name):
    assert of(name).table.delimiter == ";"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.*")), ids=lambda path: path.name)
def test_every_case_is_a_table_without_a_bad_row(path):
    if path.suffix != ".md":
        assert not of(path.name).bad
