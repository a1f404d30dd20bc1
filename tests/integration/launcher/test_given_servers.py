"""DATABASE_URL and REDIS_URL: a PostgreSQL and a Valkey started separately, with passwords, on TCP."""

import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

from launcher import archive, postgres, processes, valkey, variables
from launcher.commands import up
from launcher.paths import Home
from launcher.processes import Program
from tests.integration.launcher.copies import BEFORE, Copy
from tests.patience import wait_until

PYTHON = Path(sys.prefix) / "bin" / "python"
WHO = "from django.db import connection as c; c.ensure_connection(); print(c.connection.info.user)"


VERSIONS = "from decisions.models import Version; print(Version.objects.count())"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Given:
    database_port: int
    redis_port: int
    password: str

    def database(self, name: str, user: str = "boss") -> str:
        return f"postgresql://{user}:{self.password}@127.0.0.1:{self.database_port}/{name}"

    @property
    def redis(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.redis_port}/0"

    def roles(self) -> set[str]:
        with psycopg.connect(self.database("postgres", "admin")) as admin:
            return {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}

    def make_database(self, name: str, owner: str = "boss", template: str = "template1") -> str:
        with psycopg.connect(self.database("postgres", "admin"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}")
        return self.database(name, owner)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    """A server as somebody else would run it: passwords, an owner who may make roles, one who may not."""
    home = Home(tmp_path_factory.mktemp("given"))
    here = Given(free_port(), free_port(), secrets.token_urlsafe(8))
    cluster = postgres.cluster(home, PYTHON)
    environment = variables.inherited({}, with_settings=False)
    postgres.ensure_data(cluster, durable=False)
    private = postgres.start(cluster, environment)
    for statement in (
        f"CREATE ROLE admin SUPERUSER LOGIN PASSWORD '{here.password}'",
        f"CREATE ROLE boss CREATEROLE LOGIN PASSWORD '{here.password}'",
        f"CREATE ROLE poor LOGIN PASSWORD '{here.password}'",
    ):
        assert postgres.psql(cluster, "postgres", statement).returncode == 0
    processes.stop([private])
    cluster.guise.data.joinpath("pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    program = postgres.program(cluster, environment)
    argv = [*program.argv, "-h", "127.0.0.1", "-p", str(here.database_port), "-c", "unix_socket_directories="]
    keeper = ["--port", str(here.redis_port), "--bind", "127.0.0.1", "--requirepass", here.password]
    keeper += ["--dir", str(home.root), "--save", ""]
    children = [
        processes.start(Program("postgres", argv, environment, home.logs / "postgres.log", home.run)),
        processes.start(
            Program(
                "valkey",
                [str(valkey.binary(PYTHON)), *keeper],
                environment,
                home.logs / "valkey.log",
                home.run,
            )
        ),
    ]
    postgres.wait_until(lambda: answers(here), children[0])
    yield here
    processes.stop(children)


def answers(given: Given) -> bool:
    try:
        psycopg.connect(given.database("postgres", "admin")).close()
        return bool(redis.Redis.from_url(given.redis).ping())
    except (psycopg.OperationalError, redis.ConnectionError):
        return False


@pytest.fixture(scope="module")
def migrated(given: Given, make_copy: Callable[..., Copy]) -> str:
    """A database that was migrated as the containers do it."""
    copy = make_copy(
        DATABASE_OWNER_URL=given.make_database("migrated"),
        DATABASE_URL=given.database("migrated", "waiter"),
        REDIS_URL=given.redis,
        SECRET_KEY=secrets.token_hex(16),
    )
    copy.desk("service", "migrate")
    del copy.more["DATABASE_OWNER_URL"]
    assert "DATABASE_OWNER_URL" in copy.desk("service", "migrate", code=1).stderr
    return "migrated"


@pytest.mark.one_in(2, of="everything on given servers")
def test_everything_runs_on_them_as_a_role_that_was_made_there(given, migrated, make_copy, tmp_path):
    copy = make_copy(DATABASE_URL=given.make_database("desk", template=migrated), REDIS_URL=given.redis)
    running = copy.up("--no-demo")
    assert up.page_answers(int(running.address.rpartition(":")[2]))
    assert sorted(path.stem for path in copy.home.run.glob("*.pid")) == ["beat", "web", "worker"]
    assert copy.home.serving_roles.stat().st_mode & 0o777 == 0o600
    for name in ("beat", "web", "worker"):
        environment = Path(f"/proc/{copy.child(name)}/environ").read_bytes().split(b"\0")
        assert any(entry.startswith(b"DATABASE_URL=postgresql://app:") for entry in environment)
    assert copy.python(WHO, "--owner") == "boss"
    other = make_copy(DATABASE_URL=given.make_database("second", template=migrated))
    assert other.python(WHO) == "second_app", "a name that is taken is left to who took it"
    assert running.stop() == 0
    copy.assert_nothing_left()
    assert answers(given), "servers of others are left alone"

    copy.desk("backup", str(tmp_path / "desk.tar.gz"))
    assert archive.DUMP in archive.unpack(tmp_path / "desk.tar.gz", tmp_path).files


@pytest.mark.slow
def test_who_may_not_make_roles_serves_and_is_told_what_is_weaker(given, make_copy):
    """Beside that, a backup from before `0001_tables` is taken over there as well."""
    copy = make_copy(DATABASE_URL=given.make_database("third", "poor"))
    copy.desk("restore", str(BEFORE))
    done = copy.desk("manage", "shell", "--verbosity", "0", "-c", f"{WHO}; {VERSIONS}")
    assert done.stdout.split() == ["poor", "4"]
    assert "poor may not create roles there, so pages are served with the owner's rights" in done.stderr


@pytest.mark.slow
def test_with_both_addresses_the_serving_role_is_made_as_its_address_says(given, make_copy):
    """And a backup from before `0001_tables` is taken over as the owner, and served as that role."""
    owner = given.make_database("fourth")
    copy = make_copy(DATABASE_OWNER_URL=owner, DATABASE_URL=given.database("fourth", "porter"))
    assert "porter" not in given.roles()
    copy.desk("restore", str(BEFORE))
    assert copy.python(f"{WHO}; {VERSIONS}").split() == ["porter", "4"]
    assert not copy.home.serving_roles.exists()


@pytest.mark.one_in(2, of="everything on given servers")
def test_the_services_of_the_containers_run_on_them(given, migrated, make_copy):
    """What docker-compose.yml starts once the database is migrated."""
    serving = given.database(migrated, "waiter")
    copy = make_copy(DATABASE_URL=serving, REDIS_URL=given.redis, SECRET_KEY=secrets.token_hex(16))
    copy.desk("service", "static")
    port = str(free_port())
    assert copy.desk("service", "check-web", "--port", port, code=1)
    for service in (["web", "--port", port, "--workers", "1"], ["worker"], ["beat"]):
        copy.begin("service", *service)
    wait_until(lambda: copy.desk("service", "check-web", "--port", port, code=None).returncode == 0, "a page")
    beats = make_copy(DATABASE_OWNER_URL=given.database(migrated), **copy.more)
    beats.python("from partnerdesk.core.tasks import heartbeat; heartbeat.delay()")
    wait_until(lambda: copy.desk("service", "check-jobs", code=None).returncode == 0, "a heartbeat")
    assert [running.stop(signal.SIGTERM) for running in copy.ups] == [0, 0, 0]
    copy.assert_nothing_left()
    assert list(copy.home.run.glob("*")) == []


def test_one_alone_replaces_one_alone(given, make_copy):
    copy = make_copy(REDIS_URL=given.redis)
    code = f"{WHO}; from django.conf import settings; print(settings.REDIS_URL)"
    assert copy.python(code, "--owner").split() == ["desk_owner", given.redis]
    assert not copy.home.valkey.exists()


@pytest.mark.parametrize(
    ("variable", "address", "said"),
    [
        ("REDIS_URL", "redis://127.0.0.1:1/0", "REDIS_URL is set, but that server does not answer"),
        (
            "DATABASE_URL",
            "postgresql://boss@127.0.0.1:1/desk",
            "DATABASE_URL is set, but that PostgreSQL cannot be used",
        ),
    ],
)
def test_a_server_that_does_not_answer_is_named(make_copy, variable, address, said):
    copy = make_copy(**{variable: address})
    assert said in copy.desk("manage", "check", code=1).stderr
    copy.assert_nothing_left()
