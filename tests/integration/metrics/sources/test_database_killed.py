"""A PostgreSQL that is killed in the middle of a refresh: a server of the test's own, the worker lives on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import timezone

from launcher import postgres, processes, variables
from launcher.paths import Home
from launcher.processes import Child
from launcher.say import Refused
from metrics.models import Import, MetricChange, Observation, Refresh
from metrics.sources import due
from partnerdesk.addresses import broker_address
from partnerdesk.core import jobs
from partnerdesk.core.models import Job
from tests.databases import OWNER_URL
from tests.integration.metrics.sources.test_refresh_faults import PARTNERS, doubled, finish, text
from tests.integration.workers import Workers, environment_of, held
from tests.patience import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PYTHON = Path(sys.prefix) / "bin" / "python"


class Server:
    """A PostgreSQL with a copy of this process's database, which this process and its workers use."""

    def __init__(self, folder: Path, database: str) -> None:
        self.cluster = postgres.cluster(Home(folder), PYTHON)
        self.environment = variables.inherited({}, with_settings=False)
        postgres.ensure_data(self.cluster, durable=False)
        self.child: Child = postgres.start(self.cluster, self.environment)
        postgres.ensure_database(self.cluster)
        dump = [
            str(self.cluster.clients / "pg_dump"),
            "-d",
            OWNER_URL.replace("/partnerdesk", f"/{database}", 1),
        ]
        written = subprocess.run(dump, capture_output=True, check=True).stdout
        client = [str(self.cluster.clients / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        place = ["-h", str(self.cluster.sockets), "-U", postgres.OWNER, "-d", postgres.DATABASE]
        subprocess.run([*client, *place], input=written, capture_output=True, check=True)

    def kill(self) -> None:
        """As when the machine's memory runs out."""
        lock = (self.cluster.guise.data / "postmaster.pid").read_text(encoding="utf-8")
        os.kill(int(lock.splitlines()[0]), signal.SIGKILL)
        self.child.process.wait()

    def start(self) -> None:
        """As soon as the last process of the one that was killed has noticed: until then it refuses to start."""
        wait_until(self._has_started, "PostgreSQL to start again")

    def _has_started(self) -> bool:
        try:
            self.child = postgres.start(self.cluster, self.environment)
        except Refused:
            return False
        return True

    def stop(self) -> None:
        processes.stop([self.child])


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, worker_database: str) -> Iterator[Server]:
    """The database of this process moves to a server of its own, for one test."""
    found = Server(tmp_path_factory.mktemp("pg"), worker_database)
    default = connections["default"]
    default.close()
    before = dict(default.settings_dict)
    default.settings_dict |= {"NAME": postgres.DATABASE, "HOST": str(found.cluster.sockets)}
    yield found
    default.close()
    default.settings_dict |= before
    found.stop()


@pytest.fixture
def worker(settings, server, tmp_path) -> Iterator[Workers]:
    redis = django_settings.CACHES["default"]["LOCATION"]
    settings.MEDIA_ROOT = tmp_path / "media"
    environment = environment_of(tmp_path, postgres.DATABASE, redis)
    environment["DATABASE_URL"] = server.cluster.url(postgres.SERVING_ROLE)
    found = Workers(environment, tmp_path, broker_address(redis))
    yield found
    found.kill()


def test_a_server_killed_in_the_middle_of_a_refresh(server, worker, site, fetched):
    """The worker meets it again when it is back; what was half done is done once."""
    source = fetched(site.put("/sales.csv", text(1)))
    run = due.ask_for_refresh(source, by=None, now=timezone.now())
    worker.start()
    worker.tell("partnerdesk.core.tasks.sweep")
    with held(MetricChange._meta.db_table, server.cluster.url(postgres.OWNER)) as somebody_waits:
        wait_until(somebody_waits, "the import to have written its values")
        connections["default"].close()
        server.kill()
    server.start()
    run.refresh_from_db()
    assert run.state == "running", "it was killed too late"
    assert not Observation.objects.exists()

    finish(worker, run)
    assert (run.state, jobs.last_job(due.REFRESH, run.pk).attempts) == ("done", 2), run.message
    assert doubled() == []
    assert Observation.objects.count() == PARTNERS * 48
    assert (Refresh.objects.count(), Import.objects.count(), MetricChange.objects.count()) == (1, 1, 2)
    told = Job.objects.filter(kind="metrics.changed").values_list("subject_id", flat=True)
    assert sorted(told) == sorted(MetricChange.objects.values_list("pk", flat=True))
