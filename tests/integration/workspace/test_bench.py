"""The measurements work and tell what they should; how fast anything is stands in docs/benchmarks.md."""

import datetime as dt
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from decisions.models import Record
from workspace.bench import peer
from workspace.bench.record_making import prepare_people
from workspace.bench.table import BY_HAND, HEAD, BenchFigure, BenchResult, Goal, as_markdown, as_text


def bench(*arguments: str) -> str:
    out = StringIO()
    call_command("bench", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def table_of(printed: str) -> list[list[str]]:
    """The cells of each line below the head."""
    lines = printed.splitlines()
    begin = next(number for number, line in enumerate(lines) if set(line) == {"-", " "})
    starts = [0, *(at + 2 for at in range(len(lines[begin])) if lines[begin][at : at + 2] == "  ")]
    ends = [*starts[1:], None]
    return [
        [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        for line in lines[begin + 1 :]
    ]


@pytest.mark.slow
def test_pages_and_papers_are_measured_and_nothing_is_left_behind(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    prepare_people()  # loads the demo: each of the three would do it anew
    before = Record.objects.count()
    lines = table_of(bench("records", "requests", "pdf", "--quick"))
    assert [line[0] for line in lines] == ["records"] * 9 + ["requests"] + ["pdf"] * 2
    assert all(len(line) == len(HEAD) for line in lines)
    for line in lines[:-1]:
        assert line[3].endswith("×")
        assert line[5].startswith(("reached", "not reached"))
    for line in lines[:9]:
        assert "240:" in line[2]
        assert line[2].count("queries") == 2
        assert "grows" not in line[5]
    assert "list" in lines[9][2]
    assert "3 queries" in lines[9][2]
    assert "no Chromium" in lines[-1][5]
    assert Record.objects.count() == before


def test_a_look_at_a_file_is_measured_as_whole_processes():
    lines = table_of(bench("inspect", "--quick"))
    assert [line[0] for line in lines] == ["inspect"] * 4
    assert [figure.rsplit(" ", 2)[0] for figure in lines[0][2].split(", ")] == [
        "inspect", "of which a file of one row", "read_csv",
    ]  # fmt: skip
    assert lines[0][3].endswith("×")
    assert lines[1][1].endswith(": memory")
    assert lines[1][3].endswith("MB")


def test_a_batch_of_versions_is_measured_without_a_goal():
    (line,) = table_of(bench("batch", "--quick"))
    assert line[:2] == ["batch", "500 versions, 4 options, 5 criteria"]
    assert [figure.split()[0] for figure in line[2].split(", ")] == ["stacking", "figures", "found"]
    assert not line[2].endswith("found 0 flips")
    assert line[3].endswith("s")
    assert line[4:] == ["–", "no goal"]


LIKE_PYSENSMCDA = {
    "pysensmcda/__init__.py": "",
    "pysensmcda/sampling.py": """
def uniform_matrix(matrix, absolute, num_samples, seed):
    return matrix + absolute * seed.uniform(-1, 1, (num_samples, *matrix.shape))
""",
    "pysensmcda/smaa.py": """
from types import SimpleNamespace

import numpy as np

def smaa2(method, matrix, types, num_samples, matrix_samples, seed):
    weights = seed.dirichlet(np.ones(len(types)), num_samples)
    value = np.array([method(one, weight, types) for one, weight in zip(matrix_samples, weights)])
    ranks = (-value).argsort().argsort()
    return SimpleNamespace(rank_acceptability=np.array([(ranks == rank).mean(0) for rank in range(len(matrix))]).T)
""",
    "pymcdm/__init__.py": "",
    "pymcdm/methods.py": """
class WSM:
    def __init__(self, lines):
        self.lines = lines

    def __call__(self, matrix, weights, types):
        columns = zip(self.lines, matrix.T, weights, types)
        return sum(weight * line(column, cost=kind < 0) for line, column, weight, kind in columns)
""",
}


def test_shares_are_held_against_the_same_of_another_program(monkeypatch, tmp_path):
    """In place of pysensmcda, which no test installs, stands a little that is called in the same way."""
    for name, words in LIKE_PYSENSMCDA.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(peer, "python", lambda home: sys.executable)
    lines = table_of(bench("smaa", "--quick"))
    assert [line[0] for line in lines] == ["smaa", "smaa"]
    for line in lines:
        assert line[1].startswith("2,000 draws, 3 options, 8 criteria; pysensmcda: ")
        assert line[2].startswith("ours ")
        assert 0 < float(line[2].split()[-2]) < 8  # points; two estimates from 2,000 draws each
        assert line[3].endswith("×")
        assert line[4] == "≥ 10.00 ×"


def test_without_pysensmcda_its_rows_say_why(monkeypatch, settings, tmp_path):
    settings.DESK_HOME = tmp_path
    monkeypatch.setattr(peer, "PEER", "no-such-package==0")
    monkeypatch.setattr(peer.subprocess, "run", _failing_at("pip"))
    lines = table_of(bench("smaa", "--quick"))
    assert [line[3] for line in lines] == ["–", "–"]
    assert {line[5] for line in lines} == {
        "left out: no-such-package==0 could not be installed: none of that name"
    }


def test_the_environment_of_pysensmcda_is_made_once_and_again_for_other_versions(monkeypatch, tmp_path):
    commands = []
    monkeypatch.setattr(peer.subprocess, "run", _failing_at("nothing", commands))
    python = peer.python(tmp_path)
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    assert peer.python(tmp_path) == python
    assert [command[2] for command in commands] == ["venv", "pip"]
    (tmp_path / "peers" / peer.PEER / "installed.txt").write_text(f"{peer.PEER} numpy==1")
    peer.python(tmp_path)
    assert len(commands) == 4


def _failing_at(module, commands=None):
    """In place of `subprocess.run`: what would make and fill an environment."""

    def run(command, **_more):
        if commands is not None:
            commands.append(command)
        if command[2] == "venv":
            Path(command[-1]).mkdir(parents=True, exist_ok=True)
        code = int(command[2] == module)
        return subprocess.CompletedProcess(command, code, "", "looking for it\nnone of that name\n")

    return run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["speed"], "There is no row speed"),
        (["pdf", "--markdown"], "every row"),
        (["--quick", "--markdown"], "every row"),
    ],
)
def test_what_cannot_be_measured_is_refused(arguments, words):
    with pytest.raises(CommandError, match=words):
        bench(*arguments)


def result(value: float | None, **more) -> BenchResult:
    return BenchResult("pdf", "a case", Goal(1.3), value, (BenchFigure("print", 0.1212, "s"),), **more)


def test_a_goal_is_reached_or_not_and_says_what_else_fails():
    assert result(1.3).verdict == "reached"
    assert result(1.31).verdict == "not reached"
    assert result(1.0, fails="the number of queries grows").verdict == (
        "not reached: the number of queries grows"
    )
    assert result(None, left_out="no browser").verdict == "left out: no browser"
    assert Goal(0.5, is_least=True).holds(0.6)
    assert not Goal(0.5, is_least=True).holds(0.4)
    assert BenchResult("batch", "a case", Goal(None, "s"), 1.5).cells()[3:] == ("1.50 s", "–", "no goal")


def test_the_page_keeps_what_people_wrote_below_the_mark():
    first = as_markdown([result(1.2)], ["few rows"], dt.date(2026, 11, 20))
    assert "| pdf | a case | print 121.2 ms | 1.20 × | ≤ 1.30 × | reached |" in first
    assert "- few rows" in first
    again = as_markdown([result(1.4)], [], dt.date(2026, 11, 21), first + "Fonts cost most.\n")
    assert again.endswith(f"{BY_HAND}\n\nFonts cost most.\n")
    assert "1.20 ×" not in again


def test_columns_stand_below_each_other():
    lines = as_text([result(1.2), result(None, left_out="no browser")]).splitlines()
    assert lines[0].split() == list(HEAD)
    assert lines[0].index("goal") == lines[2].index("≤") == lines[3].index("≤")
