"""Which figures take in what a file gave: asked of many windows at once."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from metrics.provenance.models import Import


@dataclass(frozen=True)
class Figure:
    """The observations behind a figure: of these series, from `first` to `last`, of some partners (None: of all).

    As they counted at `at`.
    """

    series: tuple[int, ...]
    first: dt.date
    last: dt.date
    at: dt.datetime
    partner_ids: tuple[uuid.UUID, ...] | None = None


_USED = """
    WITH mine AS MATERIALIZED (
        SELECT id, series_id, source_id, period, partner_id, replaced_at
        FROM metrics_observation WHERE imported_id = %(imported)s
    )
    SELECT asked.number
    FROM jsonb_to_recordset(%(asked)s::jsonb)
         AS asked (number int, series bigint[], first date, last date, at timestamptz, partners uuid[])
    WHERE asked.at >= %(since)s AND EXISTS (
        SELECT FROM mine
        WHERE mine.series_id = ANY(asked.series) AND mine.period BETWEEN asked.first AND asked.last
              AND (mine.replaced_at IS NULL OR mine.replaced_at > asked.at)
              AND (asked.partners IS NULL OR mine.partner_id = ANY(asked.partners))
              AND NOT EXISTS (
                  SELECT FROM metrics_observation AS other
                  JOIN metrics_import AS later ON later.id = other.imported_id
                  WHERE other.series_id = mine.series_id AND other.period = mine.period
                        AND other.partner_id = mine.partner_id AND other.replaced_at IS NULL
                        AND other.source_id <> mine.source_id AND other.id > mine.id
                        AND later.finished_at <= asked.at
              )
    )
"""


def figures_resting_on(imported: Import, figures: Sequence[Figure]) -> set[int]:
    """Which of these figures take in a value of an import, by their places. One query.

    A value does not count where a newer file of another source has it too and still does.
    """
    if imported.finished_at is None or not figures:
        return set()
    asked = [
        {
            "number": number,
            "series": figure.series,
            "first": figure.first.isoformat(),
            "last": figure.last.isoformat(),
            "at": figure.at.isoformat(),
            "partners": None if figure.partner_ids is None else [str(pk) for pk in figure.partner_ids],
        }
        for number, figure in enumerate(figures)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _USED, {"imported": imported.pk, "asked": json.dumps(asked), "since": imported.finished_at}
        )
        return {number for (number,) in cursor.fetchall()}
