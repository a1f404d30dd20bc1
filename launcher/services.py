"""How web, worker and beat are started: once here, for `desk.py up` and for the containers alike."""

import os
import sys
from pathlib import Path

BLOCKING_THREADS = 4
JOBS_AT_ONCE = 2


def cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def manage(python: Path, *arguments: str) -> list[str]:
    return [str(python), "manage.py", *arguments]


def web(python: Path, *, host: str, port: int, workers: int | None = None) -> list[str]:
    """Granian, WSGI: a process per core; threads beyond that only wait for the database."""
    return [
        *(str(python), "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers or min(4, cores())), "--blocking-threads", str(BLOCKING_THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
        "partnerdesk.wsgi:application",
    ]


def worker(python: Path, *, jobs: int | None = None) -> list[str]:
    """Celery's worker. It talks to no other worker: the rows in the database say who does what."""
    quiet = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
    return [
        str(python),
        "-m",
        "celery",
        "-A",
        "partnerdesk",
        "worker",
        "--concurrency",
        str(jobs or JOBS_AT_ONCE),
        *quiet,
    ]


def beat(python: Path, schedule: Path) -> list[str]:
    """Celery's clock. Two of them would do no harm: what is due is taken once, by row."""
    schedule.parent.mkdir(parents=True, exist_ok=True)
    place = ("--schedule", str(schedule), "--pidfile", "")
    return [str(python), "-m", "celery", "-A", "partnerdesk", "beat", *place, "--loglevel", "INFO"]


def for_web(environment: dict[str, str]) -> dict[str, str]:
    """Only the web processes pool their connections: a worker forks, and a pool does not outlive that."""
    return {"DATABASE_POOL": "1"} | environment
