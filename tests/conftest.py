"""What every test has: its markers, a database and a cache of its process, quick passwords, files of its own.

Databases stand in databases.py, who runs what in sharing.py.
"""

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.db import connection, connections
from django.test import TransactionTestCase, override_settings

from tests.databases import ROOT, Own
from tests.sharing import Durations, Sharing
from tests.slow_run import SlowRun, is_whole
from tests.volume import choose


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Durations(config))
    if is_whole(config):
        config.pluginmanager.register(SlowRun())


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing | None:
    return Sharing(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What stands in tests/integration may use the database; unit tests and browser tests may not."""
    config.hook.pytest_deselected(items=choose(items, config.getoption("randomly_seed", 0)))
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(getattr(pytest.mark, folder))
        is_served = folder == "integration" and "launcher" not in item.path.parts
        if is_served and not item.get_closest_marker("django_db"):  # one that commits says so itself
            item.add_marker(pytest.mark.django_db)


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """Of this run: what it takes of tables by `tests.volume.share`."""
    return int(request.config.getoption("randomly_seed", 0))


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose: a tenth of a second for each person that a test makes."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def own_database(worker_id: str) -> Own:
    """The database of this process. Nobody has made it yet: `django_db_setup` does."""
    return Own(f"desk_test_{worker_id}")


@pytest.fixture(scope="session")
def worker_database(own_database: Own) -> str:
    return own_database.name


@pytest.fixture(scope="session")
def django_db_setup(own_database: Own, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        own_database.make()
        connections["default"].settings_dict["NAME"] = own_database.name
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            assert cursor.fetchone() == ("app", own_database.name)
        yield
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def _fresh_database_after_commits(own_database: Own) -> Iterator[None]:
    """TRUNCATE is refused to the serving role, so a test that commits is cleaned up by the owner."""

    def renew(self: TransactionTestCase) -> None:
        connections.close_all()
        own_database.renew()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_cache(worker_id: str) -> None:
    """Each worker has a Valkey database of its own."""
    number = int(worker_id.removeprefix("gw")) + 1 if worker_id.startswith("gw") else 0
    address = django_settings.CACHES["default"]["LOCATION"].split("?")[0]
    django_settings.CACHES["default"]["LOCATION"] = f"{address}?db={number}"
    with suppress(AttributeError):
        del caches["default"]  # where something has asked for it already


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any, request: pytest.FixtureRequest) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HEADS_FOLDER = tmp_path / "heads"
    if "django_db" in request.keywords:
        cache.clear()
