"""Workbooks as CSV: every value exact, every limit with words, and no bomb opened."""

import csv
import datetime as dt
import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.files import sheets, workbooks
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline
from metrics.files.workbooks import is_workbook, table_in, workbook_to_csv
from tests.unit.metrics.files.workbook_files import raw_workbook, workbook
from tests.volume import volume


def table(content: bytes, sheet: str = "") -> list[list[str]]:
    with table_in(io.BytesIO(content), sheet) as blocks:
        text = b"".join(blocks).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def column(*values, change=None) -> list[str]:
    return [line[0] for line in table(workbook(["x"], *([value] for value in values), change=change))[1:]]


# Values


def moment(*parts):
    return dt.datetime(*parts)  # noqa: DTZ001  (a cell has no zone)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"), (7.0, "7"), (-0.5, "-0.5"), (0.1 + 0.2, "0.3"), (1.10, "1.1"), (1e21, "1" + "0" * 21),
        (1e-7, "0.0000001"), (19.99, "19.99"), (-0.0, "0"),
        (True, "TRUE"), (False, "FALSE"), ("007", "007"), ("NA", "NA"), (" a ", " a "),
        ("日本\nx,\"y\"", "日本\nx,\"y\""),
        (dt.date(2024, 1, 5), "2024-01-05"), (moment(2024, 1, 5), "2024-01-05"),
        (moment(2024, 1, 5, 13, 30), "2024-01-05 13:30:00"), (dt.date(1900, 1, 2), "1900-01-02"),
        (dt.time(13, 30), "13:30:00"), (dt.timedelta(hours=30, minutes=5), "30:05:00"), ("#N/A", "#N/A"),
    ],
)  # fmt: skip
def test_each_value_as_text(value, text):
    assert column(value) == [text]


def test_a_column_in_which_one_date_has_a_time_shows_all_times():
    found = column(moment(2024, 1, 5), moment(2024, 1, 6, 23, 59, 59, 999_000), "x")
    assert found == ["2024-01-05 00:00:00", "2024-01-07 00:00:00", "x"]


def test_dates_of_a_workbook_that_counts_from_1904():
    def change(book):
        book.epoch = moment(1904, 1, 1)

    assert column(dt.date(2024, 2, 29), change=change) == ["2024-02-29"]


def test_a_formula_gives_what_was_computed_last_or_nothing():
    row = '<row><c t="str"><v>x</v></c><c t="str"><v>y</v></c></row>'
    made = '<row><c><f>1+1</f><v>2</v></c><c t="inlineStr"><is><t>b</t></is></c></row>'
    bare = "<row><c><f>1+1</f></c><c><v>3</v></c></row>"
    assert table(raw_workbook(row + made + bare)) == [["x", "y"], ["2", "b"], ["", "3"]]


def test_formatted_and_annotated_text_is_its_text():
    strings = "<si><r><t>two </t></r><r><t>runs</t></r></si>"
    strings += "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    rows = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    assert table(raw_workbook(rows, strings=strings)) == [["two runs"], ["東京"]]


def test_numbers_that_are_stored_with_all_their_digits_keep_them():
    row = "<row><c><v>12345678901234567890</v></c><c><v>0.10000000000000001</v></c><c><v>1E+2</v></c></row>"
    assert table(raw_workbook(row)) == [["12345678901234567890", "0.1", "100"]]


def test_merged_cells_stay_as_they_are():
    found = table(
        workbook(["a", "b"], ["x", None], [None, 1], change=lambda book: book.active.merge_cells("A2:A3"))
    )
    assert found == [["a", "b"], ["x", ""], ["", "1"]]


def test_empty_ends_and_empty_rows_are_dropped_and_no_size_is_believed():
    def change(book):
        book.active["Z900"].number_format = "0.00"
        book.active["Z901"] = ""

    assert table(workbook(["a", "b"], [None, None], [1, None], [1, 2, 3], change=change)) == [
        ["a", "b"], ["1", ""], ["1", "2", "3"],
    ]  # fmt: skip
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert table(raw_workbook(rows, dimension='<dimension ref="A1:XFD1048576"/>')) == [["1"]]


def test_which_sheet():
    def change(book):
        book.create_sheet("Orders").append(["o"])
        book.create_chartsheet("Chart", 0)

    def hide(book):
        change(book)
        book.worksheets[0].sheet_state = "hidden"

    content = workbook(["a"], change=change)
    assert (table(content), table(content, " orders ")) == ([["a"]], [["o"]])
    assert table(workbook(["a"], change=hide)) == [["o"]]
    with pytest.raises(Unreadable, match="no sheet “x”; it has: Sheet, Orders"):
        table(content, "x")


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**15) + 1, 10**15 - 1), TEXTS.map(lambda text: text.removeprefix("=")),
    st.decimals(-(10**8), 10**8, places=6).map(float), st.dates(dt.date(1901, 1, 1), dt.date(2999, 12, 31)),
)  # fmt: skip


def expected(value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value or 0.0:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


@settings(max_examples=volume(1_200))
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_nothing_is_lost_or_changed(rows):
    rows = [
        [7, *row, True]
        for row in rows
        if not any(isinstance(cell, str) and cell.startswith("=") for cell in row)
    ]
    wanted = [[expected(cell) for cell in row] for row in rows]
    assert table(workbook(list("abcde"), *rows))[1:] == wanted


# What is refused


def refusal(content: bytes) -> str:
    begun = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        table(content)
    assert time.monotonic() - begun < 10
    return str(caught.value)


def lies_of_its_size(by: int) -> bytes:
    """A workbook with a member that unpacks to more, or less, than both headers say."""
    rows = "<row><c><v>1</v></c></row>" * 50_000
    content = bytearray(raw_workbook(rows))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    old, new = size.to_bytes(4, "little"), (size + by).to_bytes(4, "little")
    return bytes(content.replace(old, new))


def with_method(content: bytes, method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(file, "w", method) as other:
        for name in given.namelist():
            other.writestr(name, given.read(name))
    return file.getvalue()


def marked_as_encrypted(content: bytes) -> bytes:
    """Set the flag of the first member in the archive's directory."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


GOOD = raw_workbook("<row><c><v>1</v></c></row>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000_000)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "1111111111"><!ENTITY b "&a;&a;&a;">]>'
ZEROS = b"0" * 51_000_000
WRONG = {
    "text": (b"a,b\n1,2\n", "no Excel workbook, whatever its name says"),
    "nothing": (b"", "no Excel workbook"),
    "an old workbook": (OLE, "old Excel workbook"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99), "has a password"),
    "an encrypted member": (marked_as_encrypted(GOOD), "has a password"),
    "another archive": (GOOD.replace(b"[Content_Types]", b"[Something_els]"), "holds no .xlsx"),
    "a binary workbook": (raw_workbook(parts={"xl/workbook.bin": b"x"}), "holds no .xlsx"),
    "cut off": (GOOD[:-200], "is damaged"),
    "a head alone": (b"PK\x03\x04", "is damaged"),
    "bytes changed": (raw_workbook("<row><c><v>1</v></c></row>" * 999)[:900] + bytes(40) + GOOD[940:], "is damaged"),
    "no XML": (raw_workbook("<row><c>"), "is damaged"),
    "entities": (raw_workbook("<row><c><v>&b;</v></c></row>", head=ENTITIES), "is damaged"),
    "a wrong string": (raw_workbook('<row><c t="s"><v>7</v></c></row>'), "is damaged"),
    "no number": (raw_workbook("<row><c><v>x</v></c></row>"), "is damaged"),
    "a far row": (raw_workbook('<row r="1"/><row r="99999999999"><c><v>1</v></c></row>'), "is damaged"),
    "a far column": (raw_workbook('<row><c r="ZZZZZZ1"><v>1</v></c></row>'), "is damaged"),
    "lzma": (with_method(GOOD, zipfile.ZIP_LZMA), "is damaged"),
    "less than it says": (lies_of_its_size(1000), "is damaged"),
    "more than it says": (lies_of_its_size(-1000), "is damaged"),
    "an empty sheet": (raw_workbook(), "The sheet “S” is empty"),
    "a bomb in a picture": (raw_workbook(parts={"xl/media/image1.png": ZEROS}), "larger than 50 MB"),
    "a bomb in a sheet": (raw_workbook("<row/>" * 9_000_000), "larger than 50 MB"),
    "many members": (raw_workbook(parts={f"xl/x{n}.xml": "" for n in range(200)}), "more than 200 parts"),
    "very many members": (b"PK\x03\x04" + b"PK\x01\x02" * 500_000, "more than 200 parts"),
    "large styles": (raw_workbook(parts={"xl/styles.xml": "<xf/>" * 1_100_000}), "“xl/styles.xml” in the workbook"),
    "columns": (raw_workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "more than 200 columns"),
    "one text, shown often": (
        raw_workbook('<row><c t="s"><v>0</v></c></row>' * 9000, strings=f"<si><t>{'x' * 30_000}</t></si>"),
        "texts of the sheet are too long",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused_is_refused_at_once_and_with_words(name):
    content, words = WRONG[name]
    assert words in refusal(content)


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert len(table(workbook(["x"], [1], [2]))) == 3
    assert "more than 3 rows: split it by period" in refusal(workbook(["x"], [1], [2], [3]))


def test_200_columns_are_read():
    assert len(table(workbook(list(range(200))))[0]) == 200


def test_the_time_limit_holds_while_strings_are_read():
    content = raw_workbook("<row><c><v>1</v></c></row>", strings="<si/>" * 3_000_000)
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="took longer"):
        list(workbook_to_csv(io.BytesIO(content), check=Deadline(1).check))
    assert time.monotonic() - begun < 5


def test_memory_is_bounded(monkeypatch):
    def hungry(*_arguments):
        raise MemoryError

    monkeypatch.setattr(workbooks, "check_sheet", hungry)
    assert "needs more memory" in refusal(GOOD)


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=volume(3_000))
def test_damage_anywhere_is_refused_or_harmless(at, damage):
    content = GOOD[:at] + damage + GOOD[at + len(damage) :]
    with suppress(Unreadable):
        assert table(content)


@pytest.mark.parametrize(
    ("head", "name", "is_one"),
    [
        (GOOD, "orders.csv", True), (OLE, "x", True), (b"a,b", "A.XLSX", True), (b"a,b", "a.xls", True),
        (b"a,b", "a.csv", False), (b"", "", False), (b"PK,date", "a.csv", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_workbook(head, name, is_one):
    assert is_workbook(head, name) is is_one
