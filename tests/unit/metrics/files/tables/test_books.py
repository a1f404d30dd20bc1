"""Workbooks of every kind: the same table out of .xlsx, .xls and .ods, and the sheets that are not read named."""

import datetime as dt
import io
import time
import zipfile
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from metrics.files.reading.scanning import Unreadable
from tests.unit.metrics.files.tables.table_files import OLD_WORKBOOK, ods, ods_document, seen
from tests.unit.metrics.files.workbook_files import workbook

ROWS: list[list[Any]] = [
    ["Partner", "Date", "Revenue"],
    ["Acme", ("2025-01-10",), 100.5],
    ["Blue", ("2025-02-11",), 200],
]
CELLS = [["Acme", "2025-01-10", "100.5"], ["Blue", "2025-02-11", "200"]]
SHIFTED = [[name, (day[0].replace("-01-", "-04-"),), value] for name, day, value in ROWS[1:]]


def xlsx(*rows, change=None):
    days = [
        [dt.datetime.fromisoformat(cell[0]) if isinstance(cell, tuple) else cell for cell in row]
        for row in rows
    ]
    return workbook(*days, change=change)


def other_sheet(title, rows):
    def change(book):
        book.create_sheet(title)
        for row in rows:
            book[title].append(row)

    return change


def test_the_kinds_give_the_same_table(tmp_path):
    for kind, content in (("xlsx", xlsx(*ROWS)), ("ods", ods(Sales=ROWS))):
        found = seen(tmp_path, content, f"orders.{kind}")
        assert (found.table.kind, found.names, found.rows, found.lines) == (kind, ROWS[0], CELLS, [2, 3])
        assert (found.table.encoding, found.table.delimiter, found.table.header_row) == (None, None, 1)


def test_the_days_of_a_workbook_that_counts_from_1904_are_the_same(tmp_path):
    def from_1904(book):
        book.epoch = CALENDAR_MAC_1904

    content = xlsx(*ROWS, change=from_1904)
    assert b"44205" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")  # else 45667
    assert seen(tmp_path, content, "orders.xlsx").rows == CELLS


def test_an_old_workbook_is_read(tmp_path):
    found = seen(tmp_path, OLD_WORKBOOK, "orders.xls")
    assert found.names == ["Partner", "Date", "Revenue", "Share"]
    assert found.rows[0] == ["Nordwind", "2025-01-10", "100.5", "0.3"]
    assert found.rows[3][0] == "合同"
    assert (found.table.header_row, found.lines) == (3, [4, 5, 6, 7])
    assert found.aside == [("other_sheet", None), ("title", 1)]
    assert found.table.sheets == ["Sales", "Empty", "Notes"]


def test_a_cut_off_old_workbook_is_refused_with_words(tmp_path):
    for length in (600, 2_000, 4_000):
        with pytest.raises(Unreadable, match="damaged"):
            seen(tmp_path, OLD_WORKBOOK[:length], "orders.xls")


def test_rows_keep_the_numbers_of_the_sheet(tmp_path):
    found = seen(tmp_path, xlsx(["Report"], [None], *ROWS, [None], ["Cedar", ("2025-03-01",), 5]))
    assert (found.table.header_row, found.lines) == (3, [4, 5, 7])


def test_of_two_tables_one_must_be_chosen(tmp_path):
    for kind, content in (
        (
            "xlsx",
            xlsx(
                *ROWS, change=other_sheet("Q2", [["Partner", "Date", "Revenue"], ["Acme", "2025-04-10", 7]])
            ),
        ),
        ("ods", ods(Sheet=ROWS, Q2=[ROWS[0], *SHIFTED])),
    ):
        found = seen(tmp_path, content, f"two.{kind}")
        question = found.questions["sheet"]
        assert question.must
        assert [choice.answer for choice in question.choices] == [found.table.sheets[0], "Q2"]
        assert (found.rows, found.aside) == (CELLS, [("other_sheet", None)])
        for asked in ({"sheet": "q2"}, {"answers": {"sheet": "Q2"}}):
            chosen = seen(tmp_path, content, f"two.{kind}", **asked)
            assert (chosen.questions, chosen.rows[0][1]) == ({}, "2025-04-10")


def test_a_sheet_of_remarks_is_named_and_not_asked_about(tmp_path):
    found = seen(tmp_path, xlsx(*ROWS, change=other_sheet("Notes", [["Made by hand"]])))
    assert (found.questions, found.aside) == ({}, [("other_sheet", None)])


def test_a_sheet_that_is_not_there_is_refused_with_the_names_of_those_that_are(tmp_path):
    with pytest.raises(Unreadable, match="Sales"):
        seen(tmp_path, ods(Sales=ROWS), "orders.ods", sheet="Nope")


def test_line_breaks_in_cells_stay(tmp_path):
    assert seen(tmp_path, xlsx(["Partner", "Net\nRevenue"], ["Two\nlines", 5], ["x", 6])).rows[0] == [
        "Two\nlines",
        "5",
    ]


@pytest.mark.parametrize(
    ("across", "down", "words"), [(2_000_000_000, 1, "columns"), (1, 2_000_000_000, "rows")]
)
def test_repeated_cells_of_opendocument_are_bounded(tmp_path, across, down, words):
    kind = f'table:number-columns-repeated="{across}" office:value-type="string"'
    row = (
        f'<table:table-row table:number-rows-repeated="{down}">'
        f"<table:table-cell {kind}><text:p>x</text:p></table:table-cell></table:table-row>"
    )
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=words):
        seen(tmp_path, ods_document(f'<table:table table:name="x">{row}</table:table>'), "bomb.ods")
    assert time.monotonic() - begun < 20


def test_other_opendocument_files_and_entities_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="no spreadsheet"):
        seen(tmp_path, ods_document("", "application/vnd.oasis.opendocument.text"), "letter.odt")
    with pytest.raises(Unreadable, match="empty"):
        seen(tmp_path, ods(Sales=[]), "empty.ods")
