"""Files that mean harm: a sample of them is refused with words or read, in bounded memory; nothing is left behind."""

import sys
from pathlib import Path

import pytest

from tests.volume import share

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "tools"))
import hostile_content  # noqa: E402
import hostile_files  # noqa: E402

HEAVY = (" MB", "illion", "bomb", "distinct", "70,000", "100,000", "small", "each block", "strings")
"""What takes more than a second to make or to read."""

ONE_IN = 12
LIGHT = [name for name in hostile_content.FILES if not any(word in name for word in HEAVY)]
ALWAYS = (
    "a zip that says it is large", "zips in zips 50", "a zip of a link", "xlsx with entities in xl/workbook.xml",
    "ods with entities", "ods of 10^9 rows", "ods of 10^9 columns", "json of 100,000 levels", "zero bytes far behind",
    "formula cells", "xlsx cut at 0.5",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


def test_a_sample_is_refused_with_words_or_read(folder, pytestconfig):
    seed = pytestconfig.getoption("randomly_seed", 0)
    names = dict.fromkeys([*ALWAYS, *share(LIGHT, ONE_IN, seed)])
    outcomes = {name: hostile_files.judged(name, folder) for name in names}
    assert {n: found for n, found in outcomes.items() if found.kind not in hostile_files.GOOD} == {}
    assert all(found.why for found in outcomes.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in hostile_content.FILES if name not in LIGHT])
def test_heavy_files_are_refused_with_words_or_read(folder, name):
    found = hostile_files.judged(name, folder)
    assert found.kind in hostile_files.GOOD, found


def test_there_are_two_hundred_of_them():
    assert len(hostile_content.FILES) >= 200


def raising(error):
    def find_table(*_given, **_named):
        raise error

    return find_table


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), KeyError("x"), SystemExit(3)])
def test_what_is_no_refusal_is_a_crash(folder, monkeypatch, error):
    monkeypatch.setattr(hostile_files, "find_table", raising(error))
    assert hostile_files.judged("formula cells", folder).kind == "crashed"


def test_what_is_left_behind_is_a_fault(folder, monkeypatch):
    def find_table(path, **_named):
        (path.parent / "left").write_text("x")
        raise hostile_files.Unreadable("no table")

    monkeypatch.setattr(hostile_files, "find_table", find_table)
    assert "left behind" in hostile_files.judged("formula cells", folder).why
    assert list(folder.iterdir()) == []


def test_what_takes_much_memory_is_a_fault(folder, monkeypatch):
    def find_table(_path, **_named):
        raise hostile_files.Unreadable(f"{len(bytearray(b'x' * 900_000_000))}")

    monkeypatch.setattr(hostile_files, "find_table", find_table)
    assert hostile_files.judged("formula cells", folder).kind == "large"
