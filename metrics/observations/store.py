"""From measured rows to observations: staged by COPY, compared and written set by set.

A file replaces by scope: what its source gave before for the same metric and the periods that the file
covers, and all that it gave for periods that have not begun. Equal values stay untouched, other ones are
replaced, values that the file no longer holds are closed. What was replaced stays readable.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db import connection

from metrics.definitions.models import Series
from metrics.measures.coverage import Span, covered_by_rows
from metrics.measures.kept import Kept
from metrics.measures.months import add_months, month_of, period_start, periods_between
from metrics.measures.tally import Measured
from metrics.provenance.models import Import, Source

BLOCK_ROWS = 100_000


@dataclass(frozen=True)
class Scope:
    """What a file replaces of its source: these periods, and all that have not begun by `today`."""

    periods: list[dt.date]
    today: dt.date

    @classmethod
    def of(cls, data: Measured, covers: Span | None, today: dt.date) -> "Scope":
        """The periods from the first to the last row, an empty one in between included, and all that the file covers.

        A row that lies ahead stands for its own period alone.
        """
        given = [month_of(period) for period in data.periods_by(today)]
        if covers is not None:
            first = period_start(covers.first, data.step)
            given += periods_between(first, min(covers.last, today), data.step)
        return cls(sorted(set(given)), today)

    def spans(self, data: Measured, covers: Span | None) -> tuple[Span, ...]:
        """The days that the file covers: those that it says, or those of its rows."""
        if covers is not None:
            return (covers,)
        rows = (month_of(period) for period in data.periods_by(self.today))
        return covered_by_rows(rows, data.step, self.today)


@dataclass
class Counts:
    """How an import changes the observations."""

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    removed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


def stage_partners(partner_ids: Iterable[Any]) -> None:
    """Fill a temporary table that turns the file's partner codes into partners (null: unknown, left out)."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_partner, pg_temp.staged_observation")
        cursor.execute(
            "CREATE TEMPORARY TABLE pg_temp.staged_partner (code integer, partner_id uuid) ON COMMIT DROP"
        )
        with cursor.copy("COPY pg_temp.staged_partner (code, partner_id) FROM STDIN") as copy:
            for code, partner_id in enumerate(partner_ids):
                copy.write_row((code, partner_id))


def stage(data: Measured) -> None:
    """Bring one metric's rows into a temporary table, as exact numbers."""
    width = data.parts.shape[1]
    numbers = "".join(f", p{index} bigint" for index in range(width))
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS pg_temp.staged_raw, pg_temp.staged_kept, pg_temp.staged_observation"
        )
        cursor.execute(
            f"CREATE TEMPORARY TABLE pg_temp.staged_raw (code int, month int, rows int{numbers}) ON COMMIT DROP"
        )
        with cursor.copy("COPY pg_temp.staged_raw FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for start in range(0, len(data.rows), BLOCK_ROWS):
                copy.write(_binary_rows(data, slice(start, start + BLOCK_ROWS)))
            copy.write(b"\xff\xff")
        if data.kept:
            _stage_kept(cursor, data, data.kept)
        exact = ", ".join(
            f"round(p{index} * {'0.' + '0' * (decimals - 1) + '1' if decimals else '1.0'}, 6)"
            for index, decimals in enumerate(data.decimals)
        )
        cursor.execute(
            f"""CREATE TEMPORARY TABLE pg_temp.staged_observation ON COMMIT DROP AS
                SELECT staged_partner.partner_id,
                       (date '1970-01-01' + make_interval(months => month))::date AS period,
                       ARRAY[{exact}]::numeric(30, 6)[] AS parts, rows,
                       {"kept" if data.kept else "NULL::jsonb"} AS kept
                FROM pg_temp.staged_raw JOIN pg_temp.staged_partner USING (code)
                     {"JOIN pg_temp.staged_kept USING (code, month)" if data.kept else ""}
                WHERE staged_partner.partner_id IS NOT NULL"""  # noqa: S608  (constants)
        )
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_raw, pg_temp.staged_kept")
        cursor.execute("ANALYZE pg_temp.staged_observation")


def _stage_kept(cursor: Any, data: Measured, kept: Kept) -> None:
    """The values that each row keeps, beside its numbers: they are of any length, which the binary form is not."""
    cursor.execute(
        "CREATE TEMPORARY TABLE pg_temp.staged_kept (code int, month int, kept jsonb) ON COMMIT DROP"
    )
    with cursor.copy("COPY pg_temp.staged_kept FROM STDIN") as copy:
        for row in zip(data.partners.tolist(), data.months.tolist(), kept.as_json(), strict=True):
            copy.write_row(row)


def _binary_rows(data: Measured, block: slice) -> bytes:
    """Rows in PostgreSQL's binary COPY form: every field with its length before it, big-endian."""
    width = data.parts.shape[1]
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name in ("code", "month", "rows"):
        fields += [(f"{name}_size", ">i4"), (name, ">i4")]
    for index in range(width):
        fields += [(f"p{index}_size", ">i4"), (f"p{index}", ">i8")]
    table = np.empty(len(data.rows[block]), dtype=fields)
    table["fields"] = 3 + width
    for name, values in (("code", data.partners), ("month", data.months), ("rows", data.rows)):
        table[f"{name}_size"], table[name] = 4, values[block]
    for index in range(width):
        table[f"p{index}_size"], table[f"p{index}"] = 8, data.parts[block, index]
    return table.tobytes()


_SCOPE = """
    observation.series_id = %(series)s AND observation.source_id = %(source)s
    AND observation.replaced_at IS NULL
    AND (observation.period = ANY(%(periods)s) OR observation.period > %(today)s)
"""
_SAME = """
    observation.parts = staged.parts AND observation.currency = %(currency)s
    AND observation.rows = staged.rows AND observation.kept IS NOT DISTINCT FROM staged.kept
"""


def compare(series: Series, source: Source | None, currency: str, scope: Scope) -> Counts:
    """How the staged rows would change the observations, without changing them."""
    query = f"""
        SELECT count(*) FILTER (WHERE observation.id IS NULL),
               count(*) FILTER (WHERE observation.id IS NOT NULL AND {_SAME}),
               count(*) FILTER (
                   WHERE staged.parts IS NOT NULL AND observation.id IS NOT NULL AND NOT ({_SAME})
               ),
               count(*) FILTER (WHERE staged.parts IS NULL)
        FROM pg_temp.staged_observation AS staged
        FULL JOIN (SELECT * FROM metrics_observation AS observation WHERE {_SCOPE}) AS observation
               ON observation.partner_id = staged.partner_id AND observation.period = staged.period
    """  # noqa: S608  (constants)
    with connection.cursor() as cursor:
        cursor.execute(query, _values(series, source, currency, scope))
        added, unchanged, replaced, removed = cursor.fetchone()
    return Counts(added, unchanged, replaced, removed)


def overlaps(series: Series, name: str) -> dict[str, int]:
    """How many of the staged rows stand in other sources than the one called `name`, by source."""
    query = """
        SELECT source.name, count(*)
        FROM pg_temp.staged_observation AS staged
        JOIN metrics_observation AS observation
             ON observation.series_id = %s AND observation.period = staged.period
                AND observation.partner_id = staged.partner_id AND observation.replaced_at IS NULL
        JOIN metrics_source AS source ON source.id = observation.source_id
        WHERE source.name <> %s
        GROUP BY 1 ORDER BY 1
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [series.pk, name])
        return dict(cursor.fetchall())


def write(
    series: Series,
    source: Source,
    currency: str,
    scope: Scope,
    *,
    imported: Import,
    now: dt.datetime,
) -> set[dt.date]:
    """Close what the staged rows replace or no longer hold, then insert what is new.

    Returns the first and the last period in which anything changed; empty where nothing did.
    """
    values = _values(series, source, currency, scope) | {"import": imported.pk, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH closed AS (
                    UPDATE metrics_observation AS observation
                    SET replaced_at = %(now)s, replaced_by_id = %(import)s
                    WHERE {_SCOPE} AND NOT EXISTS (
                        SELECT FROM pg_temp.staged_observation AS staged
                        WHERE staged.partner_id = observation.partner_id
                              AND staged.period = observation.period AND {_SAME}
                    )
                    RETURNING observation.period
                )
                SELECT min(period), max(period) FROM closed""",  # noqa: S608  (constants)
            values,
        )
        moved = set(cursor.fetchone())
        # In the order of the unique index, which then grows at its end.
        cursor.execute(
            f"""WITH added AS (
                    INSERT INTO metrics_observation
                       (series_id, source_id, partner_id, period, parts, kept, currency, rows, imported_id)
                    SELECT %(series)s, %(source)s, staged.partner_id, staged.period, staged.parts,
                           staged.kept, %(currency)s, staged.rows, %(import)s
                    FROM pg_temp.staged_observation AS staged
                    WHERE NOT EXISTS (
                        SELECT FROM metrics_observation AS observation
                        WHERE {_SCOPE} AND staged.partner_id = observation.partner_id
                              AND staged.period = observation.period
                    )
                    ORDER BY staged.period, staged.partner_id
                    RETURNING period
                )
                SELECT min(period), max(period) FROM added""",  # noqa: S608  (constants)
            values,
        )
        moved |= set(cursor.fetchone())
    return moved - {None}


def _values(series: Series, source: Source | None, currency: str, scope: Scope) -> dict[str, Any]:
    return {
        "series": series.pk,
        "source": source.pk if source else None,
        "currency": currency,
        "periods": scope.periods,
        "today": scope.today,
    }


def covered_months(scope: Scope, length: int) -> set[dt.date]:
    """Every month of the periods that a file replaces, of `length` months each."""
    return {add_months(period, month) for period in scope.periods for month in range(length)}
