"""Databases for tests: migrated once as the owner, served as the restricted role, one per worker.

The template database also holds the libraries (frameworks, glossary, dictionary), as every real one does. Tests
that commit get their database made anew from the template: the serving role may not empty tables.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase, override_settings
from psycopg import sql
from psycopg.conninfo import make_conninfo
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parent.parent
OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands in tests/integration may use the database; unit tests and browser tests may not.

    Browser tests come last: a process that drives a browser has a running event loop until its end, and Django
    refuses its database to such a one. The launcher's tests, which wait most, come first.
    """
    items.sort(
        key=lambda item: (
            "browser" in item.path.parts,
            "launcher" not in item.path.parts,
            item.path.name != "test_every_page.py",  # the longest of the browser's
        )
    )
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(getattr(pytest.mark, folder))
        is_served = folder == "integration" and "launcher" not in item.path.parts
        if is_served and not item.get_closest_marker("django_db"):  # one that commits says so itself
            item.add_marker(pytest.mark.django_db)


class Sharing(LoadFileScheduling):
    """Which tests go to one process together: those of a file, which share what they set up.

    The launcher's files go together, too: they share the first start of a copy, and what they wait for would leave
    two processes idle instead of one. Browser tests go one by one: they are long, and share what each process has.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith("tests/integration/launcher/"):
            return "tests/integration/launcher"
        return nodeid if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing | None:
    return Sharing(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose: a tenth of a second for each person that a test makes."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@contextmanager
def owner_connection(database: str = "postgres") -> Iterator[psycopg.Connection]:
    with psycopg.connect(make_conninfo(OWNER_URL, dbname=database), autocommit=True) as owner:
        yield owner


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Workers make databases one after the other: a template must not be in use while it is copied."""
    django_settings.DESK_HOME.mkdir(parents=True, exist_ok=True)
    with (django_settings.DESK_HOME / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


SCHEMA = (
    "*/migrations/*.py",
    "partnerdesk/core/migrations/*.py",
    "*/library/*.yaml",
    "*/models.py",
    "*/models/*.py",
    "partnerdesk/core/*.py",
)
"""All that decides what a fresh database holds."""


def state_of(*patterns: str) -> str:
    """A hash of the files that these patterns find."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def make_database(name: str, template: str = "") -> None:
    """A database of this name from the template; what was there before is gone."""
    with one_at_a_time(), owner_connection() as owner:
        copy_database(owner, name, template or prepared_template(owner))


def prepared_template(owner: psycopg.Connection) -> str:
    """The name of the database that the others are copied from; made where the schema has changed."""
    template = f"desk_template_{state_of(*SCHEMA)}"
    if template not in database_names(owner):
        drop_databases(owner, "desk_template_")
        _make_template(owner, template)
    return template


def database_names(owner: psycopg.Connection) -> set[str]:
    return {row[0] for row in owner.execute("SELECT datname FROM pg_database")}


def drop_databases(owner: psycopg.Connection, prefix: str) -> None:
    for name in sorted(database_names(owner)):
        if name.startswith(prefix):
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_database(owner: psycopg.Connection, name: str, template: str) -> None:
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    owner.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    )


def _make_template(owner: psycopg.Connection, template: str) -> None:
    building = f"building_{template}"
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
    owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
    environment = os.environ | {"DATABASE_URL": make_conninfo(OWNER_URL, dbname=building)}
    for command in (["prepare_database"], ["load_libraries"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    owner.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(template))
    )


@pytest.fixture(scope="session")
def worker_database(worker_id: str) -> str:
    return f"desk_test_{worker_id}"


@pytest.fixture(scope="session")
def django_db_setup(worker_database: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        make_database(worker_database)
        connections["default"].settings_dict["NAME"] = worker_database
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            assert cursor.fetchone() == ("app", worker_database)
        yield
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def _fresh_database_after_commits(worker_database: str) -> Iterator[None]:
    """TRUNCATE is refused to the serving role, so a test that commits is cleaned up by a new database."""

    def renew(self: TransactionTestCase) -> None:
        connections.close_all()
        make_database(worker_database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_cache(worker_id: str) -> None:
    """Each worker has a Valkey database of its own."""
    number = int(worker_id.removeprefix("gw")) + 1 if worker_id.startswith("gw") else 0
    address = django_settings.CACHES["default"]["LOCATION"].split("?")[0]
    django_settings.CACHES["default"]["LOCATION"] = f"{address}?db={number}"


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any, request: pytest.FixtureRequest) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HEADS_FOLDER = tmp_path / "heads"
    if "django_db" in request.keywords:
        cache.clear()
