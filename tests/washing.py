"""Back to the template after a test that has committed, in a fraction of the time that a new copy takes.

The serving role may not empty tables, and many of its rows are guarded, so the owner does it, with every trigger off.
"""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

MANY_ROWS = 20_000
"""Beyond that a new copy is quicker, and leaves no dead rows to be read over."""
HOW_MANY = "(SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 20000) AS found)"
IS_FILLED = "EXISTS (SELECT 1 FROM {})"
ALL_ROWS = "(SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {} AS t)"


@dataclass(frozen=True)
class Fresh:
    """What a database held when it was copied: a hash of each table that is not empty, how far sequences were."""

    hashes: dict[str, str] = field(default_factory=dict)
    sequences: dict[str, int | None] = field(default_factory=dict)


def remember(owner: psycopg.Connection) -> Fresh:
    """Look at a database that has just been copied."""
    filled = [table for table, has_rows in looked_at(owner, tables(owner), IS_FILLED).items() if has_rows]
    return Fresh(hashes(owner, filled), sequences(owner))


def wash(owner: psycopg.Connection, fresh: Fresh) -> bool:
    """Take away what was written since; whether that was possible. Sessions of others are ended first."""
    owner.execute(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    if hashes(owner, [*fresh.hashes]) != fresh.hashes:
        return False
    counts = looked_at(owner, [table for table in tables(owner) if table not in fresh.hashes], HOW_MANY)
    if sum(counts.values()) >= MANY_ROWS:
        return False
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        for table, count in counts.items():
            if count:
                owner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for name, last in sequences(owner).items():
            if last != fresh.sequences[name]:
                back = (fresh.sequences[name] or 1, fresh.sequences[name] is not None)
                owner.execute("SELECT setval(%s::regclass, %s, %s)", (name, *back))
    return True


def tables(owner: psycopg.Connection) -> list[str]:
    rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in rows]


def hashes(owner: psycopg.Connection, names: list[str]) -> dict[str, str]:
    """A hash of all rows of each of these tables."""
    return looked_at(owner, names, ALL_ROWS)


def looked_at(owner: psycopg.Connection, names: list[str], question: str) -> dict[str, Any]:
    """The answer to one question about each table, in one query."""
    if not names:
        return {}
    asked = [sql.SQL(question).format(sql.Identifier(name)) for name in names]
    found = owner.execute(sql.SQL("SELECT ARRAY[{}]").format(sql.SQL(", ").join(asked))).fetchone()
    assert found
    return dict(zip(names, found[0], strict=True))


def sequences(owner: psycopg.Connection) -> dict[str, int | None]:
    """How far each sequence has come; None for one that nobody has asked."""
    rows = owner.execute(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences"
    )
    return dict(rows.fetchall())
