"""Which partners a source is meant to cover, and since when: written with observations, in sets."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection

from metrics.definitions.models import Series
from metrics.measures.months import LENGTHS, add_months
from metrics.provenance.models import CoveredDays, CoveredPartner, Source

_FIRST_ROWS = """
    SELECT observation.partner_id, min(observation.period + make_interval(months => given.months - 1))::date AS since
    FROM metrics_observation AS observation
    JOIN unnest(%(series)s::bigint[], %(months)s::int[]) AS given (series_id, months) USING (series_id)
    WHERE observation.source_id = %(source)s AND observation.replaced_at IS NULL
    GROUP BY observation.partner_id
"""
_FORGET = """
    DELETE FROM metrics_coveredpartner WHERE source_id = %(source)s AND series_id = ANY(%(series)s)
"""
_NOTE = f"""
    INSERT INTO metrics_coveredpartner (source_id, series_id, partner_id, since, is_listed)
    SELECT %(source)s, series_id, partner_id, since, listed.partner_id IS NOT NULL
    FROM ({_FIRST_ROWS}) AS begun
    FULL JOIN unnest(%(listed)s::uuid[]) AS listed (partner_id) USING (partner_id)
    CROSS JOIN unnest(%(series)s::bigint[]) AS given (series_id)
"""  # noqa: S608  (constants)


def cover_partners(source: Source, listed: Collection[uuid.UUID] | None) -> None:
    """Note which partners a source of files covers, after its observations moved.

    It is a matter of the source: a partner of whom it gives one metric is covered for all that it gives. `listed` are
    those of its own list; None where this file came without one, which leaves those of the last list. In the caller's
    transaction, which holds the source.
    """
    given = CoveredDays.objects.filter(source=source).values_list("series", "series__period").distinct()
    months = {key: LENGTHS[period] for key, period in given}
    mine = CoveredPartner.objects.filter(source=source)
    if listed is None:
        listed = set(mine.filter(is_listed=True).values_list("partner", flat=True))
    values: dict[str, Any] = {
        "source": source.pk,
        "series": list(months),
        "months": list(months.values()),
        "listed": list(listed),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, values)
        cursor.execute(_NOTE, values)


def cover_typed(series: Series, source: Source, first: Mapping[uuid.UUID, dt.date | None]) -> None:
    """Note of partners in which period the first value that people typed stands; None: nothing stands any more."""
    CoveredPartner.objects.filter(series=series, source=source, partner__in=first).delete()
    length = LENGTHS[series.period]
    CoveredPartner.objects.bulk_create(
        CoveredPartner(series=series, source=source, partner_id=partner, since=add_months(period, length - 1))
        for partner, period in first.items()
        if period is not None
    )


def first_rows(
    series: Series, sources: Iterable[uuid.UUID], partners: Iterable[uuid.UUID]
) -> list[tuple[uuid.UUID, uuid.UUID, dt.date]]:
    """Since when these sources give rows of each of these partners, as (partner, source, month)."""
    found = CoveredPartner.objects.filter(series=series, source__in=list(sources), partner__in=list(partners))
    rows = found.values_list("partner", "source", "since")
    return [(partner, source, since) for partner, source, since in rows if since]
