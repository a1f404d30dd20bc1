"""Workbooks of every kind: which of their sheets is the table, and its rows as a source."""

import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from metrics.files.questions import Choice, Question
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline
from metrics.files.sheets import check_sheet, numbered_lines
from metrics.files.tables.ods import is_ods, ods_rows
from metrics.files.tables.sources import Source, Spool, spool_layout, spooled
from metrics.files.tables.table import SetAside
from metrics.files.tables.xls import XLS_BROKEN, xls_rows
from metrics.files.workbooks import BROKEN, OLD, SECONDS, ZIP, Check, check_old, open_book

QUESTION = "sheet"
DAMAGED: tuple[type[Exception], ...] = (*BROKEN, *XLS_BROKEN)
SHOWN = 4
Rows = Iterator[tuple[str, int, list[str]]]


@dataclass
class _Sheet:
    """One sheet written down: how many of its rows have two cells at least, and its first ones."""

    name: str
    spool: Spool
    width: int
    rows: int
    first: list[str] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        return self.rows > 1


def is_book(head: bytes) -> bool:
    """Whether a file is a workbook, or an archive that may be one."""
    return head.startswith((ZIP, OLD[:4]))


def open_sheet(path: Path, *, sheet: str, answers: dict[str, str]) -> tuple[Source, list[Question]]:
    """The sheet that is meant: named, the only table, or the first one with a question. Raises Unreadable."""
    deadline = Deadline(SECONDS)
    wanted = sheet or answers.get(QUESTION, "")
    with path.open("rb") as file, _whole(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        kind, rows = _rows(file, deadline.check)
        sheets = [_written(name, found) for name, found in _by_sheet(rows)]
    chosen, questions = _chosen(sheets, wanted)
    for other in sheets:
        if other is not chosen:
            other.spool.close()
    aside = [
        SetAside("other_sheet", None, other.name) for other in sheets if other is not chosen and other.width
    ]
    source = Source(
        kind,
        chosen.spool.open,
        spool_layout(chosen.width),
        set_aside=aside,
        sheets=[found.name for found in sheets],
        spool=chosen.spool,
    )
    return source, questions


@contextmanager
def _whole() -> Iterator[None]:
    """Turns what the packages raise over a broken workbook into a refusal."""
    try:
        yield
    except DAMAGED as error:
        raise Unreadable(
            _(
                "The workbook can't be read: it is damaged or written in an unusual way. Open it in Excel and "
                "save it again as .xlsx, or save the sheet as CSV."
            )
        ) from error


def _rows(file: IO[bytes], check: Check) -> tuple[str, Rows]:
    head = file.read(len(OLD))
    if head.startswith(OLD[:4]):
        check_old(file)
        return "xls", xls_rows(file, check)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
    if is_ods(names):
        return "ods", ods_rows(file, check)
    return "xlsx", _xlsx_rows(file, check)


def _xlsx_rows(file: IO[bytes], check: Check) -> Rows:
    book = open_book(file, check=check)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise Unreadable(_("The workbook has no sheet with cells: save the one that is meant as CSV."))
    for sheet in visible:
        sheet.reset_dimensions()  # what a workbook says of its size is not believed
        yield sheet.title, 0, []
        timed = check_sheet(sheet, check, may_be_empty=True)
        for number, cells in numbered_lines(sheet, timed, check):
            yield sheet.title, number, cells


def _by_sheet(rows: Rows) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """The rows sheet by sheet; each sheet's are read before the next is asked for."""
    held: list[str] = [name for name, _number, _cells in _first(rows)]
    while held:
        name = held.pop()

        def own() -> Iterator[tuple[int, list[str]]]:
            for title, number, cells in rows:
                if number == 0:
                    held.append(title)
                    return
                yield number, cells

        yield name, own()


def _first(rows: Rows) -> Iterator[tuple[str, int, list[str]]]:
    for row in rows:
        yield row
        return


def _written(name: str, rows: Iterator[tuple[int, list[str]]]) -> _Sheet:
    counts: Counter[int] = Counter()
    first: list[str] = []

    def counted() -> Iterator[tuple[int, list[str]]]:
        for number, cells in rows:
            filled = sum(1 for cell in cells if cell)
            counts[min(filled, 2)] += 1
            if filled > 1 and not first:
                first.extend(cell for cell in cells if cell)
            yield number, cells

    spool, width = spooled(counted())
    return _Sheet(name, spool, width, counts[2], first[:SHOWN])


def _chosen(sheets: list[_Sheet], wanted: str) -> tuple[_Sheet, list[Question]]:
    if wanted:
        for found in sheets:
            if found.name.strip().casefold() == wanted.strip().casefold():
                return _filled(found), []
        raise Unreadable(
            _("The workbook has no sheet “%(name)s”; it has: %(titles)s.")
            % {"name": wanted[:100], "titles": ", ".join(found.name for found in sheets)[:200] or "–"}
        )
    tables = [found for found in sheets if found.is_table]
    if len(tables) > 1:
        return tables[0], [_question(tables)]
    return _filled((tables or [found for found in sheets if found.width] or sheets)[0]), []


def _filled(sheet: _Sheet) -> _Sheet:
    if not sheet.width:
        raise Unreadable(_("The sheet “%(name)s” is empty.") % {"name": sheet.name[:100]})
    return sheet


def _question(tables: list[_Sheet]) -> Question:
    return Question(
        id=QUESTION,
        kind=QUESTION,
        column=None,
        must=True,
        likely=None,
        choices=tuple(
            Choice(found.name, tuple(found.first), _("%(count)s rows are read.") % {"count": found.rows - 1})
            for found in tables
        ),
        proof=_("%(count)s sheets of the workbook hold tables; one of them is read.")
        % {"count": len(tables)},
    )
