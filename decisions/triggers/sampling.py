"""The values behind triggers: one statement for all watched sets of a series, whatever the number of triggers."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from decisions.triggers.engine.readings import Each, each_of
from decisions.triggers.engine.samples import rolling
from decisions.triggers.engine.step import Key
from decisions.triggers.models import WatchedPartner
from metrics.measures import MEASURES, Parts
from metrics.measures.coverage import Coverage
from metrics.measures.months import LENGTHS, add_months
from metrics.measures.zeros import Zeros
from metrics.models import Observation, Series
from metrics.observations.covered_partners import first_rows
from metrics.observations.sums import Slice
from metrics.provenance.covered import coverage_of

IS_MIXED = 'min(currency COLLATE "C") IS DISTINCT FROM max(currency COLLATE "C")'
"""Whether a group has several currencies; which comes first does not matter, so bytes are compared."""


@dataclass
class Sampled:
    """The parts of a series by period, for each set or partner. Values over windows are computed once.

    `members` are the partners of sets whose partners are looked at by themselves.
    """

    series: Series
    sums: dict[Key, dict[dt.date, Parts]] = field(default_factory=lambda: defaultdict(dict))
    members: dict[Key, list[uuid.UUID]] = field(default_factory=dict)
    _windows: dict[tuple[Key, int], dict[dt.date, float | None]] = field(default_factory=dict)

    def values(self, key: Key, months: int) -> dict[dt.date, float | None]:
        """The value over the `months` that end with each period; None where one of them has no data."""
        if (key, months) not in self._windows:
            self._windows[key, months] = self._over(self.sums.get(key, {}), months)
        return self._windows[key, months]

    def each(self, key: Key, months: int) -> dict[dt.date, Each]:
        """The values of a set's partners over the `months` that end with each period."""
        partners = self.members.get(key, [])
        return each_of((self.values(partner, months) for partner in partners), len(partners))

    def _over(self, sums: dict[dt.date, Parts], months: int) -> dict[dt.date, float | None]:
        if not sums:
            return {}
        found = rolling(
            sums,
            MEASURES[self.series.measure],
            months=months,
            last=max(sums),
            active_from=min(sums),
            length=LENGTHS[self.series.period],
        )
        return {sample.period: sample.value for sample in found}


def sampled_sets(
    series: Series, watched: Iterable[int], since: dt.date, *, everybody: int | None, today: dt.date
) -> Sampled:
    """Sums over the members of the sets `watched`, and over all partners for the set `everybody`.

    Of periods that are whole by `today`: no other one is held against a level. Where no row is a zero, it is there.
    """
    found, wanted = Sampled(series), list(watched)
    part = _slice(series, since, today)
    chosen, parts = part.chosen(has_overlaps=_has_overlaps(part)), ", ".join(part.columns)
    of_members = f"""
        SELECT member.watched_id, period, {parts}, {IS_MIXED}
        FROM {chosen} JOIN decisions_watchedpartner AS member USING (partner_id)
        WHERE member.watched_id = ANY(%(watched)s) GROUP BY 1, 2"""  # noqa: S608  (constants)
    of_all = f"SELECT %(everybody)s::bigint, period, {parts}, {IS_MIXED} FROM {chosen} GROUP BY period"  # noqa: S608  (constants)
    asked = [of_members] * bool(wanted) + [of_all] * bool(everybody)
    if asked:
        with connection.cursor() as cursor:
            values = part.values | {"watched": wanted, "everybody": everybody}
            cursor.execute(" UNION ALL ".join(asked), values)
            rows = cursor.fetchall()
        coverage = coverage_of(series)
        zeros = coverage.zeros(since, part.last, today)
        begun = [] if zeros.is_empty else _begun_sets(series, wanted, everybody)
        _fill(found, rows, coverage, today)
        _fill_zeros(found, rows, zeros, begun)
    return found


def _begun_sets(series: Series, watched: list[int], everybody: int | None) -> list[tuple[Any, ...]]:
    """Since when each source gives rows of any partner of a set, as (set, source, month)."""
    query = """
        SELECT member.watched_id, source_id, min(since)
        FROM metrics_coveredpartner JOIN decisions_watchedpartner AS member USING (partner_id)
        WHERE series_id = %(series)s AND since IS NOT NULL AND member.watched_id = ANY(%(watched)s) GROUP BY 1, 2
        UNION ALL
        SELECT %(everybody)s::bigint, source_id, min(since)
        FROM metrics_coveredpartner WHERE series_id = %(series)s AND since IS NOT NULL GROUP BY 2"""
    with connection.cursor() as cursor:
        cursor.execute(query, {"series": series.pk, "watched": watched, "everybody": everybody})
        return [row for row in cursor.fetchall() if row[0] is not None]


def sampled_partners(
    series: Series, partners: Iterable[uuid.UUID], since: dt.date, *, today: dt.date
) -> Sampled:
    """Sums of each partner by itself, of periods that are whole by `today`. Where no row is a zero, it is there."""
    found, part, wanted = Sampled(series), _slice(series, since, today), list(partners)
    chosen, parts = part.chosen(has_overlaps=_has_overlaps(part)), ", ".join(part.columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT partner_id, period, {parts}, {IS_MIXED}
                FROM {chosen} WHERE partner_id = ANY(%(wanted)s) GROUP BY 1, 2""",  # noqa: S608  (constants)
            part.values | {"wanted": wanted},
        )
        rows = cursor.fetchall()
    coverage = coverage_of(series)
    zeros = coverage.zeros(since, part.last, today)
    _fill(found, rows, coverage, today)
    _fill_zeros(found, rows, zeros, first_rows(series, zeros.by_source, wanted))
    return found


def members_of(watched: Iterable[int]) -> dict[Key, list[uuid.UUID]]:
    """The partners of sets."""
    found: dict[Key, list[uuid.UUID]] = defaultdict(list)
    rows = WatchedPartner.objects.filter(watched__in=watched).values_list("watched", "partner")
    for key, partner in rows:
        found[key].append(partner)
    return found


def since_for(series: Series, first: dt.date, months: int, *, back: int = 0) -> dt.date:
    """From where on observations are needed for windows of `months` that end at `first`, and `back` months before.

    A longer window is read twice over: whether it is whole shows only where something lies before it.
    """
    length = LENGTHS[series.period]
    return add_months(first, -back if months <= length else -2 * months - back)


def _slice(series: Series, since: dt.date, today: dt.date) -> Slice:
    return Slice(series, since, today, None)


def _has_overlaps(part: Slice) -> bool:
    sources = Observation.objects.current().filter(series=part.series, period__gte=part.since)
    return sources.values("source").distinct().count() > 1


def _fill(found: Sampled, rows: Iterable[tuple[Any, ...]], covered: Coverage, today: dt.date) -> None:
    measure = MEASURES[found.series.measure]
    is_whole = cache(lambda period: covered.is_whole(period, today))
    for key, period, *parts, is_mixed in rows:
        if not is_mixed and is_whole(period):
            found.sums[key][period] = measure.gathered(parts)


def _fill_zeros(
    found: Sampled, rows: Iterable[tuple[Any, ...]], zeros: Zeros, begun: Iterable[tuple[Any, ...]]
) -> None:
    """Put zeros where no row is one; a period whose rows can't be added up stays without a value."""
    nothing = MEASURES[found.series.measure].zeros
    mixed: dict[Key, set[dt.date]] = defaultdict(set)
    for key, period, *_parts, is_mixed in rows:
        if is_mixed:
            mixed[key].add(period)
    since: dict[Key, list[tuple[Any, dt.date]]] = defaultdict(list)
    for key, source, month in begun:
        since[key].append((source, month))
    for key, first in since.items():
        empty = zeros.of(first) - mixed[key] if key in mixed else zeros.of(first)
        found.sums[key] = dict.fromkeys(empty, nothing) | found.sums.get(key, {})
