"""Shares of the draws: against pysensmcda on the same input."""

import json
import subprocess
from pathlib import Path

from django.conf import settings

from workspace.bench import peer
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal

FASTER = Goal(10, is_least=True)
OPTIONS, CRITERIA = 3, 8
CASES = {"units": "its weighted sum over levels", "values": "a bare product over values"}


def measure_shares(sizes: Sizes) -> list[BenchResult]:
    """How many times as long as ours pysensmcda takes: with its own method, and with the least there can be."""
    asked = f"{sizes.draws:,} draws, {OPTIONS} options, {CRITERIA} criteria"
    cases = {side: f"{asked}; pysensmcda: {words}" for side, words in CASES.items()}
    try:
        python = peer.python(Path(settings.DESK_HOME))
    except peer.Missing as why:
        return [BenchResult("smaa", case, FASTER, left_out=str(why)) for case in cases.values()]
    found = _compared(python, sizes)
    ours = BenchFigure("ours", found["ours"], "s")
    return [
        BenchResult(
            "smaa",
            case,
            FASTER,
            found[side] / found["ours"],
            (
                ours,
                BenchFigure("pysensmcda", found[side], "s"),
                BenchFigure("ranks apart by at most", found[f"{side}_apart"], "points"),
            ),
        )
        for side, case in cases.items()
    ]


def _compared(python: Path, sizes: Sizes) -> dict[str, float]:
    """Seconds of both sides. Raises RuntimeError where the comparison fails."""
    wanted = {"options": OPTIONS, "criteria": CRITERIA, "draws": sizes.draws, "runs": sizes.analyses}
    done = subprocess.run(
        [str(python), "-m", "workspace.bench.sharing"],
        input=json.dumps(wanted),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the comparison failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found
