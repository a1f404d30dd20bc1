"""One import in a process of its own, as a worker does it, or what it is compared with.

Started by `imports` with what to do as JSON; it prints seconds and megabytes as JSON.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

KILO = 1024


def memory(name: str) -> float:
    """Megabytes (10^6 bytes) of this process: `VmRSS` now, `VmHWM` at the most (Linux, proc(5))."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * KILO / 1e6
    raise RuntimeError("this system does not say how much memory a process takes")


def load_worker() -> None:
    """What a worker has loaded before its first job, connected to its database."""
    import django

    django.setup()
    from django.db import connection

    from partnerdesk.celery import app

    app.loader.import_default_modules()
    connection.ensure_connection()


def do_import(data: Path, mapping: dict[str, Any]) -> dict[str, Any]:
    """Read, check, measure, store, gaps; committed. What the upload did before is not counted."""
    from django.db import transaction
    from django.utils import timezone

    from metrics.files.resource_limits import limited_memory
    from metrics.files.store import register_path
    from metrics.imports import run
    from metrics.models import Import

    imported = Import.objects.create(
        file=register_path(data), file_name=data.name, mapping=mapping, state=Import.State.IMPORTING
    )
    idle = memory("VmRSS")
    begun = time.perf_counter()
    with limited_memory(), transaction.atomic():
        outcome = run.run_import(
            imported, files=run.Files(data, None), progress=lambda _share: None, now=timezone.now()
        )
    seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "idle_mb": idle,
        "peak_mb": memory("VmHWM"),
        "rows": outcome.result["rows"],
        "observations": outcome.result["observations"]["added"],
        "gaps": len(outcome.result["gaps"]),
    }


def do_raw(data: Path, observations: Path, url: str) -> dict[str, Any]:
    """`pandas.read_csv(dtype=str)`, and COPY of finished rows into the same table, empty again, with its keys.

    Apart from that: the same COPY into a table without index, key or check.
    """
    import pandas as pd
    import psycopg

    def copy(table: str) -> float:
        begun = time.perf_counter()
        statement = f"COPY {table} FROM STDIN (FORMAT binary)"
        with cursor.copy(statement) as copy, observations.open("rb") as file:
            while block := file.read(1 << 16):
                copy.write(block)
        connection.commit()
        return time.perf_counter() - begun

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (LIKE metrics_observation)")
        cursor.execute("TRUNCATE metrics_observation")
        connection.commit()
        begun = time.perf_counter()
        rows = len(pd.read_csv(data, dtype=str))
        read = time.perf_counter() - begun
        return {
            "rows": rows,
            "read_seconds": read,
            "copy_seconds": copy("metrics_observation"),
            "bare_seconds": copy("bench_bare"),
        }


def main() -> None:
    wanted = json.loads(sys.stdin.read())
    data = Path(wanted["data"])
    if wanted["do"] == "import":
        load_worker()
        found = do_import(data, wanted["mapping"])
    else:
        found = do_raw(data, Path(wanted["observations"]), wanted["url"])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
