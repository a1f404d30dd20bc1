"""Sums of observations straight from the database: the one place that settles which observation counts.

Where two sources give the same metric for the same partner and period, one of them counts: a file before a
value entered by hand, a newer file before an older one.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    number: int = 0
    """Which one it is in a statement about several: it marks the names of its values."""

    @classmethod
    def of(cls, series: Series, since: dt.date, last: dt.date, partners: PartnerSet) -> "Slice":
        ids = None if partners.is_everybody else list(partners.partners().values_list("pk", flat=True))
        return cls(series, since, last, ids)

    @property
    def where(self) -> str:
        n = self.number
        words = (
            f"series_id = %(series_{n})s AND replaced_at IS NULL "
            f"AND period BETWEEN %(since_{n})s AND %(last_{n})s"
        )
        return words if self.partner_ids is None else f"{words} AND partner_id = ANY(%(partners_{n})s)"

    @property
    def values(self) -> dict[str, Any]:
        n = self.number
        return {
            f"series_{n}": self.series.pk,
            f"since_{n}": self.since,
            f"last_{n}": self.last,
            f"partners_{n}": self.partner_ids,
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
    """What the observations of a window and of the months before it say. `sources` are the names of those that do."""

    periods: dict[dt.date, PeriodSums] = field(default_factory=dict)
    partners: int = 0
    currencies: set[str] = field(default_factory=set)
    overlaps: int = 0
    sources: dict[uuid.UUID, str] = field(default_factory=dict)


def figures(part: Slice, first: dt.date) -> WindowFigures:
    """Sums by period over the slice; partners, currencies and overlaps of the window from `first` on."""
    return figures_of([(part, first)])[0]


def figures_of(wanted: Sequence[tuple[Slice, dt.date]]) -> list[WindowFigures]:
    """`figures` of several slices, each with the first day of its window, in the order of `wanted`.

    All are asked for in one statement; in a second one those that more than one source gives, because what counts
    is settled there before anything is added up.
    """
    parts = [replace(part, number=number) for number, (part, _first) in enumerate(wanted)]
    firsts = [first for _part, first in wanted]
    found, by_source = [WindowFigures() for _part in parts], []
    for number, source, name, *sums in _by_source(parts, firsts):
        if source is None:
            found[number].partners = sums[-3]
        else:
            found[number].sources[source] = name
            by_source.append((number, *sums))
    mixed = {part.number: part for part in parts if len(found[part.number].sources) > 1}
    counting = [row for row in by_source if row[0] not in mixed]
    counting += _rows([*mixed.values()], _select_chosen, {})
    for number, *row in sorted(counting, key=lambda row: row[:2]):
        _add(found[number], row, parts[number].measure, firsts[number])
    for number in mixed:
        found[number].overlaps = _count(by_source, number, firsts) - _count(counting, number, firsts)
    return found


def _count(rows: Iterable[Sequence[Any]], number: int, firsts: Sequence[dt.date]) -> int:
    """How many observations of a slice's window stand behind its rows."""
    return sum(row[4] for row in rows if row[0] == number and row[1] >= firsts[number])


def _by_source(parts: Sequence[Slice], firsts: Sequence[dt.date]) -> list[Any]:
    """Sums by source, period and currency; of each slice also a line without a period that counts the partners."""
    return _rows(parts, _select_by_source, {f"first_{number}": first for number, first in enumerate(firsts)})


def _select_by_source(part: Slice) -> str:
    return f"""SELECT {part.number}, source_id, (SELECT name FROM metrics_source WHERE id = source_id),
                      period, currency, ARRAY[{part.sums}], count(*), sum(rows), count(entry_id)
               FROM metrics_observation WHERE {part.where} GROUP BY source_id, period, currency
               UNION ALL
               SELECT {part.number}, NULL, NULL, NULL, NULL, NULL, count(DISTINCT partner_id), NULL, NULL
               FROM metrics_observation WHERE {part.where} AND period >= %(first_{part.number})s"""  # noqa: S608  (constants)


def _select_chosen(part: Slice) -> str:
    """Sums by period and currency, of the observations that count where two sources give the same."""
    return f"""SELECT {part.number} AS number, period, currency,
                      ARRAY[{part.sums}], count(*), sum(rows), count(entry_id)
               FROM {part.chosen(has_overlaps=True)} GROUP BY period, currency"""  # noqa: S608  (constants)


def _rows(parts: Sequence[Slice], select: Callable[[Slice], str], values: Mapping[str, Any]) -> list[Any]:
    """What the slices give, one after the other, in one statement."""
    if not parts:
        return []
    given = {name: value for part in parts for name, value in part.values.items()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(select(part) for part in parts), given | dict(values))
        return list(cursor.fetchall())


def _add(found: WindowFigures, row: Sequence[Any], measure: Measure, first: dt.date) -> None:
    """Add the sums of one period in one currency."""
    period, currency, parts, count, rows, by_hand = row
    sums = PeriodSums(tuple(parts), count, rows, by_hand)
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
