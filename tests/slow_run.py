"""What a whole run with `--slow` leaves behind: docs/slow-run.md, to be committed."""

import datetime as dt
import os
import subprocess
from typing import Any

import pytest

from tests.databases import ROOT
from tests.volume import SLOW

PAGE = ROOT / "docs" / "slow-run.md"
TEXT = """# The last slow run

Written by `python3 desk.py test --slow`, which tries all of what is generated, where every other run tries one in
twenty, and every case that other runs share between them (tests/volume.py).

| | |
|---|---|
| commit | {commit} |
| seed | {seed} (again: `python3 desk.py test --slow --randomly-seed={seed}`) |
| ended | {ended} UTC |
| took | {minutes:.0f} minutes on {cores} cores |
| result | {result} |
"""


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests were asked for, all of their volume, in the process that counts them."""
    chosen = any(config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "deselect", "ignore"))
    is_main = not hasattr(config, "workerinput")
    return SLOW and is_main and not chosen and config.args_source == config.ArgsSource.TESTPATHS


class SlowRun:
    """A plugin that writes the page at the end of a whole run."""

    def __init__(self) -> None:
        self.begun = dt.datetime.now(tz=dt.UTC)

    def pytest_terminal_summary(self, terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
        ended = dt.datetime.now(tz=dt.UTC)
        counts = {
            name: len(terminalreporter.stats.get(name, ()))
            for name in ("passed", "failed", "error", "skipped")
        }
        words = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count or name == "failed")
        page = TEXT.format(
            commit=commit(),
            seed=config.getoption("randomly_seed", "none"),
            ended=f"{ended:%Y-%m-%d %H:%M}",
            minutes=(ended - self.begun).total_seconds() / 60,
            cores=len(os.sched_getaffinity(0)),
            result=words if exitstatus in (0, 1) else f"stopped; until then {words}",
        )
        PAGE.write_text(page, encoding="utf-8")


def commit() -> str:
    """What was tried: a commit, and whether anything was changed since."""

    def said(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()

    return said("rev-parse", "HEAD") + (", with changes" if said("status", "--porcelain") else "")
