"""One metric refreshed: its triggers get their samples, against the one statement that could do no less."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from decisions.triggers.evaluating import evaluate_series
from metrics.models import DefinitionVersion, Series
from workspace.bench import databases, trigger_making
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal
from workspace.bench.timing import seconds_of
from workspace.bench.trigger_making import METRIC, Herd

SAMPLES = """
    SELECT member.watched_id AS watched, sum(parts[1]) AS profit, sum(parts[2]) AS revenue
    FROM metrics_observation JOIN decisions_watchedpartner AS member USING (partner_id)
    WHERE series_id = %(series)s AND replaced_at IS NULL AND period = %(newest)s GROUP BY 1
"""
OF_EVERYBODY = """
    SELECT (SELECT id FROM decisions_watchedset WHERE is_everybody) AS watched, sum(parts[1]) AS profit,
        sum(parts[2]) AS revenue
    FROM metrics_observation WHERE series_id = %(series)s AND replaced_at IS NULL AND period = %(newest)s
"""
REFERENCE = """
    UPDATE decisions_condition AS condition
    SET value = 100 * sample.profit / sample.revenue, period = %(newest)s, state = 'normal', evaluated_at = now()
    FROM decisions_trigger AS trigger JOIN ({samples}) AS sample ON sample.watched = trigger.watched_id
    WHERE trigger.series_id = %(series)s AND trigger.disarmed_at IS NULL AND condition.trigger_id = trigger.id
"""


@dataclass(frozen=True)
class TriggerTimes:
    ours: float
    reference: float
    conditions: int


def measure_triggers(sizes: Sizes) -> list[BenchResult]:
    """Both kinds of sets; then without the triggers on other metrics, to see whether those cost anything."""
    found = []
    for is_shared, words in (
        (True, "one shared scope"),
        (False, f"sets of {trigger_making.MEMBERS} partners"),
    ):
        herd = sizes.herd(is_shared=is_shared, with_others=True)
        whole = _measured(herd, sizes)
        alone = _measured(sizes.herd(is_shared=is_shared, with_others=False), sizes)
        case = f"{herd.triggers:,} triggers on one metric, {words}; {herd.others:,} on others"
        figures = (
            BenchFigure("refresh", whole.ours, "s"),
            BenchFigure("one statement", whole.reference, "s"),
            BenchFigure("without the others", alone.ours, "s"),
            BenchFigure("written", whole.conditions, "conditions"),
        )
        found.append(BenchResult("triggers", case, Goal(2.0), whole.ours / whole.reference, figures))
    return found


def _measured(herd: Herd, sizes: Sizes) -> TriggerTimes:
    with _at(herd, sizes):
        series = Series.objects.get(
            definitions__in=DefinitionVersion.objects.newest().filter(metric=METRIC)
        ).pk
        samples = OF_EVERYBODY if herd.is_shared else SAMPLES
        values: dict[str, Any] = {"series": series, "newest": herd.newest}
        counts: list[int] = []

        def ours() -> None:
            counts.append(evaluate_series(series, herd.newest, now=timezone.now()).conditions)

        def reference() -> None:
            with connection.cursor() as cursor:
                cursor.execute(REFERENCE.format(samples=samples), values)

        times: dict[str, list[float]] = {"ours": [], "reference": []}
        for turn in range(sizes.trigger_runs + 1):
            for name, call in (("ours", ours), ("reference", reference)):
                with transaction.atomic():
                    seconds = seconds_of(call)
                    transaction.set_rollback(True)
                if turn:
                    times[name].append(seconds)
    return TriggerTimes(median(times["ours"]), median(times["reference"]), counts[-1])


@contextmanager
def _at(herd: Herd, sizes: Sizes) -> Iterator[None]:
    """A database of its own with the data set, or for a quick look the present one, which is left as it was."""
    if sizes.is_quick:
        with transaction.atomic():
            trigger_making.make(herd)
            trigger_making.add_others(herd)
            yield
            transaction.set_rollback(True)
        return
    name = f"bench_triggers_{'shared' if herd.is_shared else 'apart'}"
    size = (herd.triggers, herd.partners, herd.months)
    databases.ensure(name, *size, make=lambda: trigger_making.make(herd))
    if not herd.others:
        with databases.connected_to(name):
            yield
        return
    with databases.connected_to(name):
        databases.ensure(f"{name}_more", *size, herd.others, make=lambda: trigger_making.add_others(herd))
    with databases.connected_to(f"{name}_more"):
        yield
