"""The cells of a worksheet as lines of text: as exact as the sheet holds them, and within limits. Pure."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable

MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_TEXT = 100_000_000
"""Characters in all cells: a text that stands once in the workbook may be shown by many of them."""

LAST_ROW = 1_048_576
"""Of any worksheet there is; a higher number stands in no honest workbook."""

DIGITS = 15
"""What Excel keeps of what is typed; the 16th and 17th digit are left over from binary fractions."""

CHECK_ROWS = 500

Check = Callable[[], None]


def check_sheet(sheet: Any, check: Check, *, may_be_empty: bool = False) -> frozenset[int]:
    """Hold a worksheet against the limits; the columns in which a date has a time. Raises Unreadable."""
    rows = text = 0
    timed: set[int] = set()
    for _number, cells in _filled(sheet, check):
        rows += 1
        if rows > MOST_ROWS:
            raise Unreadable(
                _("The sheet has more than %(most)s rows: split it by period, or save it as CSV.")
                % {"most": f"{MOST_ROWS:,}"}
            )
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(
                _("The sheet has more than %(most)s columns: leave out those that aren't needed.")
                % {"most": MOST_COLUMNS}
            )
        for column, value in enumerate(cells):
            if isinstance(value, str):
                text += len(value)
            elif isinstance(value, dt.datetime) and value.time() != dt.time():
                timed.add(column)
        if text > MOST_TEXT:
            raise Unreadable(
                _(
                    "The texts of the sheet are too long: leave out columns that aren't needed, or save it as CSV."
                )
            )
    if not rows and not may_be_empty:
        raise Unreadable(_("The sheet “%(name)s” is empty.") % {"name": sheet.title[:100]})
    return frozenset(timed)


def sheet_lines(sheet: Any, timed: frozenset[int], check: Check) -> Iterator[list[str]]:
    """The rows that hold anything, each as long as the first one or longer.

    `timed` names the columns whose dates are written with their time: in all rows, so that one format fits.
    """
    width = 0
    for _number, line in numbered_lines(sheet, timed, check):
        width = width or len(line)
        yield line + [""] * (width - len(line))


def numbered_lines(sheet: Any, timed: frozenset[int], check: Check) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything with their numbers in the sheet, each up to its last cell that does."""
    for number, cells in _filled(sheet, check):
        yield number, [cell_text(value, has_time=column in timed) for column, value in enumerate(cells)]


def _filled(sheet: Any, check: Check) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Numbers and cells of rows without the empty cells at their end; rows of empty cells alone are left out."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number % CHECK_ROWS == 0:
            check()
        if number > LAST_ROW:
            raise ValueError("a row beyond the last")
        end = len(cells)
        while end and cells[end - 1] in (None, ""):
            end -= 1
        if end:
            yield number, tuple(cells[:end])


def cell_text(value: Any, *, has_time: bool = False) -> str:
    """One value as text: dates as ISO, numbers in plain digits without the noise of binary fractions."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        second = value + dt.timedelta(microseconds=500_000)
        return second.strftime("%Y-%m-%d %H:%M:%S" if has_time else "%Y-%m-%d")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _number(value: float) -> str:
    text = format(Decimal(f"{value:.{DIGITS}g}"), "f")
    return "0" if text == "-0" else text
