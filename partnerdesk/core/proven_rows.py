"""Rows against the events that prove them, both ways: what was changed, removed or added past the application."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, models

from partnerdesk.core.application import APPLICATION
from partnerdesk.core.proofs import (
    ADDED,
    CHANGED,
    REMOVED,
    SEALED,
    hash_sql,
    key_sql,
    proven_models,
)
from partnerdesk.core.row_sketch import Entry

BATCH = 20_000
"""How many places of the chain are read at once for a sketch."""
KINDS = f"('{ADDED}', '{CHANGED}', '{REMOVED}')"
TABLES = "CASE jsonb_typeof(e.data->'tables') WHEN 'object' THEN e.data->'tables' END"

LEDGER = f"""
SELECT DISTINCT ON (key) key, kind, sha256 FROM (
    SELECT e.id, e.kind, e.data->>'key' AS key, e.data->>'sha256' AS sha256
    FROM core_event e WHERE e.subject_kind = %(table)s AND e.kind IN {KINDS}
    UNION ALL
    SELECT e.id, e.kind, r.key, r.value
    FROM core_event e, jsonb_each_text({TABLES}->%(table)s) r WHERE e.kind = '{SEALED}'
) found ORDER BY key, id DESC
"""  # noqa: S608  (constants of this module)
PAST_US = f"""
SELECT DISTINCT ON (e.subject_kind, e.data->>'key') e.subject_kind, e.data->>'key', e.at, e.data->>'application'
FROM core_event e WHERE e.kind IN {KINDS} AND e.data->>'application' IS DISTINCT FROM %s
ORDER BY 1, 2, e.id DESC
"""  # noqa: S608  (constants of this module)
ENTRIES = f"""
SELECT e.id, found.name, found.key, coalesce(found.sha256, '')
FROM core_eventseal s JOIN core_event e ON e.id = s.event_id CROSS JOIN LATERAL (
    SELECT e.subject_kind AS name, coalesce(e.data->>'key', '') AS key, e.data->>'sha256' AS sha256
    WHERE e.kind IN {KINDS}
    UNION ALL
    SELECT t.key, r.key, r.value FROM jsonb_each({TABLES}) t, jsonb_each_text(t.value) r WHERE e.kind = '{SEALED}'
) found WHERE s.position > %s AND s.position <= %s ORDER BY s.position
"""  # noqa: S608  (constants of this module)


@dataclass(frozen=True)
class RowBreak:
    """A row that is not what its newest event says."""

    what: str
    table: str
    key: str
    words: str


def check_rows() -> Iterator[RowBreak]:
    """Every row of every proven table against its newest event, and every event's row."""
    for model in proven_models():
        yield from _check(model)
    with connection.cursor() as cursor:
        cursor.execute(PAST_US, [APPLICATION])
        for table, key, at, application in cursor.fetchall():
            words = f"“{application}” wrote this row on {at:%Y-%m-%d %H:%M} UTC, past the application."
            yield RowBreak("row_past_application", table, key, words)


def _check(model: type[models.Model]) -> Iterator[RowBreak]:
    table = model._meta.db_table
    query = f"""
        WITH ledger AS ({LEDGER}),
        rows AS (SELECT {key_sql(model, "r")} AS key, {hash_sql(model, "r")} AS sha256 FROM "{table}" r)
        SELECT coalesce(rows.key, ledger.key), rows.key IS NOT NULL,
               ledger.key IS NOT NULL AND ledger.kind <> '{REMOVED}'
        FROM rows FULL JOIN ledger ON ledger.key = rows.key
        WHERE (rows.key IS NULL AND ledger.kind <> '{REMOVED}')
        OR (rows.key IS NOT NULL
            AND (ledger.sha256 IS DISTINCT FROM rows.sha256 OR ledger.kind = '{REMOVED}'))
        ORDER BY 1
    """  # noqa: S608  (names of our own models)
    with connection.cursor() as cursor:
        cursor.execute(query, {"table": table})
        found = cursor.fetchall()
    for key, is_there, is_told in found:
        if not is_there:
            yield RowBreak("row_missing", table, key, "This row is gone, and no event tells of that.")
        elif not is_told:
            yield RowBreak("row_added", table, key, "This row was added, and no event tells of that.")
        else:
            yield RowBreak("row_changed", table, key, "This row is not what its newest event says.")


def entries(after: int, end: int) -> Iterator[Entry]:
    """What the events at these places of the chain prove, in its order."""
    for begin in range(after, end, BATCH):
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, [begin, min(begin + BATCH, end)])
            rows = cursor.fetchall()
        yield from (Entry(*row) for row in rows)


def sealed_at_upgrade() -> dt.datetime | None:
    """When what stood in the proven tables before was sealed; None in a home that never had any such."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM core_event WHERE kind = %s", [SEALED])
        found: dt.datetime | None = cursor.fetchone()[0]
    return found
