"""Excel workbooks as CSV, so that they are mapped, kept and read like any file. Pure.

A workbook is an archive that can be far larger than it looks, so it is measured before it is opened, and
openpyxl is given an unpacked copy of what it needs, not the archive itself.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _

from metrics.files.json_tables import csv_blocks
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline, limited_memory
from metrics.files.sheets import check_sheet, sheet_lines

MOST_MEMBERS = 200
MOST_BYTES = 50_000_000
"""Unpacked, all members together; an archive that is larger than this packed is refused too."""

PART_BYTES = 5_000_000
"""What openpyxl reads as a whole: styles, lists of sheets. Sheets and strings are read bit by bit."""

SECONDS = 120
"""Somebody waits for it in the browser. The largest workbooks take half of it."""

BLOCK = 1 << 16
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb")
ENTRY = b"PK\x01\x02"
SEALED = "EncryptedPackage".encode("utf-16-le")
UNREAD = (
    "docprops/",
    "customxml/",
    "xl/theme/",
    "xl/drawings/",
    "xl/charts",
    "xl/externallinks/",
    "xl/pivot",
)

BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    OSError, EOFError, RecursionError, NotImplementedError,
)  # fmt: skip
"""What the packages raise over a workbook that breaks its own rules."""

Check = Callable[[], None]


def is_workbook(head: bytes, name: str) -> bool:
    """Whether a file is one, or calls itself one; `workbook_to_csv` refuses what only does that."""
    return head.startswith((ZIP, OLD[:4])) or name.lower().endswith(SUFFIXES)


@contextmanager
def table_in(file: IO[bytes], sheet: str = "") -> Iterator[Iterator[bytes]]:
    """A sheet as blocks of a CSV file, to be read within the limits of this context. Raises Unreadable."""
    deadline = Deadline(SECONDS)
    with limited_memory(), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", module="openpyxl"
        )  # of what it leaves out: nothing that is read here
        yield workbook_to_csv(file, sheet, check=deadline.check)


def workbook_to_csv(file: IO[bytes], sheet: str = "", *, check: Check) -> Iterator[bytes]:
    """The rows of the sheet called so, or of the first one that is not hidden, as blocks of CSV in UTF-8.

    All that can be refused is refused before the first block. `check` is called often and may raise.
    """
    with _whole():
        book = open_book(file, check=check)
        found = _sheet(book, sheet)
        found.reset_dimensions()  # what a workbook says of its size is not believed
        timed = check_sheet(found, check)
    return csv_blocks(_lines(found, timed, check))


def open_book(file: IO[bytes], *, check: Check) -> Any:
    """A workbook (.xlsx) in openpyxl, measured first. Raises Unreadable, and what the packages raise (BROKEN)."""
    _check_kind(file)
    copy = _unpacked(file, check)
    return openpyxl.load_workbook(copy, read_only=True, data_only=True, keep_links=False)


def _lines(found: Any, timed: frozenset[int], check: Check) -> Iterator[list[str]]:
    with _whole():
        yield from sheet_lines(found, timed, check)


@contextmanager
def _whole() -> Iterator[None]:
    """Turns what the packages raise over a broken workbook into a refusal."""
    try:
        yield
    except BROKEN as error:
        raise Unreadable(
            _(
                "The workbook can't be read: it is damaged or written in an unusual way. Open it in Excel and "
                "save it again as .xlsx, or save the sheet as CSV."
            )
        ) from error


def _check_kind(file: IO[bytes]) -> None:
    """Refuse what is no archive, or one of too many members, by a look at the bytes alone."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    head = file.read(len(OLD))
    if head.startswith(OLD[:4]):
        raise _old(file)
    if not head.startswith(ZIP):
        raise Unreadable(
            _(
                "This is no Excel workbook, whatever its name says: save it as .xlsx, or name it .csv if it is text."
            )
        )
    if size > MOST_BYTES:
        raise _too_large()
    file.seek(0)
    if sum(block.count(ENTRY) for block in iter(lambda: file.read(1 << 20), b"")) > MOST_MEMBERS:
        raise _too_many()


def _old(file: IO[bytes]) -> Unreadable:
    check_old(file)
    return Unreadable(
        _("This is an old Excel workbook (.xls): open it in Excel and save it as .xlsx or CSV.")
    )


def check_old(file: IO[bytes]) -> None:
    """Refuse an old workbook, or what looks like one, that has a password."""
    last = b""
    for block in iter(lambda: file.read(1 << 20), b""):
        if SEALED in last + block:
            raise _sealed()
        last = block[-len(SEALED) :]


def _sealed() -> Unreadable:
    return Unreadable(
        _("The workbook has a password: open it in Excel, remove the password and save it again.")
    )


def _too_large() -> Unreadable:
    return Unreadable(
        _("Unpacked, the workbook is larger than %(most)s MB: split it by period, or save the sheet as CSV.")
        % {"most": MOST_BYTES // 1_000_000}
    )


def _too_many() -> Unreadable:
    return Unreadable(
        _(
            "The workbook is made of more than %(most)s parts: copy the sheet into a new one, or save it as CSV."
        )
        % {"most": MOST_MEMBERS}
    )


def _unpacked(file: IO[bytes], check: Check) -> IO[bytes]:
    """A copy of the archive with the parts that are needed, not packed, so that reading it holds no surprise.

    Every member is unpacked once to see that it is whole and as large as the archive says.
    """
    room = MOST_BYTES
    copy = _Watched(check)
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(copy, "w") as plain:
        members = given.infolist()
        _check_members(members)
        for member in members:
            content = _content(given, member, room, check)
            room -= len(content)
            if _is_wanted(member.filename):
                plain.writestr(member.filename, content)
    return copy


def _content(given: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, check: Check) -> bytes:
    content = bytearray()
    with given.open(member) as part:
        while block := part.read(BLOCK):
            check()
            content += block
            if len(content) > room:
                raise _too_large()
    if len(content) != member.file_size:
        raise zipfile.BadZipFile("another size than the archive says")
    return bytes(content)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise _too_many()
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _too_large()
    if any(member.flag_bits & 1 for member in members):
        raise _sealed()
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or any(name.endswith("workbook.bin") for name in names):
        raise Unreadable(
            _("This archive holds no .xlsx workbook: unpack it first, or save the workbook as .xlsx or CSV.")
        )
    for member in members:
        if _is_wanted(member.filename) and member.file_size > PART_BYTES and not _is_long(member.filename):
            raise Unreadable(
                _(
                    "“%(part)s” in the workbook is too large: copy the values into a new one, or save it as CSV."
                )
                % {"part": member.filename[:100]}
            )
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError(member.compress_type)


def _is_wanted(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels")) and not name.lower().startswith(UNREAD)


def _is_long(name: str) -> bool:
    name = name.lower()
    return name.endswith(".xml") and ("/worksheets/" in name or "sharedstrings" in name)


class _Watched(io.BytesIO):
    """Bytes in memory; each reading of them asks whether there is time left."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        self._check = check

    def read(self, size: int | None = -1, /) -> bytes:
        self._check()
        return super().read(size)


def _sheet(book: Any, name: str) -> Any:
    """A worksheet by its name, or the first that is not hidden."""
    if name:
        for found in book.worksheets:
            if found.title.casefold() == name.strip().casefold():
                return found
        titles = ", ".join(found.title for found in book.worksheets)
        raise Unreadable(
            _("The workbook has no sheet “%(name)s”; it has: %(titles)s.")
            % {"name": name[:100], "titles": titles[:200] or "–"}
        )
    for found in book.worksheets:
        if found.sheet_state == "visible":
            return found
    raise Unreadable(_("The workbook has no sheet with cells: save the one that is meant as CSV."))
