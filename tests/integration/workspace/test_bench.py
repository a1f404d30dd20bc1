"""The measurements work and tell what they should; how fast anything is stands in docs/benchmarks.md."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from decisions.models import Record
from workspace.bench.table import BY_HAND, HEAD, Figure, Goal, Result, as_markdown, as_text


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


def test_pages_and_papers_are_measured_and_nothing_is_left_behind(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
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
    assert not Record.objects.exists()


def test_a_batch_of_versions_is_measured_without_a_goal():
    (line,) = table_of(bench("batch", "--quick"))
    assert line[:2] == ["batch", "500 versions, 4 options, 5 criteria"]
    assert [figure.split()[0] for figure in line[2].split(", ")] == ["stacking", "figures", "found"]
    assert not line[2].endswith("found 0 flips")
    assert line[3].endswith("s")
    assert line[4:] == ["–", "no goal"]


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


def result(value: float | None, **more) -> Result:
    return Result("pdf", "a case", Goal(1.3), value, (Figure("print", 0.1212, "s"),), **more)


def test_a_goal_is_reached_or_not_and_says_what_else_fails():
    assert result(1.3).verdict == "reached"
    assert result(1.31).verdict == "not reached"
    assert result(1.0, fails="the number of queries grows").verdict == (
        "not reached: the number of queries grows"
    )
    assert result(None, left_out="no browser").verdict == "left out: no browser"
    assert Goal(0.5, is_least=True).holds(0.6)
    assert not Goal(0.5, is_least=True).holds(0.4)
    assert Result("batch", "a case", Goal(None, "s"), 1.5).cells()[3:] == ("1.50 s", "–", "no goal")


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
