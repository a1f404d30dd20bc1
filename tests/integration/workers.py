"""Real Celery workers and beats on the tests' PostgreSQL, killed as a whole, and a Valkey that can go away."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from psycopg import sql
from psycopg.conninfo import make_conninfo

from launcher import processes, services, valkey
from launcher.processes import Child, Program
from partnerdesk.addresses import broker_address
from partnerdesk.core.models import Job
from tests.databases import OWNER_URL
from tests.patience import wait_until


@dataclass
class Workers:
    """Celery workers of this test, each a group of processes, and a way to send them what beat sends."""

    environment: dict[str, str]
    folder: Path
    broker: str
    running: list[Child] = field(default_factory=list)

    def start(self) -> None:
        self._run(services.worker(Path(sys.executable), jobs=1))

    def start_beat(self) -> None:
        self._run(services.beat(Path(sys.executable), self.folder / f"beat-{len(self.running)}"))

    def _run(self, argv: list[str]) -> None:
        name = f"worker-{len(self.running)}"
        program = Program(
            name, argv, self.environment, self.folder / f"{name}.log", self.folder, signal.SIGKILL
        )
        self.running.append(processes.start(program))

    def kill(self) -> None:
        """All at once and without a word, as when the machine loses its power.

        Of one that has ended already its children may be left, which would go on writing into the tests to come.
        """
        for child in self.running:
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        self.running.clear()

    def kill_children(self) -> None:
        """The processes that do the work, not the one that minds them."""
        for each in self.running:
            found = subprocess.run(
                ["pgrep", "-P", str(each.process.pid)], capture_output=True, text=True, check=False
            )
            for child in found.stdout.split():
                os.kill(int(child), signal.SIGKILL)

    def tell(self, task: str, *arguments: str) -> None:
        with Celery(broker=self.broker) as app:
            app.conf.broker_transport_options = django_settings.CELERY_BROKER_TRANSPORT_OPTIONS
            app.send_task(task, args=arguments)


@pytest.fixture
def workers(settings, tmp_path, worker_database):
    redis = django_settings.CACHES["default"]["LOCATION"]
    settings.MEDIA_ROOT = tmp_path / "media"
    found = Workers(environment_of(tmp_path, worker_database, redis), tmp_path, broker_address(redis))
    yield found
    found.kill()


def environment_of(folder: Path, database: str, redis: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=database),
        "REDIS_URL": redis,
        "DESK_HOME": str(folder),
        "OUTGOING_ALLOWED": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "partnerdesk.settings",
    }


@dataclass
class Broker:
    """A Valkey of the test's own, which keeps what it is told across a crash of less than a second's writing."""

    socket: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        where = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder)]
        argv = [str(valkey.binary(Path(sys.executable))), *where, "--appendonly", "yes", "--save", ""]
        self.process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.socket.exists, "the broker")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.socket.unlink(missing_ok=True)
            self.process = None


@pytest.fixture
def broker(tmp_path_factory) -> Iterator[Broker]:
    folder = tmp_path_factory.mktemp("v")
    found = Broker(folder / "v.sock", folder)
    found.start()
    yield found
    found.kill()


def make_due() -> None:
    """The jobs that wait are due now. One by one: a worker may hold several of them, in an order of its own."""
    for pk in Job.objects.filter(state="waiting").values_list("pk", flat=True):
        Job.objects.filter(pk=pk, state="waiting").update(due_at=timezone.now())


@contextmanager
def held(table: str, owner_url: str = "") -> Iterator[Callable[[], bool]]:
    """Let nobody write into a table for as long: who comes to do so stands in the middle of what he does.

    Gives the question whether somebody has come. The database is this process's, unless another one is named.
    """
    owner = psycopg.connect(owner_url or make_conninfo(OWNER_URL, dbname=connection.settings_dict["NAME"]))

    def somebody_waits() -> bool:
        asked = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        return owner.execute(asked, [table]).fetchone() is not None

    try:
        owner.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
        yield somebody_waits
    finally:
        with suppress(psycopg.OperationalError):  # a test may have killed the server
            owner.rollback()
        owner.close()


def end_sessions() -> None:
    """End all other sessions on this process's database: what a worker sees of a PostgreSQL that goes away.

    And what becomes of those of a worker that was killed while it waited for a lock: they would go on for a moment.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
               WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""
        )
