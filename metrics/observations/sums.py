"""Sums of observations straight from the database: the one place that settles which observation counts.

Where two sources give the same metric for the same partner and period, one of them counts: a file before a
value entered by hand, a newer file before an older one.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from metrics.definitions.models import Series
from metrics.measures import MEASURES, Measure, Parts, combine_partners
from metrics.observations.partner_sets import PartnerSet

COUNTS_FIRST = "entry_id IS NOT NULL, id DESC"
"""The order in which observations of one partner and period count; the first one does."""


@dataclass(frozen=True)
class Slice:
    """Current observations of a series, from `since` to `last`, of some partners (None: of all)."""

    series: Series
    since: dt.date
    last: dt.date
    partner_ids: list[Any] | None

    @classmethod
    def of(cls, series: Series, since: dt.date, last: dt.date, partners: PartnerSet) -> "Slice":
        ids = None if partners.is_everybody else list(partners.partners().values_list("pk", flat=True))
        return cls(series, since, last, ids)

    @property
    def where(self) -> str:
        words = "series_id = %(series)s AND replaced_at IS NULL AND period BETWEEN %(since)s AND %(last)s"
        return words if self.partner_ids is None else f"{words} AND partner_id = ANY(%(partners)s)"

    @property
    def values(self) -> dict[str, Any]:
        return {
            "series": self.series.pk,
            "since": self.since,
            "last": self.last,
            "partners": self.partner_ids,
        }

    @property
    def measure(self) -> Measure:
        return MEASURES[self.series.measure]

    @property
    def width(self) -> int:
        return len(self.measure.parts)

    @property
    def sums(self) -> str:
        """Each part over partners, by the aggregate that its measure declares."""
        return ", ".join(
            f"{part.over_partners.sql}(parts[{index + 1}])" for index, part in enumerate(self.measure.parts)
        )

    def chosen(self, *, has_overlaps: bool) -> str:
        """The table of the observations that count."""
        if not has_overlaps:
            return f"(SELECT * FROM metrics_observation WHERE {self.where}) AS chosen"  # noqa: S608  (constants)
        return f"""(SELECT DISTINCT ON (partner_id, period) * FROM metrics_observation WHERE {self.where}
                    ORDER BY partner_id, period, {COUNTS_FIRST}) AS chosen"""  # noqa: S608  (constants)


@dataclass
class PeriodSums:
    """The parts of one period; how many partners, lines of files and hand-entered values are behind them."""

    parts: Parts
    count: int
    rows: int
    by_hand: int


@dataclass
class WindowFigures:
    """What the observations of a window and of the months before it say."""

    periods: dict[dt.date, PeriodSums] = field(default_factory=dict)
    partners: int = 0
    currencies: set[str] = field(default_factory=set)
    overlaps: int = 0
    source_ids: frozenset[uuid.UUID] = frozenset()


def figures(part: Slice, first: dt.date) -> WindowFigures:
    """Sums by period over the slice; partners, currencies and overlaps of the window from `first` on."""
    found = WindowFigures()
    values = part.values | {"first": first}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT source_id, count(*) FILTER (WHERE period >= %(first)s)
                FROM metrics_observation WHERE {part.where} GROUP BY 1""",  # noqa: S608  (constants)
            values,
        )
        by_source = dict(cursor.fetchall())
        found.source_ids = frozenset(by_source)
        chosen = part.chosen(has_overlaps=len(by_source) > 1)
        cursor.execute(
            f"""SELECT period, currency, {part.sums}, count(*), sum(rows), count(entry_id)
                FROM {chosen} GROUP BY period, currency ORDER BY period""",  # noqa: S608  (constants)
            values,
        )
        rows = cursor.fetchall()
        cursor.execute(
            f"""SELECT count(DISTINCT partner_id)
                FROM metrics_observation WHERE {part.where} AND period >= %(first)s""",  # noqa: S608  (constants)
            values,
        )
        found.partners = cursor.fetchone()[0]
    _fill(found, rows, part.measure, first)
    inside = sum(sums.count for period, sums in found.periods.items() if period >= first)
    found.overlaps = sum(by_source.values()) - inside
    return found


def _fill(found: WindowFigures, rows: list[Any], measure: Measure, first: dt.date) -> None:
    width = len(measure.parts)
    for period, currency, *numbers in rows:
        sums = PeriodSums(tuple(numbers[:width]), *numbers[width:])
        if period in found.periods:
            other = found.periods[period]
            sums = PeriodSums(
                combine_partners(measure, [other.parts, sums.parts]) or other.parts,
                other.count + sums.count,
                other.rows + sums.rows,
                other.by_hand + sums.by_hand,
            )
        found.periods[period] = sums
        if period >= first and currency:
            found.currencies.add(currency)
