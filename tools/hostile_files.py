"""Files that mean harm or are broken in every way: each is refused with words or read, in bounded memory and time.

    python tools/hostile_files.py [NAME …] [--each]

Each file is looked at in a process of its own, whose address space has a limit. It becomes one of:

- read: a table was found and understood; nothing was raised
- refused: Unreadable, with words
- crashed: something else was raised, or the process died
- slow: it took longer than SECONDS
- large: the process grew by more than MEGABYTES
"""

import argparse
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import hostile_archives as hostile_archives
from django.conf import settings
from hostile_content import FILES, write

from metrics.files.plain_table import write_plain
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import limited_memory
from metrics.files.tables.finding import find_table
from metrics.files.tables.year_month import with_year_month
from metrics.files.values.understanding import understand

FORK = multiprocessing.get_context("fork")

SECONDS = 300
MEGABYTES = 700
LIMIT = 3_000_000_000
"""Of address space: what runs against it dies with words or without, and is seen."""

GOOD = frozenset({"read", "refused"})
KILO = 1024


@dataclass(frozen=True)
class Outcome:
    """What became of a file, what was said, and by how many megabytes (10^6 bytes) the process grew."""

    kind: str
    why: str
    seconds: float
    megabytes: float


def judged(name: str, folder: Path) -> Outcome:
    """Make a file and look at it in a process of its own."""
    path = write(name, folder)
    ours, theirs = FORK.Pipe(duplex=False)
    begun = time.monotonic()
    process = FORK.Process(target=look, args=(path, folder, theirs))
    process.start()
    theirs.close()
    process.join(SECONDS)
    seconds = time.monotonic() - begun
    if process.is_alive():
        process.kill()
        process.join()
    path.unlink()
    left = [path.name for path in folder.iterdir()]
    for name_left in left:
        shutil.rmtree(folder / name_left, ignore_errors=True)
        (folder / name_left).unlink(missing_ok=True)
    if process.exitcode:
        kind = "slow" if seconds >= SECONDS else "crashed"
        return Outcome(kind, f"the process ended with {process.exitcode}", seconds, 0)
    kind, why, megabytes = ours.recv()
    if left:
        return Outcome("crashed", f"left behind: {left}", seconds, megabytes)
    return Outcome("large" if megabytes > MEGABYTES and kind in GOOD else kind, why, seconds, megabytes)


def look(path: Path, folder: Path, told: Connection) -> None:
    """Find a table in a file and understand it, as `inspect` does, and write its first columns in plain form."""
    tempfile.tempdir = str(folder)
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kind, why = "read", ""
    try:
        with (
            limited_memory(),
            find_table(path, name=path.name) as found,
            tempfile.TemporaryDirectory() as plain,
        ):
            table = with_year_month(found)
            meaning = understand(table)
            write_plain(table, meaning.readers, table.names[:5], Path(plain) / "plain")
            why = f"{table.count} rows, {len(table.names)} columns, {len(table.bad_rows)} bad"
    except Unreadable as error:
        kind, why = "refused", str(error)
    except BaseException as error:  # noqa: BLE001  (that nothing else is raised is what is measured)
        kind, why = "crashed", repr(error)[:300]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * KILO / 1e6
    told.send((kind, why, grown))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--each", action="store_true", help="print every file")
    given = parser.parse_args()
    if not settings.configured:
        settings.configure(USE_I18N=False)
    counts: Counter[str] = Counter()
    most = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name in given.names or FILES:
            outcome = judged(name, Path(folder))
            counts[outcome.kind] += 1
            most = max(most, outcome.megabytes)
            if given.each or outcome.kind not in GOOD:
                took = f"{outcome.seconds:6.1f} s {outcome.megabytes:6.0f} MB"
                print(f"{outcome.kind:8} {name:34} {took}  {outcome.why}", flush=True)
    print(f"{counts.total()} files: {dict(counts)}; the largest growth {most:.0f} MB")


if __name__ == "__main__":
    main()
