"""A first look at a file proposes and never decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.files.dialect import look_at
from metrics.files.reading.scanning import Unreadable


def look(text, encoding="utf-8", **more):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return look_at(content, **({"is_whole": True} | more))


def test_kinds_samples_and_missing_words():
    found = look("id,when,cost,note\n007,2024-01-05,NULL,NULL\n008,2024-01-06,2.5,fine\n")
    kinds = {column.name: column.kind for column in found.columns}
    assert kinds == {"id": "number", "when": "date", "cost": "number", "note": "label"}
    assert found.column("when").date_formats == ("%Y-%m-%d",)
    assert found.column("id").samples == ("007", "008")
    assert found.missing_words == ("NULL",)
    assert found.column("note").values == ("fine",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_that_cuts_evenly(delimiter):
    text = "\n".join(
        delimiter.join(row) for row in (["a", "b", "c"], ["1,5" if delimiter != "," else "1", "2", "3"])
    )
    assert look(text).delimiter == delimiter


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (("1.234,56", "12,5"), (",", ".")),
        (("1,234.56", "12.5"), (".", ",")),
        (("1,5", "2,75"), (",", "")),
        (("1'234.5", "2"), (".", "'")),
        (("12", "13"), (".", "")),
    ],
)
def test_how_numbers_are_written(texts, style):
    assert look("n;x\n" + "".join(f"{text};y\n" for text in texts)).number_style == style


@pytest.mark.parametrize(
    ("name", "texts", "formats"),
    [
        ("d", ("31/01/2024",), ("%d/%m/%Y",)),
        ("d", ("01/02/2024", "03/04/2024"), ("%d/%m/%Y", "%m/%d/%Y")),
        ("d", ("2024年1月5日",), ("%Y年%m月%d日",)),
        ("month", ("202401", "202402"), ("%Y%m",)),
        ("amount", ("202401", "202402"), ()),
        ("d", ("2024-01-05 13:05:00",), ("%Y-%m-%d %H:%M:%S",)),
    ],
)
def test_how_dates_are_written(name, texts, formats):
    assert look(f"{name},x\n" + "".join(f"{text},y\n" for text in texts)).column(name).date_formats == formats


def test_a_column_is_what_most_of_it_is():
    rows = "".join(f"{n},x\n" for n in range(19))
    assert look(f"n,x\n{rows}oops,x\n").column("n").kind == "number"
    assert look(f"n,x\n{rows}" + "oops,x\n" * 5).column("n").kind == "label"


def test_utf8_is_decided():
    found = look("名,日\n山田,2024-01-05\n")
    assert (found.encoding, found.is_decided) == ("utf-8", True)


def test_other_encodings_are_offered_with_their_words():
    found = look("社名,日付\n株式会社山田,2024-01-05\n", encoding="cp932")
    assert not found.is_decided
    offered = {guess.name: guess.words for guess in found.guesses}
    assert "株式会社山田" in offered["cp932"]


def test_the_person_decides():
    content = "社名,日付\n株式会社山田,2024-01-05\n".encode("cp932")
    found = look_at(content, is_whole=True, encoding="cp932")
    assert found.is_decided
    assert found.names == ["社名", "日付"]


def test_a_letter_or_line_cut_at_the_end_of_the_beginning_is_left_out():
    content = "a,b\nあ,1\nい,2".encode()[:-4]
    found = look_at(content, is_whole=False)
    assert found.encoding == "utf-8"
    assert found.column("a").filled == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"a,b\n\0", b"", b"\x1f\x8b\x08"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(Unreadable):
        look_at(content, is_whole=True)


def test_too_many_columns_are_refused_at_once():
    with pytest.raises(Unreadable, match="10000 columns"):
        look(",".join(f"c{n}" for n in range(10_000)) + "\n")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_look_or_a_refusal(content):
    try:
        found = look_at(content, is_whole=False)
    except Unreadable:
        return
    assert found.guesses
