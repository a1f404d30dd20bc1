"""Real Celery workers and beats on the tests' PostgreSQL, killed as a whole, and a Valkey that can go away."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from launcher import processes, services, valkey
from partnerdesk.addresses import broker_address
from partnerdesk.core.models import Job
from tests.conftest import ROOT

PATIENCE = 90


@dataclass
class Workers:
    """Celery workers of this test, each a group of processes, and a way to send them what beat sends."""

    environment: dict[str, str]
    folder: Path
    broker: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        self._run(services.worker(Path(sys.executable), jobs=1))

    def start_beat(self) -> None:
        self._run(services.beat(Path(sys.executable), self.folder / f"beat-{len(self.running)}"))

    def _run(self, argv: list[str]) -> None:
        with (self.folder / f"worker-{len(self.running)}.log").open("ab") as log:
            process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=processes.dying_with_parent(signal.SIGTERM),
            )
        self.running.append(process)

    def kill(self) -> None:
        """All at once and without a word, as when the machine loses its power.

        Of one that has ended already its children may be left, which would go on writing into the tests to come.
        """
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()

    def kill_children(self) -> None:
        """The processes that do the work, not the one that minds them."""
        for process in self.running:
            found = subprocess.run(
                ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
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


def wait_until(ready: Callable[[], object], what: str, *, patience: float = PATIENCE) -> None:
    until = time.monotonic() + patience
    while not ready():
        assert time.monotonic() < until, f"waited {patience} s for {what}"
        time.sleep(0.05)
