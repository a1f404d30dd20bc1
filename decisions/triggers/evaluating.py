"""After a metric moved: its triggers get their new samples, and episodes begin, end or turn out never to have been."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import ngettext

from decisions.triggers.bulk_advance import move_quiet
from decisions.triggers.cases.handle import note_worse
from decisions.triggers.engine.machine import Condition, Rule, Sample, State
from decisions.triggers.engine.readings import samples
from decisions.triggers.engine.step import Found, Watched, look_at, rule_of
from decisions.triggers.episodes import follow_episodes
from decisions.triggers.kinds import OF_METRIC, metric_kind
from decisions.triggers.models import Condition as ConditionModel
from decisions.triggers.models import WatchedSet
from decisions.triggers.sampling import Sampled, members_of, sampled_partners, sampled_sets, since_for
from decisions.versions.models import Version
from metrics.measures.freshness import SLACK_DAYS, overdue_on
from metrics.measures.months import LENGTHS
from metrics.models import Series
from partnerdesk.core.days import workspace_day

EARLIEST = dt.date(1970, 1, 1)


@dataclass
class Evaluation:
    """What an evaluation did: how many conditions it looked at, and what began, ended or was withdrawn."""

    conditions: int = 0
    opened: int = 0
    closed: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Evaluation") -> "Evaluation":
        return Evaluation(
            self.conditions + other.conditions,
            self.opened + other.opened,
            self.closed + other.closed,
            self.withdrawn + other.withdrawn,
        )

    def words(self) -> str:
        """What it did, for the job's row."""
        return ngettext(
            "%(count)s condition looked at, %(opened)s began, %(closed)s ended",
            "%(count)s conditions looked at, %(opened)s began, %(closed)s ended",
            self.conditions,
        ) % {"count": self.conditions, "opened": self.opened, "closed": self.closed}


@transaction.atomic
def evaluate_series(
    series_id: int, first: dt.date | None, *, now: dt.datetime, version: Version | None = None
) -> Evaluation:
    """Bring the triggers on a series up to date after its observations from period `first` on changed (None: all).

    Two evaluations of one series follow each other. The same samples again change nothing. With `version` only the
    triggers of that one are looked at.
    """
    series = Series.objects.select_for_update().get(pk=series_id)
    moved = None
    if version is None and first is not None:
        moved = move_quiet(series, first, stale_on=_StaleDays(series).after(first), now=now)
    rows = list(_watched(series, version, moved.loud if moved else None))
    quiet = moved.quiet if moved else 0
    if not rows:
        return Evaluation(quiet)
    sampled = _sampled(series, rows, first, workspace_day(now))
    cache: dict[Any, list[Sample]] = {}
    found = []
    for row in rows:
        name = (row.kind, row.key, row.months, row.active_from, str(row.setting) if row.setting else "")
        if name not in cache:
            kind = metric_kind(row.kind)
            values = (sampled.each if kind.reads_each else sampled.values)(row.key, row.months)
            cache[name] = samples(kind.reading, values, row.setting, row.active_from)
        looked_at = look_at(row, cache[name], first)
        if looked_at is not None:
            found.append(looked_at)
    _write([one for one in found if one.is_moved], series, now)
    done = follow_episodes(found, now=now)
    _note_worse(found, now)
    return Evaluation(quiet + len(rows), *done)


def _sampled(series: Series, rows: Sequence[Watched], first: dt.date | None, today: dt.date) -> Sampled:
    """The values of all sets and partners that the rows need, over the periods that they need."""
    back = max(metric_kind(row.kind).months_back for row in rows)
    since = since_for(series, _begin(rows, first), max(row.months for row in rows), back=back)
    partners = {row.key for row in rows if isinstance(row.key, uuid.UUID)}
    by_each, sets = set[int](), set[int]()
    for row in rows:
        if isinstance(row.key, int):
            (by_each if metric_kind(row.kind).reads_each else sets).add(row.key)
    members = members_of(by_each) if by_each else {}
    everybody = WatchedSet.objects.filter(is_everybody=True, pk__in=sets).values_list("pk", flat=True).first()
    sampled = sampled_sets(series, sets - {everybody}, since, everybody=everybody, today=today)
    if wanted := partners.union(*members.values()):
        sampled.sums.update(sampled_partners(series, wanted, since, today=today).sums)
    sampled.members = members
    return sampled


def _begin(rows: Sequence[Watched], first: dt.date | None) -> dt.date:
    """The first period that is looked at: the one that changed, or the first of all where old samples may have."""
    if first is not None and all(row.condition.period and row.condition.period < first for row in rows):
        return first
    if any(row.active_from is None for row in rows):
        return EARLIEST
    return min((row.active_from for row in rows if row.active_from), default=EARLIEST)


def _watched(series: Series, version: Version | None, only: list[int] | None) -> Iterable[Watched]:
    """Every condition of an armed trigger on the series; `only` some of them, by their keys."""
    wanted = ConditionModel.objects.filter(
        trigger__series=series, trigger__disarmed_at=None, trigger__kind__in=OF_METRIC
    )
    if version is not None:
        wanted = wanted.filter(trigger__version=version)
    if only is not None:
        wanted = wanted.filter(pk__in=only)
    rows = wanted.order_by("pk").values_list(
        "pk",
        "partner",
        "state",
        "breaches",
        "clears",
        "period",
        "value",
        "since",
        "stale_on",
        "trigger",
        "trigger__kind",
        "trigger__watched",
        "trigger__window_months",
        "trigger__is_below",
        "trigger__level",
        "trigger__clear_level",
        "trigger__samples",
        "trigger__hold_samples",
        "trigger__setting",
        "trigger__active_from",
    )
    rules: dict[Any, Rule] = {}
    for row in rows.iterator(chunk_size=10_000):
        (
            pk,
            partner,
            state,
            breaches,
            clears,
            period,
            value,
            since,
            stale_on,
            trigger,
            kind,
            watched,
            *rest,
        ) = row
        months, is_below, level, clear_level, count, hold, setting, active_from = rest
        key = (is_below, level, clear_level, count, hold, metric_kind(kind).includes_level(setting))
        if key not in rules:
            rules[key] = rule_of(*key)
        yield Watched(
            pk,
            trigger,
            kind,
            partner or watched,
            months,
            rules[key],
            setting,
            active_from,
            Condition(State(state), breaches, clears, period, value, since),
            stale_on,
        )


def _note_worse(found: Iterable[Found], now: dt.datetime) -> None:
    """Open cases keep the worst value, and wake up by it."""
    seen: dict[uuid.UUID, float] = {}
    for one in found:
        value, rule = one.condition.value, one.row.rule
        if one.condition.is_open and value is not None:
            worst = min if rule.fire.is_downward else max
            seen[one.row.trigger] = worst(value, seen.get(one.row.trigger, value))
    if seen:
        note_worse(seen, now=now)


_WRITTEN = ("state", "breaches", "clears", "period", "value", "since", "stale_on")


def _write(found: Sequence[Found], series: Series, now: dt.datetime) -> None:
    """Write all conditions that moved in one statement."""
    if not found:
        return
    stale = _StaleDays(series)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.moved_condition")
        cursor.execute(
            """CREATE TEMPORARY TABLE pg_temp.moved_condition (
                   id bigint, state text, breaches smallint, clears smallint, period date, value float8, since date,
                   stale_on date
               ) ON COMMIT DROP"""
        )
        with cursor.copy("COPY pg_temp.moved_condition FROM STDIN") as copy:
            for one in found:
                new = one.condition
                copy.write_row(
                    (
                        one.row.pk,
                        str(new.state),
                        new.breaches,
                        new.clears,
                        new.period,
                        new.value,
                        new.since,
                        stale.after(new.period),
                    )
                )
        columns = ", ".join(f"{name} = moved.{name}" for name in _WRITTEN)
        cursor.execute(
            f"""UPDATE decisions_condition AS condition SET {columns}, evaluated_at = %s
                FROM pg_temp.moved_condition AS moved WHERE moved.id = condition.id""",  # noqa: S608  (constants)
            [now],
        )


class _StaleDays:
    """From when on the period after a given one is overdue."""

    def __init__(self, series: Series) -> None:
        newest = series.definitions.order_by("-number").first()
        self.lag_days = newest.content.lag_days if newest else 0
        self.slack_days = newest.content.slack_days if newest else SLACK_DAYS
        self.months = LENGTHS[series.period]
        self._days: dict[dt.date, dt.date] = {}

    def after(self, period: dt.date | None) -> dt.date | None:
        if period is None:
            return None
        if period not in self._days:
            self._days[period] = overdue_on(
                period, months=self.months, lag_days=self.lag_days, slack_days=self.slack_days
            )
        return self._days[period]
