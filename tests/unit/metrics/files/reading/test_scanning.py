"""The first pass over the bytes: what is no table, not whole or not in its encoding is refused, with words."""

import gzip
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.files.reading import scanning
from metrics.files.reading.mapping import Format
from metrics.files.reading.scanning import Unreadable, scan
from tests.volume import volume

GOOD = "partner,date,amount\na,2024-01-05,10\nb,2024-02-05,20\n"


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", content)
    return buffer.getvalue()


HOSTILE = {
    "empty": (b"", "empty"),
    "blank": (b"\n\n  \n", "empty"),
    "a gzip bomb": (gzip.compress(b"0" * 50_000_000), "gzip archive; unpack it first"),
    "a zip bomb": (zipped(b"0" * 50_000_000), "ZIP archive or an Excel workbook"),
    "a Windows program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(100), "a Windows program"),
    "a program": (b"\x7fELF\x02\x01\x01\x00" + bytes(100), "a program"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "a picture"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
    "UTF-16": (GOOD.encode("utf-16"), "text in UTF-16; save it as UTF-8"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "zero bytes"),
    "zero bytes": (b"partner,date,amount\na,2024-01-05,1\x000\n", "zero bytes"),
    "zero bytes far down": (GOOD.encode() * 100_000 + b"a,2024-01-05,\x00\n", "zero bytes"),
    "one giant line": (b"a" * 3_000_000, "longer than a million characters"),
    "a giant line inside": (GOOD.encode() + b"a" * 3_000_000 + b"\n", "longer than a million characters"),
    "a giant quoted field": (GOOD.encode() + b'"' + b"a,\n" * 1_000_000, "quoted field has no end"),
    "Latin bytes": ("partner,date,amount\nMüller,2024-01-05,10\n".encode("latin-1"), "line 2 can't be read"),
    "Japanese bytes": ("partner,date,amount\n株式会社,2024-01-05,10\n".encode("cp932"), "Shift-JIS is cp932"),
    "cut off": (GOOD.encode()[:-6], "has 2 of 3 fields: the file is cut off"),
    "cut off in a quote": (b'partner,date,amount\na,2024-01-05,10\n"b,2024', "the file is cut off"),
    "cut off in a letter": ("partner,date,amount\nあ".encode()[:-1], "can't be read"),
    "doubled columns": (b"partner,date,amount,amount\n", "Two columns are named amount"),
    "a nameless column": (b"partner,,amount\n", "one name is empty"),
    "unbalanced quotes": (
        b'partner,date,amount\na,2024-01-05,"10\nb,2024-02-05,20\n',
        "quoted field has no end",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_words(name, write):
    content, words = HOSTILE[name]
    with pytest.raises(Unreadable, match=words):
        scan(write(content), Format())


def test_a_good_file(write):
    found = scan(write(GOOD), Format())
    assert found.header == ["partner", "date", "amount"]
    assert (found.rows, len(found.bad), found.repeated, found.is_ended) == (2, 0, 0, True)


def test_a_header_alone_has_no_rows(write):
    assert scan(write("partner,date,amount\n"), Format()).rows == 0
    assert scan(write("partner,date,amount"), Format()).rows == 0


def test_a_mark_windows_line_ends_and_blank_lines_change_nothing(write):
    windows = "\ufeff" + GOOD.replace("\n", "\r\n") + "\r\n   \r\n"
    found = scan(write(windows), Format())
    assert (found.header, found.rows) == (["partner", "date", "amount"], 2)


def test_old_line_ends(write):
    assert scan(write(GOOD.replace("\n", "\r")), Format()).rows == 2


def test_a_last_line_without_a_line_break_is_told(write):
    assert not scan(write(GOOD.rstrip("\n")), Format()).is_ended


def test_words_that_begin_like_a_program_are_words(write):
    assert scan(write("MZ_code,date\n1,2\n"), Format()).header == ["MZ_code", "date"]


def test_rows_with_too_many_or_too_few_fields_are_found(write):
    found = scan(write("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n"), Format())
    assert found.bad.tolist() == [1, 2]


def test_repeated_rows_are_counted(write):
    found = scan(write("a,b\n1,2\n3,4\n1,2\n1,2\n"), Format())
    assert found.repeated == 2


def test_repeats_are_counted_across_portions(write, monkeypatch):
    monkeypatch.setattr("metrics.files.reading.repeats.AT_ONCE", 7)
    rows = "".join(f"{number % 40},x\n" for number in range(100))
    assert scan(write(f"a,b\n{rows}"), Format()).repeated == 60


def test_quoted_line_breaks_and_delimiters_belong_to_their_field(write):
    text = 'a,b\n"one, two","three\nfour"\n5,6\n"say ""yes""",8\n'
    found = scan(write(text), Format())
    assert (found.rows, len(found.bad)) == (3, 0)


def test_quotes_are_told_apart_across_blocks(write, monkeypatch):
    monkeypatch.setattr(scanning, "BLOCK", 16)
    text = "a,b\n" + '"x, y",1\n' * 50 + "plain,2\n" * 50
    found = scan(write(text), Format())
    assert (found.rows, len(found.bad)) == (100, 0)


def test_japanese_letters_may_hold_a_byte_that_looks_like_the_delimiter(write):
    text = "社名|date\nポ|2024-01-05\n"
    assert b"|" in "ポ".encode("cp932")
    found = scan(write(text, encoding="cp932"), Format(encoding="cp932", delimiter="|"))
    assert (found.rows, len(found.bad)) == (1, 0)


def test_too_many_rows(write, monkeypatch):
    monkeypatch.setattr(scanning, "MOST_ROWS", 3)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        scan(write("a,b\n" + "1,2\n" * 4), Format())


@settings(max_examples=volume(4_000))
@given(content=st.binary(max_size=300))
def test_any_bytes_are_scanned_or_refused(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("bytes") / "data.csv"
    path.write_bytes(content)
    for encoding in ("utf-8", "cp932"):
        with suppress(Unreadable):
            found = scan(path, Format(encoding=encoding))
            assert len(found.bad) <= found.rows
