"""A sample of the Pollock benchmark's files, and the tool that judges all of them."""

import csv
import sys
import tarfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.unit.metrics.files.tables.table_files import table_of

ROOT = Path(__file__).resolve().parents[5]
SPEC = spec_from_file_location("pollock", ROOT / "tools" / "pollock.py")
assert SPEC
assert SPEC.loader
pollock = sys.modules["pollock"] = module_from_spec(SPEC)
SPEC.loader.exec_module(pollock)

ARCHIVE = ROOT.parent / "shared" / "data" / "pollock" / "half.tar.xz"
EACH = 12
"""One in so many of the files of each kind of dirt; all that dirty the file as a whole."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pollock")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    root = folder / "polluted_files"
    names = sorted(path.name for path in (root / "csv").iterdir())
    chosen = [name for name in names if name.startswith("file_")] + [
        n for n in names if n.startswith("row_")
    ][::EACH]
    return {name: pollock.judged(root, name) for name in chosen}


@pytest.mark.skipif(not ARCHIVE.is_file(), reason="the benchmark's files are not beside the project")
def test_no_file_crashes_hardly_any_is_refused_and_none_differs_in_silence(outcomes):
    kinds = {
        kind: [name for name, found in outcomes.items() if found.kind == kind]
        for kind in ("crashed", "refused", "silent")
    }
    assert kinds["crashed"] == []
    assert kinds["refused"] == ["file_multitable_less.csv", "file_no_payload.csv"]
    assert kinds["silent"] == ["file_multitable_same.csv"]  # a second table with the same header is read on


@pytest.mark.skipif(not ARCHIVE.is_file(), reason="the benchmark's files are not beside the project")
def test_every_stray_quote_is_read_as_it_is_meant(outcomes):
    assert {found.kind for name, found in outcomes.items() if "extra_quote" in name} == {"right"}


CLEAN = [["a", "b"], ["1", "2"], ["3", "4"]]


def outcome(tmp_path, text, clean):
    with table_of(tmp_path, text) as table:
        return pollock.compared(table, clean, 1)


def test_what_differs_without_a_word_is_silent(tmp_path):
    rows = "x,1\n" * 40
    clean = [["a", "b"], *[["x", "1"]] * 40]
    assert outcome(tmp_path, "a,b\n" + rows, clean).kind == "right"
    assert outcome(tmp_path, "a,b\n" + rows + "y,1\n", clean).kind == "silent"
    assert outcome(tmp_path, "a,b\n" + rows, [*clean, ["y", "1"]]).kind == "silent"
    assert outcome(tmp_path, "a,b\n" + rows + "y,1,5\n", [*clean, ["y", "1"]]).kind == "named"
    assert outcome(tmp_path, "a,c\n" + rows, clean).kind == "silent"


def test_what_is_there_twice_counts_twice():
    assert pollock.agreement(["a", "a"], ["a", "b", "c", "d"]) == (0.5, 0.25, 2 / 6)
    assert pollock.agreement([], []) == (1.0, 1.0, 1.0)
    assert pollock.agreement(["a"], []) == (0.0, 0.0, 0.0)


def test_a_file_is_judged_from_its_folder(tmp_path):
    for part in ("csv", "clean", "parameters"):
        (tmp_path / part).mkdir()
    (tmp_path / "csv" / "x.csv").write_text("a;b\n1;2\n3;4\n")
    with (tmp_path / "clean" / "x.csv").open("w", newline="") as file:
        csv.writer(file).writerows(CLEAN)
    (tmp_path / "parameters" / "x.csv_parameters.json").write_text('{"header_lines": 1}')
    found = pollock.judged(tmp_path, "x.csv")
    assert (found.kind, found.scores) == ("right", (1.0,) * 9)
