"""Sheets of old Excel workbooks (.xls)."""

import contextlib
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import IO, Any

import xlrd
import xlrd.compdoc
from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable
from metrics.files.sheets import MOST_COLUMNS, MOST_TEXT, cell_text

MOST_BYTES = 50_000_000
"""An old workbook is read as a whole; it takes about ten times its size."""

XLS_BROKEN: tuple[type[Exception], ...] = (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError)
"""What xlrd raises over a workbook that breaks its own rules."""

Check = Callable[[], None]


def xls_rows(file: IO[bytes], check: Check) -> Iterator[tuple[str, int, list[str]]]:
    """Sheet name, row number and cells of every row that holds anything, and a row 0 where a sheet begins.

    Hidden sheets are left out. Raises Unreadable, and what xlrd raises over broken files.
    """
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _("The workbook is larger than %(most)s MB: split it by period, or save the sheet as CSV.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        xlrd.open_workbook(file_contents=content, on_demand=True, logfile=said) as book,
    ):
        for sheet_number in range(book.nsheets):
            sheet = book.sheet_by_index(sheet_number)
            if sheet.visibility == 0:
                yield from _rows(sheet, book.datemode, check)
            book.unload_sheet(sheet_number)


def _rows(sheet: Any, datemode: int, check: Check) -> Iterator[tuple[str, int, list[str]]]:
    yield sheet.name, 0, []
    if sheet.ncols > MOST_COLUMNS:
        raise Unreadable(
            _("The sheet has more than %(most)s columns: leave out those that aren't needed.")
            % {"most": MOST_COLUMNS}
        )
    timed = {
        column
        for column in range(sheet.ncols)
        for row in range(sheet.nrows)
        if sheet.cell_type(row, column) == xlrd.XL_CELL_DATE and sheet.cell_value(row, column) % 1
    }
    length = 0
    for row in range(sheet.nrows):
        check()
        cells = [
            cell_text(_value(sheet.cell(row, column), datemode), has_time=column in timed)
            for column in range(sheet.ncols)
        ]
        length += sum(map(len, cells))
        if length > MOST_TEXT:
            raise Unreadable(
                _(
                    "The texts of the sheet are too long: leave out columns that aren't needed, or save it as CSV."
                )
            )
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield sheet.name, row + 1, cells


def _value(cell: Any, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        if cell.value < 1:
            return dt.timedelta(days=cell.value)
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value or None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} else cell.value
