"""Import of a large file: against reading it as text and copying finished observations in; and its memory."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings

from workspace.bench import databases, import_making
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal

TIME, MEMORY = Goal(2.5), Goal(300, "MB")
KNOWN, RUN = "bench_import", "bench_import_run"


def measure_imports(sizes: Sizes) -> list[BenchResult]:
    """Each file several times, ours and raw in turns, each into a fresh copy of one database."""
    most = max(sizes.partners)
    databases.ensure(KNOWN, most, make=lambda: import_making.make_partners(most))
    return [
        result
        for case in import_making.files(sizes.import_rows, sizes.partners, sizes.months)
        for result in _measured(case, sizes.import_runs)
    ]


def _measured(case: import_making.FileCase, runs: int) -> list[BenchResult]:
    ours: list[dict[str, Any]] = []
    raw: list[dict[str, Any]] = []
    observations = case.path.with_suffix(".observations")
    for _ in range(runs):
        databases.copy(KNOWN, RUN)
        ours.append(_run({"do": "import", "data": str(case.path), "mapping": import_making.MAPPING}))
        _write_observations(observations)
        wanted = {"do": "raw", "data": str(case.path), "observations": str(observations)}
        raw.append(_run(wanted))
    databases.drop(RUN)
    observations.unlink()
    seconds = median(run["seconds"] for run in ours)
    read, copied, bare = (median(run[f"{name}_seconds"] for run in raw) for name in ("read", "copy", "bare"))
    grown = max(run["peak_mb"] - run["idle_mb"] for run in ours)
    times = (
        BenchFigure("import", seconds, "s"),
        BenchFigure("read_csv", read, "s"),
        BenchFigure("COPY", copied, "s"),
        BenchFigure("COPY into a bare table", bare, "s"),
        BenchFigure("stored", ours[0]["observations"], "observations"),
        BenchFigure("gaps", ours[0]["gaps"], "kinds"),
    )
    memory = (
        BenchFigure("at the most", max(run["peak_mb"] for run in ours), "MB"),
        BenchFigure("idle", median(run["idle_mb"] for run in ours), "MB"),
    )
    return [
        BenchResult("import", case.words, TIME, seconds / (read + copied), times),
        BenchResult("import", f"{case.words}: memory", MEMORY, grown, memory),
    ]


def _run(wanted: dict[str, Any]) -> dict[str, Any]:
    """Do it in a process of its own on the database of the run. Raises RuntimeError where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "workspace.bench.importing"],
        input=json.dumps(wanted | {"url": databases.owner_url_of(RUN)}),
        env=os.environ | {"DATABASE_URL": databases.url_of(RUN), "DATABASE_POOL": "0"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the import failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _write_observations(path: Path) -> None:
    """What the import stored, in the form in which COPY takes it fastest."""
    statement = "COPY metrics_observation TO STDOUT (FORMAT binary)"
    with (
        databases.as_owner(RUN) as owner,
        owner.cursor() as cursor,
        path.open("wb") as file,
        cursor.copy(statement) as copy,
    ):
        for block in copy:
            file.write(block)
