"""A data set of armed triggers: many on one metric, far more on others, over observations of many partners."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from decisions import models as m
from decisions.triggers.arming import watched_sets
from metrics.measures.months import add_months
from metrics.models import DefinitionVersion, Source
from partners.models import Partner
from workspace.bench import record_making

METRIC, OTHERS = "gross_margin", ("fulfilled_revenue", "compliance_score", "sales_cycle", "win_rate")
FIRST = dt.date(2024, 1, 1)
MEMBERS = 20


@dataclass(frozen=True)
class Herd:
    """How much there is: triggers on the metric, on others, partners with a value in each month."""

    triggers: int
    others: int
    partners: int
    months: int
    is_shared: bool

    @property
    def newest(self) -> dt.date:
        return add_months(FIRST, self.months - 1)


def make(herd: Herd) -> None:
    """Partners, their observations, sets, the triggers on the metric, whose conditions lack the newest month."""
    record_making.prepare_people()
    source, _is_new = Source.objects.get_or_create(name="bench-herd")
    _partners(herd)
    _observations(herd, _series(METRIC)[0], source)
    sets = _shared() if herd.is_shared else _apart(herd.triggers)
    _arm(herd.triggers, _series(METRIC), sets, herd)


def add_others(herd: Herd) -> None:
    """Triggers on other metrics, on the same sets."""
    if herd.others:
        sets = (
            m.WatchedSet.objects.filter(is_everybody=herd.is_shared)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        _arm(herd.others, _series(*OTHERS), list(sets), herd)


def _series(*metrics: str) -> list[int]:
    rows = DefinitionVersion.objects.newest().filter(metric__in=metrics)
    return [row.series_id for row in rows if row.series_id is not None]


def _run(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)  # type: ignore[arg-type]  # psycopg takes any value it can adapt


def _partners(herd: Herd) -> None:
    Partner.objects.bulk_create(
        (Partner(key=f"HERD-{number:06}", name=f"Herd {number}") for number in range(herd.partners)),
        batch_size=5000,
        ignore_conflicts=True,
    )


def _observations(herd: Herd, series: int, source: Source) -> None:
    """One value per partner and month, without history: what a file of the source would have given."""
    _run(
        """INSERT INTO metrics_import (id, source_id, state, file_id, file_name, mapping, result, details, message,
               created_at, partner_file_name)
           SELECT gen_random_uuid(), %(source)s, 'done', (SELECT sha256 FROM metrics_storedfile LIMIT 1), 'herd',
               '{}', '{}', '{}', '', now(), ''""",
        source=source.pk,
    )
    _run(
        """INSERT INTO metrics_observation
               (series_id, source_id, partner_id, period, parts, currency, rows, imported_id)
           SELECT %(series)s, %(source)s, partner.id, (%(first)s::date + make_interval(months => month))::date,
               ARRAY[20 + month + (hashtext(partner.key) %% 7), 100]::numeric(30, 6)[], 'USD', 1,
               (SELECT id FROM metrics_import WHERE source_id = %(source)s LIMIT 1)
           FROM generate_series(0, %(months)s - 1) AS month CROSS JOIN partners_partner AS partner
           WHERE partner.key LIKE 'HERD-%%'
           ORDER BY month, partner.id""",
        series=series,
        source=source.pk,
        first=FIRST,
        months=herd.months,
    )
    _run(
        """INSERT INTO metrics_covereddays (series_id, source_id, first, last)
           VALUES (%(series)s, %(source)s, %(first)s,
               (%(first)s::date + make_interval(months => %(months)s, days => -1))::date)""",
        series=series,
        source=source.pk,
        first=FIRST,
        months=herd.months,
    )


def _shared() -> list[int]:
    return [watched_sets([None])[None].pk]


def _apart(count: int) -> list[int]:
    """As many sets, of twenty partners each."""
    _run(
        """INSERT INTO decisions_watchedset (sha256, is_everybody)
           SELECT 'herd-' || number, false FROM generate_series(1, %(count)s) AS number""",
        count=count,
    )
    _run("SET enable_nestloop = off")  # rows just written have no statistics, and two million are joined
    _run(
        """WITH herd AS (
               SELECT id, row_number() OVER (ORDER BY key) - 1 AS place
               FROM partners_partner WHERE key LIKE 'HERD-%%'
           ), sets AS (SELECT id, row_number() OVER (ORDER BY id) AS number FROM decisions_watchedset
                       WHERE sha256 LIKE 'herd-%%')
           INSERT INTO decisions_watchedpartner (watched_id, partner_id)
           SELECT sets.id, herd.id
           FROM sets CROSS JOIN generate_series(0, %(members)s - 1) AS step
           JOIN herd ON herd.place = (sets.number * 7919 + step * 104729) %% (SELECT count(*) FROM herd)
           ON CONFLICT DO NOTHING""",
        members=MEMBERS,
    )
    _run("RESET enable_nestloop")
    return list(
        m.WatchedSet.objects.filter(sha256__startswith="herd-").order_by("pk").values_list("pk", flat=True)
    )


def _arm(count: int, series: list[int], sets: list[int], herd: Herd) -> None:
    """Triggers that the newest month does not fire, spread over the series and sets."""
    record = m.Record.objects.filter(in_force__isnull=False).earliest("code")
    before = add_months(herd.newest, -1)
    _run(
        """WITH made AS (
               INSERT INTO decisions_trigger (id, record_id, version_id, kind, label, series_id, watched_id,
                   segment, by_partner, unit, window_months, is_below, level, clear_level, samples, hold_samples,
                   setting, active_from, when_silent, effect, armed_at)
               SELECT gen_random_uuid(), %(record)s, %(version)s, 'level', 'herd',
                   (%(series)s::bigint[])[1 + number %% array_length(%(series)s::bigint[], 1)],
                   (%(sets)s::bigint[])[1 + number %% array_length(%(sets)s::bigint[], 1)],
                   '', false, 'pct', 1, true, number %% 20, number %% 20 + 1, 2, 0, '{}', %(first)s, 'say', 'review',
                   %(now)s
               FROM generate_series(1, %(count)s) AS number
               RETURNING id
           )
           INSERT INTO decisions_condition (trigger_id, state, breaches, clears, period, value)
           SELECT id, 'normal', 0, 0, %(before)s, 30 FROM made""",
        record=record.pk,
        version=record.in_force_id,
        series=series,
        sets=sets,
        first=FIRST,
        before=before,
        count=count,
        now=timezone.now(),
    )
