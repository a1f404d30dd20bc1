"""What was measured, and how it is told: as text, and as a page of the documentation."""

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BY_HAND = "<!-- What stands below is written by hand and kept. -->"


@dataclass(frozen=True)
class BenchFigure:
    """One measured value."""

    what: str
    value: float
    unit: str

    def __str__(self) -> str:
        return f"{self.what} {shown(self.value, self.unit)}".strip()


@dataclass(frozen=True)
class Goal:
    """What is to be reached, in `unit`: at most `limit`, or at least; None where nothing is promised."""

    limit: float | None
    unit: str = "×"
    is_least: bool = False

    def holds(self, value: float) -> bool:
        if self.limit is None:
            return True
        return value >= self.limit if self.is_least else value <= self.limit

    def __str__(self) -> str:
        if self.limit is None:
            return "–"
        return f"{'≥' if self.is_least else '≤'} {shown(self.limit, self.unit)}"


@dataclass(frozen=True)
class BenchResult:
    """One line of the table. `value` is held against the goal; without one the line was left out, and why.

    `fails` names what else has to hold and does not.
    """

    row: str
    case: str
    goal: Goal
    value: float | None = None
    figures: tuple[BenchFigure, ...] = ()
    left_out: str = ""
    fails: str = ""

    @property
    def is_reached(self) -> bool:
        return self.value is not None and not self.fails and self.goal.holds(self.value)

    @property
    def verdict(self) -> str:
        if self.value is None:
            return f"left out: {self.left_out}"
        if self.goal.limit is None and not self.fails:
            return "no goal"
        return "reached" if self.is_reached else f"not reached{f': {self.fails}' if self.fails else ''}"

    def cells(self) -> tuple[str, ...]:
        ratio = "–" if self.value is None else shown(self.value, self.goal.unit)
        return (
            self.row,
            self.case,
            ", ".join(map(str, self.figures)) or "–",
            ratio,
            str(self.goal),
            self.verdict,
        )


def shown(value: float, unit: str) -> str:
    """A value with its unit: less than a second in milliseconds, counts without decimals."""
    if unit == "s" and value < 1:
        return f"{value * 1000:.1f} ms"
    if unit in {"MB", "queries", "bytes", "/s", "observations", "kinds", "levels", "flips"}:
        return f"{value:,.0f} {unit}".replace(" /s", "/s")
    if unit == "×":
        return f"{value:.2f} ×"
    return f"{value:,.2f} {unit}"


HEAD = ("row", "case", "parts", "ratio", "goal", "reached")


def as_text(results: Iterable[BenchResult]) -> str:
    """The table in columns."""
    rows = [HEAD, *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in [lines[0], "  ".join("-" * w for w in widths), *lines[1:]])


def as_markdown(results: Iterable[BenchResult], sizes: Sequence[str], on: dt.date, before: str = "") -> str:
    """The page of the documentation. What people wrote below the mark in `before` stays."""
    rows = [HEAD, tuple("---" for _ in HEAD), *(result.cells() for result in results)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    by_hand = before.partition(BY_HAND)[2].strip()
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `python3 desk.py bench --markdown`. Both sides of a ratio are measured in one run, in turns,",
            "on the same server and machine; the figures themselves say little about another machine.",
            "",
            f"- date: {on}",
            f"- machine: {machine()}",
            *(f"- {line}" for line in sizes),
            "",
            table,
            "",
            BY_HAND,
            *(["", by_hand] if by_hand else []),
            "",
        ]
    )


def machine() -> str:
    """Cores, kind of processor, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
