"""Sheets of OpenDocument spreadsheets (.ods), read as a stream and within limits."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable
from metrics.files.sheets import LAST_ROW, MOST_COLUMNS, MOST_ROWS, MOST_TEXT

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CONTENT = "content.xml"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_BYTES = 300_000_000
"""Unpacked."""

CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
Check = Callable[[], None]
Rows = Iterator[tuple[int, list[str]]]


@dataclass
class _Reading:
    """Where the stream is: the sheet's name, the row's number, the cells so far."""

    sheet: str = ""
    row: int = 0
    kept: int = 0
    text: int = 0
    cells: list[str] = field(default_factory=list)


def is_ods(names: set[str]) -> bool:
    """Whether an archive with these members is a spreadsheet of OpenDocument."""
    return CONTENT in names and "mimetype" in names


def ods_rows(file: IO[bytes], check: Check) -> Iterator[tuple[str, int, list[str]]]:
    """Sheet name, row number and cells of every row that holds anything, and a row 0 where a sheet begins.

    Raises Unreadable where a sheet is larger than it may be, and what the packages raise over broken files.
    """
    with zipfile.ZipFile(file) as archive:
        if MIMETYPE not in archive.read("mimetype")[:200]:
            raise Unreadable(_("This OpenDocument file is no spreadsheet: save the table as .ods or CSV."))
        if archive.getinfo(CONTENT).file_size > MOST_BYTES:
            raise Unreadable(
                _(
                    "Unpacked, the workbook is larger than %(most)s MB: split it by period, or save the sheet as CSV."
                )
                % {"most": MOST_BYTES // 1_000_000}
            )
        with archive.open(CONTENT) as content:
            yield from _rows(io.BufferedReader(_Limited(content)), check)


def _rows(content: Any, check: Check) -> Iterator[tuple[str, int, list[str]]]:
    at = _Reading()
    depth: list[Element] = []
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth.append(element)
            if element.tag == f"{TABLE}table":
                at = _Reading(sheet=element.get(f"{TABLE}name", ""))
                yield at.sheet, 0, []
            elif element.tag == f"{TABLE}table-row":
                at.cells = []
            continue
        depth.pop()
        if element.tag in CELLS:
            _add(at, element)
            element.clear()
        elif element.tag == f"{TABLE}table-row":
            check()
            yield from ((at.sheet, number, cells) for number, cells in _row(at, element))
            element.clear()
            if depth:
                depth[-1].remove(element)


def _add(at: _Reading, element: Element) -> None:
    times = min(_times(element, "number-columns-repeated"), MOST_COLUMNS + 1)
    text = "" if element.tag.endswith("covered-table-cell") else _text(element)
    at.cells += [text] * times if text or len(at.cells) + times <= MOST_COLUMNS else []
    at.text += len(text) * times
    if at.text > MOST_TEXT:
        raise Unreadable(
            _("The texts of the sheet are too long: leave out columns that aren't needed, or save it as CSV.")
        )


def _row(at: _Reading, element: Element) -> Rows:
    times = _times(element, "number-rows-repeated")
    cells = at.cells
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            _("The sheet has more than %(most)s columns: leave out those that aren't needed.")
            % {"most": MOST_COLUMNS}
        )
    if not cells:
        at.row += times
        return
    if at.row + times > LAST_ROW or at.kept + times > MOST_ROWS:
        raise Unreadable(
            _("The sheet has more than %(most)s rows: split it by period, or save it as CSV.")
            % {"most": f"{MOST_ROWS:,}"}
        )
    for _time in range(times):
        at.row += 1
        at.kept += 1
        yield at.row, list(cells)


def _times(element: Element, name: str) -> int:
    return max(int(element.get(f"{TABLE}{name}", "1")), 1)


def _text(cell: Element) -> str:
    """A cell as text: dates as ISO, numbers as they are kept, everything else as it is shown."""
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "").replace("T00:00:00", "").replace("T", " ")
    if kind in {"float", "currency", "percentage"}:
        return cell.get(f"{OFFICE}value", "")
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value", "").upper()
    return "\n".join(_shown(paragraph) for paragraph in cell.findall(f"{TEXT}p"))


def _shown(element: Element) -> str:
    """The text of a paragraph: runs of spaces, tabs and line breaks are elements of their own."""
    parts = [element.text or ""]
    for inner in element:
        if inner.tag == f"{TEXT}s":
            parts.append(" " * min(int(inner.get(f"{TEXT}c", "1")), 1_000))
        elif inner.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
            parts.append("\t" if inner.tag.endswith("tab") else "\n")
        elif not inner.tag.startswith(OFFICE):  # remarks
            parts.append(_shown(inner))
        parts.append(inner.tail or "")
    return "".join(parts)


class _Limited(io.RawIOBase):
    """A member of an archive that may not be longer than it says, nor than is taken."""

    def __init__(self, content: IO[bytes]) -> None:
        super().__init__()
        self._content, self._read = content, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._content.read(len(buffer))
        self._read += len(data)
        if self._read > MOST_BYTES:
            raise zipfile.BadZipFile(CONTENT)
        buffer[: len(data)] = data
        return len(data)
