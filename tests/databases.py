"""The databases of the tests: migrated once as the owner, then copied, served as the restricted role.

Three steps are kept between runs in the tests' PostgreSQL, each made anew only where what it is made of has changed:
the tables (by the migrations), the rights and libraries on them, and for browser tests the demo workspace (stack.py).
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings as django_settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.washing import Fresh, remember, wash

ROOT = Path(__file__).resolve().parent.parent
OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
MIGRATIONS = ("*/migrations/*.py", "partnerdesk/*/migrations/*.py")
PREPARED = (
    *("*/**/models.py", "*/**/models/*.py", "decisions/sections/*.py", "partnerdesk/core/*.py"),
    *("*/library/**/*", "*/*/library/**/*", "*/**/schema.py", "frameworks/*.py", "metrics/dictionary/*.py"),
    "workspace/management/commands/load_libraries.py",
)
"""What decides on rights and libraries, beside the tables."""


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


def files(*patterns: str) -> set[Path]:
    """The files of the code that these patterns find."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return {path for path in found if path.is_file() and "__pycache__" not in path.parts}


def state_of(paths: Iterable[Path]) -> str:
    """A hash of what stands in these files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def code() -> set[Path]:
    """All that the application does: its modules and libraries, without templates and style sheets."""
    packages = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    own = [name for name in packages if name not in ("launcher", "tests")]
    return files(*(f"{name}/**/*.{end}" for name in own for end in ("py", "yaml", "json", "csv", "md")))


def migrations() -> set[Path]:
    """The migrations, and the modules of the application that they import."""
    found = files(*MIGRATIONS)
    imports = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)
    names = {name for path in found for name in imports.findall(path.read_text(encoding="utf-8"))}
    modules = {ROOT / f"{name.replace('.', '/')}{end}" for name in names for end in (".py", "/__init__.py")}
    return found | {path for path in modules if path.is_file()}


class Own:
    """The database of one test process."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fresh = Fresh()

    def make(self) -> None:
        """From the template; what was there before is gone."""
        with one_at_a_time(), owner_connection() as owner:
            copy_database(owner, self.name, prepared_template(owner))
        with owner_connection(self.name) as owner:
            self.fresh = remember(owner)

    def renew(self) -> None:
        """As it was made: washed, or where a test went too far made anew."""
        with owner_connection(self.name) as owner:
            is_clean = wash(owner, self.fresh)
        if not is_clean:
            self.make()


def prepared_template(owner: psycopg.Connection) -> str:
    """The name of the database that the others are copied from: tables, rights, libraries."""

    def prepare(name: str) -> None:
        copy_database(owner, name, migrated_template(owner))
        run_as_owner(name, "prepare_database")
        run_as_owner(name, "load_libraries")

    return kept(owner, "desk_template", migrations() | files(*PREPARED), prepare)


def migrated_template(owner: psycopg.Connection) -> str:
    """The name of a database with all tables and nothing in them."""

    def migrate(name: str) -> None:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        run_as_owner(name, "migrate")

    return kept(owner, "desk_tables", migrations(), migrate)


def kept(owner: psycopg.Connection, prefix: str, of: set[Path], make: Callable[[str], None]) -> str:
    """The name of a database that depends on these files; made where there is none of their present state.

    One that was not finished never gets its name; one of an earlier state is dropped.
    """
    name = f"{prefix}_{state_of(of)}"
    if name not in database_names(owner):
        drop_databases(owner, f"{prefix}_")
        building = f"building_{name}"
        drop_databases(owner, building)
        make(building)
        owner.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
        )
    return name


def run_as_owner(database: str, command: str) -> None:
    """Run a Django command on a database, as its owner."""
    run_command(command, DATABASE_URL=make_conninfo(OWNER_URL, dbname=database))


def run_command(command: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", command, "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed:\n{done.stderr[-2000:]}")


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
