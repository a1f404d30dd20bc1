"""Archives and workbooks that mean harm, by name: they are added to the files of `hostile_content`."""

import io
import random
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from hostile_content import HEAD, MILLION, PLAIN, ROW, add, times
from openpyxl import Workbook


def packed(
    members: Iterable[tuple[Any, bytes | Iterator[bytes]]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """An archive; members that are many blocks are packed while they are made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            if isinstance(content, bytes):
                archive.writestr(name, content)
                continue
            with archive.open(name, "w", force_zip64=True) as member:
                for block in content:
                    member.write(block)
    return file.getvalue()


def book() -> bytes:
    """A small workbook."""
    made = Workbook()
    for row in (["Partner", "Date", "Revenue"], *(["Acme", "2025-01-10", 100 + n] for n in range(20))):
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(member: str, change: Callable[[bytes], bytes | Iterator[bytes]]) -> bytes:
    """The small workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return packed((name, change(content) if name == member else content) for name, content in parts)


SHEET, STRINGS, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
BOOK = "xl/workbook.xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 50
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ODS_OPEN = (
    b'<?xml version="1.0"?>%s<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    b'<table:table table:name="S">'
)
ODS_CLOSE = b"</table:table></office:spreadsheet></office:body></office:document-content>"
MIME = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(body: bytes | Iterator[bytes], before: bytes = b"") -> bytes:
    head = ODS_OPEN.replace(b"%s", before)

    def blocks() -> Iterator[bytes]:
        yield head.partition(b"?>")[2] if before else head
        yield from [body] if isinstance(body, bytes) else body
        yield ODS_CLOSE

    return packed([("mimetype", MIME), ("content.xml", blocks())])


def cell(text: bytes, more: bytes = b"") -> bytes:
    return b'<table:table-cell office:value-type="string"%s><text:p>%s</text:p></table:table-cell>' % (
        more,
        text,
    )


def rows(*cells: bytes, more: bytes = b"") -> bytes:
    return b"<table:table-row%s>%s</table:table-row>" % (more, b"".join(cells))


def old(change: Callable[[bytearray], None], size: int = 20_000) -> bytes:
    """Bytes that begin as an old workbook does."""
    found = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(size))
    change(found)
    return bytes(found)


def nested(depth: int) -> bytes:
    content, name = PLAIN, "sales.csv"
    for _level in range(depth):
        content, name = packed([(name, content)]), "inner.zip"
    return content


def link(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def said_size(content: bytes, size: int) -> bytes:
    """An archive of one member that says another unpacked size."""
    at = content.rindex(b"PK\x01\x02")
    found = bytearray(content)
    found[at + 24 : at + 28] = struct.pack("<I", size)
    found[22:26] = struct.pack("<I", size)
    return bytes(found)


def _declared(content: bytes, before: bytes) -> bytes:
    """A part with entities declared before it, and one of them used."""
    rest = content.partition(b"?>")[2] if content.startswith(b"<?xml") else content
    return before + rest.replace(b"</", b"&a;</", 1)


def _noise(found: bytearray, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    found[8:600] = draw.randbytes(592)


def _without_sense(_old: bytes) -> bytes:
    return b"<a><b></a>"


def _cut(content: Callable[[], bytes], share: float) -> bytes:
    whole = content()
    return whole[: int(len(whole) * share)]


SOME_ROWS = rows(cell(b"a"), cell(b"b")) * 99

add("a zip bomb", lambda: packed([("a.csv", times(b"0", 2_000 * MILLION))]), ".zip")
add("a zip bomb of rows", lambda: packed([("a.csv", times(ROW, 80 * MILLION, before=HEAD))]), ".zip")
add(
    "a zip that says it is small",
    lambda: said_size(packed([("a.csv", times(ROW, 5 * MILLION))]), 1_000),
    ".zip",
)
add("a zip that says it is large", lambda: said_size(packed([("a.csv", PLAIN)]), 2**31), ".zip")
add("a zip of a link", lambda: packed([(link("a.csv"), b"/etc/passwd")]), ".zip")
add("a zip of ways up", lambda: packed([("../../../tmp/a.csv", PLAIN)]), ".zip")
add(
    "a zip of 70,000 files",
    lambda: packed([(f"{n}.csv", b"") for n in range(70_000)], zipfile.ZIP_STORED),
    ".zip",
)
for depth in (2, 3, 50):
    add(f"zips in zips {depth}", partial(nested, depth), ".zip")
add("an empty zip", lambda: packed([]), ".zip")
add("a zip of the same name twice", lambda: packed([("a.csv", PLAIN), ("A.csv", PLAIN)]), ".zip")
for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
    add(f"xlsx cut at {share}", partial(_cut, book, share), ".xlsx")
    add(f"zip cut at {share}", partial(_cut, partial(nested, 1), share), ".zip")
    add(
        f"ods cut at {share}",
        partial(_cut, partial(ods, SOME_ROWS), share),
        ".ods",
    )
for part in (SHEET, STRINGS, TYPES, BOOK, "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
    add(f"xlsx without sense in {part}", partial(changed, part, _without_sense), ".xlsx")
    add(
        f"xlsx with entities in {part}",
        partial(changed, part, partial(_declared, before=LAUGHS)),
        ".xlsx",
    )
    add(
        f"xlsx with a file in {part}",
        partial(changed, part, partial(_declared, before=OUTSIDE)),
        ".xlsx",
    )
add("xlsx of 300 million zeros", lambda: changed(SHEET, lambda _old: times(b"0", 300 * MILLION)), ".xlsx")
add("xlsx of deep elements", lambda: changed(SHEET, lambda _old: times(b"<a>", MILLION)), ".xlsx")
add(
    "xlsx of strings", lambda: changed(STRINGS, lambda old: old.replace(b"Acme", b"x" * 250_000_000)), ".xlsx"
)
add(
    "xlsx with a cell at XFD1048576",
    lambda: changed(SHEET, lambda old: old.replace(b'r="A2"', b'r="XFD2"')),
    ".xlsx",
)
add(
    "xlsx with a row 2^31",
    lambda: changed(SHEET, lambda old: old.replace(b'<row r="2"', b'<row r="2147483648"')),
    ".xlsx",
)
add(
    "xlsx that says 10^9 rows",
    lambda: changed(SHEET, lambda old: old.replace(b'ref="A1:C21"', b'ref="A1:XFD999999999"')),
    ".xlsx",
)
add(
    "xlsx of formulas",
    lambda: changed(SHEET, lambda old: old.replace(b"<v>100</v>", b"<f>SUM(A:A)</f>")),
    ".xlsx",
)
add(
    "xlsx of wrong indexes",
    lambda: changed(SHEET, lambda old: old.replace(b"<v>3</v>", b"<v>99999999</v>")),
    ".xlsx",
)
add(
    "ods of 10^9 columns",
    lambda: ods(rows(cell(b"x", b' table:number-columns-repeated="1000000000"')) * 5),
    ".ods",
)
add(
    "ods of 10^9 rows",
    lambda: ods(rows(cell(b"x"), cell(b"y"), more=b' table:number-rows-repeated="1000000000"')),
    ".ods",
)
add(
    "ods of 10^9 empty rows",
    lambda: ods(rows(cell(b""), more=b' table:number-rows-repeated="1000000000"') * 9),
    ".ods",
)
add("ods with entities", lambda: ods(rows(cell(b"&j;")), before=LAUGHS), ".ods")
add("ods with a file", lambda: ods(rows(cell(b"&a;")), before=OUTSIDE), ".ods")
add("ods of deep elements", lambda: ods(times(b"<a>", MILLION)), ".ods")
add("ods of 400 MB", lambda: ods(times(rows(cell(b"x" * 1_000)), 400_000)), ".ods")
add(
    "ods of numbers that are none",
    lambda: ods(rows(cell(b"x", b' table:number-columns-repeated="many"'))),
    ".ods",
)
add(
    "ods that is a letter",
    lambda: packed([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")]),
    ".ods",
)
for number in range(8):
    add(f"xls of noise {number}", partial(old, partial(_noise, seed=number)), ".xls")
add("xls of zeros", lambda: old(lambda _found: None), ".xls")
add("xls of a kilobyte", lambda: old(lambda _found: None, 1_000), ".xls")
add("xls of 60 MB", lambda: old(lambda _found: None, 60 * MILLION), ".xls")
add("a page called xls", b"<html><table><tr><td>Partner</td></tr></table></html>", ".xls")
add("entities called xls", LAUGHS + b"<a>&j;</a>", ".xls")
