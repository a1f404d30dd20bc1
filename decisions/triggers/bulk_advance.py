"""The triggers to which a new period says nothing: found and moved on in the database, all in one statement.

After a refresh nearly all conditions are normal and stay so. `QUIET` is that one case of the machine (`machine.step`)
in SQL: no episode, no breach counted, the very next period, a value that does not fire. Whatever is anything else is
loud, and goes through the machine itself. A test holds both against each other.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from decisions.triggers.engine.machine import State
from decisions.triggers.kinds import PLAIN
from decisions.triggers.models import Trigger, WatchedSet
from decisions.triggers.sampling import sampled_sets
from metrics.measures import MEASURES, combine_periods
from metrics.measures.months import LENGTHS, add_months
from metrics.models import Series
from metrics.provenance.covered import coverage_of
from partnerdesk.core.days import workspace_day

ARMED = """
    FROM decisions_condition AS condition
    JOIN decisions_trigger AS trigger ON trigger.id = condition.trigger_id
    LEFT JOIN pg_temp.new_sample AS sample ON sample.watched = trigger.watched_id
    WHERE trigger.series_id = %(series)s AND trigger.disarmed_at IS NULL
"""
QUIET = """
    trigger.kind = ANY(%(plain)s) AND trigger.window_months <= %(length)s AND condition.partner_id IS NULL
    AND condition.state = %(normal)s AND condition.since IS NULL AND condition.period = %(before)s
    AND CASE WHEN trigger.is_below THEN sample.value >= trigger.level ELSE sample.value <= trigger.level END
"""
LOUD = f"SELECT condition.id {ARMED} AND ({QUIET}) IS NOT TRUE"
MOVE = f"""
    UPDATE decisions_condition AS condition
    SET period = %(period)s, value = sample.value, stale_on = %(stale_on)s, evaluated_at = %(now)s
    FROM decisions_trigger AS trigger JOIN pg_temp.new_sample AS sample ON sample.watched = trigger.watched_id
    WHERE trigger.id = condition.trigger_id AND trigger.series_id = %(series)s AND trigger.disarmed_at IS NULL
        AND {QUIET}
"""  # noqa: S608  (constants of this module)


@dataclass(frozen=True)
class Moved:
    """How many conditions were moved on, and the keys of those that were not."""

    quiet: int
    loud: list[int]


def move_quiet(
    series: Series, first: dt.date | None, *, stale_on: dt.date | None, now: dt.datetime
) -> Moved | None:
    """Move all conditions on to the period `first` to which it says nothing.

    None where more than the newest whole period changed: then every condition has to be looked at.
    """
    today = workspace_day(now)
    if first is None or coverage_of(series).newest_whole(today) != first:
        return None
    values = _values(series, first, today)
    given: dict[str, Any] = {
        "series": series.pk,
        "plain": list(PLAIN),
        "normal": State.NORMAL,
        "length": LENGTHS[series.period],
        "period": first,
        "before": add_months(first, -LENGTHS[series.period]),
        "stale_on": stale_on,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.new_sample")
        cursor.execute(
            "CREATE TEMPORARY TABLE pg_temp.new_sample (watched bigint, value float8) ON COMMIT DROP"
        )
        with cursor.copy("COPY pg_temp.new_sample FROM STDIN") as copy:
            for row in values.items():
                copy.write_row(row)
        cursor.execute("ANALYZE pg_temp.new_sample")
        cursor.execute(LOUD, given)
        loud = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(MOVE, given)
        return Moved(cursor.rowcount, loud)


def _values(series: Series, period: dt.date, today: dt.date) -> dict[int, float]:
    """The value of each watched set in one period. Sets without one are left out: their conditions are loud."""
    armed = Trigger.objects.filter(series=series, disarmed_at=None, watched__isnull=False)
    watched = set(armed.values_list("watched", flat=True).distinct())
    everybody = (
        WatchedSet.objects.filter(is_everybody=True, pk__in=watched).values_list("pk", flat=True).first()
    )
    sampled = sampled_sets(series, watched - {everybody}, period, everybody=everybody, today=today)
    measure = MEASURES[series.measure]
    values: dict[int, float] = {}
    for key, periods in sampled.sums.items():
        parts = combine_periods(measure, [periods[period]]) if period in periods else None
        value = None if parts is None else measure.value(parts)
        if value is not None and isinstance(key, int):
            values[key] = float(value)
    return values
