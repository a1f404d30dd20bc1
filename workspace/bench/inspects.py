"""What a large file means, asked from the shell: against a process that reads it as text; and its memory.

Both sides are whole processes: each starts Python, loads what it needs, and reads the file once.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection

from workspace.bench import databases, import_making
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal

TIME, MEMORY = Goal(1.5), Goal(300, "MB")
READ = "import sys, pandas; pandas.read_csv(sys.argv[1], dtype=str)"
KILO = 1024


@dataclass(frozen=True)
class _Run:
    """One process: its seconds, and the most memory that it took in megabytes (10^6 bytes)."""

    seconds: float
    megabytes: float


def measure_inspects(sizes: Sizes) -> list[BenchResult]:
    """Each file several times, ours and pandas in turns, and a file of one row in between: what starting takes."""
    cases = import_making.files(sizes.import_rows, sizes.partners, sizes.months)
    return [result for case in cases for result in _measured(case, sizes.import_runs)]


def _measured(case: import_making.FileCase, runs: int) -> list[BenchResult]:
    ours, raw, idle = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        small.write_text(f"{import_making.HEADER}1,2025-01-10,K1,P1,1,1.50\n", encoding="utf-8")
        for _run_number in range(runs):
            ours.append(_inspected(case.path))
            raw.append(_run([sys.executable, "-c", READ, str(case.path)]))
            idle.append(_inspected(small))
    seconds, read, start = (median(run.seconds for run in done) for done in (ours, raw, idle))
    most, least = max(run.megabytes for run in ours), median(run.megabytes for run in idle)
    times = (
        BenchFigure("inspect", seconds, "s"),
        BenchFigure("of which a file of one row", start, "s"),
        BenchFigure("read_csv", read, "s"),
    )
    memory = (BenchFigure("at the most", most, "MB"), BenchFigure("a file of one row", least, "MB"))
    return [
        BenchResult("inspect", case.words, TIME, seconds / read, times),
        BenchResult("inspect", f"{case.words}: memory", MEMORY, most - least, memory),
    ]


def _inspected(path: Path) -> _Run:
    return _run([sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "inspect", str(path)])


def _run(command: list[str]) -> _Run:
    """Run a process to its end. Raises RuntimeError where it fails."""
    url = databases.url_of(str(connection.settings_dict["NAME"]))
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
    ) as process:
        said = process.stderr.read() if process.stderr else b""
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[1]} failed:\n{said.decode(errors='replace')[-2000:]}")
    return _Run(time.perf_counter() - begun, used.ru_maxrss * KILO / 1e6)
