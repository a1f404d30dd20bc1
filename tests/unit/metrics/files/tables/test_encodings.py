"""The encoding of a file, by all of its bytes."""

import io

import pytest

from metrics.files.reading.scanning import Unreadable
from metrics.files.tables.encodings import BLOCK, find_encoding

JAPANESE = "取引先,日付,売上\r\n株式会社表示,2025年1月,100\r\n"
WESTERN = "Société,Montant\r\nHôtel Élysée,100\r\nCafé Zoë,200\r\n"


def found(content: bytes, told: str = "") -> str:
    return find_encoding(io.BytesIO(content), told).name


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("a,b\n1,2\n", "ascii", "utf-8"),
        (JAPANESE, "utf-8", "utf-8"),
        (JAPANESE, "utf-8-sig", "utf-8"),
        (JAPANESE, "cp932", "cp932"),
        ("ﾊﾟｰﾄﾅｰ,ｳﾘｱｹﾞ\nﾃｽﾄｼｬ,100\n", "cp932", "cp932"),
        ("パートナー,売上\nすみれ商事,100\n", "euc_jp", "euc_jp"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-16", "utf-16-le"),
        ("Händler,Betrag\nMüller,100\nGroß & Söhne,200\nKöhler,5\n", "mac-roman", "mac-roman"),
        (WESTERN, "mac-roman", "mac-roman"),
        ("Partner,City\nPeña,Málaga\nNiño,Córdoba\n", "mac-roman", "mac-roman"),
        ("Partner,City\nŠkoda,Plzeň\n".replace("ň", "n"), "cp1252", "cp1252"),
        ("Name,Note\nO’Neill,“quoted” – it’s 5 €…\nCœur de Lœuvre,x\n", "cp1252", "cp1252"),
        ("Name,Note\nRené,it’s\nŽižka a Šípek,kůň\n".replace("ů", "u").replace("ň", "n"), "cp1252", "cp1252"),
        ("Partner\tDate\n" * 20, "utf-16-le", "utf-16-le"),
        ("Partner\tDate\n" * 20, "utf-16-be", "utf-16-be"),
    ],
)
def test_an_encoding_is_found(text, encoding, name):
    assert found(text.encode(encoding)) == name


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5"])
def test_other_alphabets_are_not_read_as_western(encoding):
    with pytest.raises(Unreadable, match="UTF-8"):
        found("Партнёр,Выручка\nСеверный ветер,100\nОбщество,200\n".encode(encoding, errors="ignore"))


def test_bytes_that_windows_does_not_use_are_latin_1():
    assert found("é\x81,x\né,y\n".encode("latin-1")) == "latin-1"


def test_the_whole_file_is_looked_at():
    """The first letter beyond ASCII stands behind the first block."""
    plain = b"a,b\n" * (BLOCK // 4)
    assert found(plain + WESTERN.encode("cp1252")) == "cp1252"


def test_a_few_broken_bytes_do_not_change_the_encoding_of_all():
    assert found(JAPANESE.encode() * 20 + b"x\xe9y,1,2\n") == "utf-8"


def test_a_letter_between_two_blocks_is_whole():
    text = "x" * (BLOCK - 1) + "é\n" * 20
    assert found(text.encode()) == "utf-8"


@pytest.mark.parametrize(
    "content", [b"", b"a,\0b\n", b"\xef\xbb\xbf  ", b"%PDF-1.7 x", b"a,b\n" * 300_000 + b"1,\0\n"]
)
def test_what_is_no_text_is_refused_with_words(content):
    with pytest.raises(Unreadable, match=r"\w"):
        found(content)


def test_a_told_encoding_is_used_and_an_unknown_one_refused():
    assert found(JAPANESE.encode("cp932"), "cp932") == "cp932"
    with pytest.raises(Unreadable, match="klingon"):
        found(b"a,b\n", "klingon")
