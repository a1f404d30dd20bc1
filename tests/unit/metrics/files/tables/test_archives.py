"""A table in an archive is read; whatever else is in one is refused with words, and nothing of it is left."""

import io
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest

from metrics.files.reading.scanning import Unreadable
from tests.unit.metrics.files.tables.table_files import ods, seen

TEXT = "Partner;Date;Revenue\nAcme;2025-01-10;1,5\nBlue;2025-01-11;2,5\n"


def packed(*members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(
    "members",
    [
        [("sales.csv", TEXT)], [("2025/sales.csv", TEXT)], [("../../sales.csv", TEXT)], [("C:\\data\\sales.txt", TEXT)],
        [("sales.csv", TEXT), ("__MACOSX/._sales.csv", "x")], [("2025/", ""), ("2025/sales.csv", TEXT)],
        [("sales.ods", ods(Sales=[line.split(";") for line in TEXT.splitlines()]))],
    ],
)  # fmt: skip
def test_the_only_file_is_read(tmp_path, temporary, members):
    found = seen(tmp_path, packed(*members), "sales.zip")
    assert (found.names, found.count) == (["Partner", "Date", "Revenue"], 2)
    assert list(temporary.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sales.zip", "temporary"]


def link(name, target):
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member, target


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(("a.csv", TEXT), ("b.csv", TEXT)), "holds 2 files"), (packed(("a/", "")), "holds 0 files"),
        (packed(("inner.zip", packed(("a.csv", TEXT)))), "another archive"),
        (packed(link("a.csv", "/etc/passwd")), "a link and no file"),
        (packed(("zeros.csv", b"0" * 400_000_000)), "larger than it may be"),
        (packed(("a.csv", TEXT * 999), method=zipfile.ZIP_STORED)[:-400], "can't be read"),
        (packed(("a.csv", TEXT * 99)).replace(b"Acme", b"\0\0\0\0").replace(b"\x08\x00", b"\x63\x00"), "can't be read"),
    ],
)  # fmt: skip
def test_all_else_is_refused_and_leaves_nothing(tmp_path, temporary, content, words):
    with pytest.raises(Unreadable, match=words):
        seen(tmp_path, content, "sales.zip")
    assert list(Path(temporary).iterdir()) == []
