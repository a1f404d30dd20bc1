"""Databases of data sets: made once from the migrated one, told by a mark on them, worked in for a while."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

OWNER_URL = "DATABASE_OWNER_URL"
MADE_BY = (Path(__file__).parent, Path(__file__).parent.parent / "demo")


def url_of(name: str) -> str:
    """The serving role's address of a database, as libpq writes it."""
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)


def owner_url_of(name: str) -> str:
    return make_conninfo(os.environ[OWNER_URL], dbname=name)


@contextmanager
def as_owner(name: str = "postgres") -> Iterator[psycopg.Connection]:
    """The owner's connection; each statement is a transaction of its own."""
    with psycopg.connect(owner_url_of(name), autocommit=True) as owner:
        yield owner


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Have Django work in another database of the server."""
    settings = connection.settings_dict
    before = settings["NAME"]
    connection.close()
    settings["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = before


def copy(original: str, name: str) -> None:
    """A database of this name as `original` is; what was there before is gone."""
    connection.close()  # nobody may be connected to what is copied
    with as_owner() as owner:
        drop(name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        owner.execute(statement.format(sql.Identifier(name), sql.Identifier(original)))


def drop(name: str) -> None:
    with as_owner() as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def ensure(name: str, *sizes: int, make: Callable[[], None]) -> None:
    """The database of a data set, filled by `make` (connected to it) where it is not there as it should be."""
    mark = _mark(sizes)
    with as_owner() as owner:
        found = owner.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if found and found[0] == mark:
            return
        copy(connection.settings_dict["NAME"], name)
        with connected_to(name):
            make()
        with as_owner(name) as own:
            own.execute("VACUUM ANALYZE")
            own.execute("CHECKPOINT")
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        owner.execute(comment.format(sql.Identifier(name), sql.Literal(mark)))


def _mark(sizes: tuple[int, ...]) -> str:
    """What decides how a data set looks: the migrations, the code that makes it, its sizes."""
    digest = hashlib.sha256(repr(sizes).encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
        digest.update(repr(cursor.fetchall()).encode())
    for folder in MADE_BY:
        for path in sorted(folder.glob("*making.py" if folder.name == "bench" else "*.py")):
            digest.update(path.read_bytes())
    return f"bench {digest.hexdigest()[:16]}"
