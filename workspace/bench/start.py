"""A fresh home: from the command to the first page, with the packages there already."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings
from django.urls import reverse

from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal

PATIENCE_SECONDS = 120
READY = "Open "
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE")


def measure_start(sizes: Sizes) -> list[BenchResult]:
    """Seconds of `desk.py up --no-demo` in an empty DESK_HOME, until its first page was read."""
    home = Path(tempfile.mkdtemp(prefix="desk-bench-"))
    try:
        whole, steps = _started(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    figures = tuple(BenchFigure(name, seconds, "s") for name, seconds in steps.items())
    return [BenchResult("start", "fresh home to first page", Goal(20, "s"), whole, figures)]


def _started(home: Path) -> tuple[float, dict[str, float]]:
    """Seconds of the whole and of each step that `up` tells. Raises RuntimeError where no page came."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "DESK_HOME": str(home),
        "DESK_VENV": sys.prefix,
        "PYTHONUNBUFFERED": "1",
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "desk.py", "up", "--no-demo", "--port", "0"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    steps: dict[str, float] = {}
    said: list[str] = []
    try:
        for line in process.stdout or ():
            said.append(line)
            name, _, seconds = line.strip().removesuffix(" s").rpartition("  ")
            if name and line.rstrip().endswith(" s"):
                steps[name.strip()] = float(seconds)
            if line.startswith(READY):
                address = line.removeprefix(READY).strip()
                with urlopen(address + reverse("account_login"), timeout=PATIENCE_SECONDS) as page:  # noqa: S310  (our own server)
                    page.read()
                return time.perf_counter() - begun, steps
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_SECONDS)
    raise RuntimeError(f"desk.py up showed no page:\n{''.join(said[-15:])}")
