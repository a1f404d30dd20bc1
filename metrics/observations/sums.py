"""Sums of observations straight from the database: the one place that settles which observation counts.

Where two sources give the same metric for the same partner and period, one of them counts: a file before a
value entered by hand, a newer file before an older one. Where a period has no row, and its source is one of events,
zeros are put in (`measures.zeros`).
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import connection

from metrics.definitions.models import Series
from metrics.measures import MEASURES, Measure, Parts, combine_partners
from metrics.measures.coverage import Coverage
from metrics.measures.zeros import Zeros
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
    coverage: Coverage | None = None
    """What its sources cover (None: nothing is known, so that no row is nothing)."""
    today: dt.date = dt.date.max
    number: int = 0
    """Which one it is in a statement about several: it marks the names of its values."""

    @classmethod
    def of(
        cls,
        series: Series,
        since: dt.date,
        last: dt.date,
        partners: PartnerSet,
        coverage: Coverage | None = None,
        today: dt.date = dt.date.max,
    ) -> "Slice":
        return cls(series, since, last, partners.known[0], coverage, today)

    @cached_property
    def zeros(self) -> Zeros:
        """Where no row is a zero."""
        return self.coverage.zeros(self.since, self.last, self.today) if self.coverage else Zeros()

    @property
    def where(self) -> str:
        n = self.number
        words = (
            f"series_id = %(series_{n})s AND replaced_at IS NULL "
            f"AND period BETWEEN %(since_{n})s AND %(last_{n})s"
        )
        return f"{words}{self._of_partners}"

    @property
    def of_series(self) -> str:
        """The same of rows that belong to the series and have no period."""
        return f"series_id = %(series_{self.number})s{self._of_partners}"

    @property
    def _of_partners(self) -> str:
        return "" if self.partner_ids is None else f" AND partner_id = ANY(%(partners_{self.number})s)"

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
    def columns(self) -> list[str]:
        """Each part over partners, by the aggregate that its measure declares; `Measure.gathered` reads them."""
        return self.measure.aggregates

    @property
    def as_texts(self) -> str:
        """The same as one array of texts: slices of several measures are asked for in one statement."""
        return f"ARRAY[{', '.join(f'({column})::text' for column in self.columns)}]"

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
    """What the observations of a window and of the months before it say. `sources` are the names of those that do.

    `partners` have a row in the window, `covered` one or a zero, `meant` are all that its sources are meant to cover.
    `zeros` are the periods of the window without any row that are zeros. `earlier` are currencies of before.
    """

    periods: dict[dt.date, PeriodSums] = field(default_factory=dict)
    partners: int = 0
    covered: int = 0
    meant: int = 0
    currencies: set[str] = field(default_factory=set)
    earlier: set[str] = field(default_factory=set)
    overlaps: int = 0
    sources: dict[uuid.UUID, str] = field(default_factory=dict)
    zeros: list[dt.date] = field(default_factory=list)

    @property
    def currency(self) -> str:
        """The currency of the window, or of what lies before where it has no row; empty where that is not one."""
        known = self.currencies or self.earlier
        return next(iter(known)) if len(known) == 1 else ""


def figures(part: Slice, first: dt.date) -> WindowFigures:
    """Sums by period over the slice; partners, currencies, zeros and overlaps of the window from `first` on."""
    return figures_of([(part, first)])[0]


def figures_of(wanted: Sequence[tuple[Slice, dt.date]]) -> list[WindowFigures]:
    """`figures` of several slices, each with the first day of its window, in the order of `wanted`.

    All are asked for in one statement; in a second one those that more than one source gives, because what counts
    is settled there before anything is added up.
    """
    parts = [replace(part, number=number) for number, (part, _first) in enumerate(wanted)]
    firsts = [first for _part, first in wanted]
    found, by_source = [WindowFigures() for _part in parts], []
    begun: dict[int, list[tuple[uuid.UUID, dt.date]]] = defaultdict(list)
    for number, source, name, *sums in _by_source(parts, firsts):
        if source is None:
            found[number].partners, found[number].covered, found[number].meant = map(int, sums[2])
        elif name is None:
            begun[number].append((source, sums[0]))
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
    for part, one in zip(parts, found, strict=True):
        _put_zeros(one, part, begun[part.number], firsts[part.number])
    return found


def _put_zeros(
    found: WindowFigures, part: Slice, begun: Iterable[tuple[uuid.UUID, dt.date]], first: dt.date
) -> None:
    """Put zeros into the periods without a row in which no row is one."""
    empty = part.zeros.of(begun) - found.periods.keys()
    for period in empty:
        found.periods[period] = PeriodSums(part.measure.zeros, count=0, rows=0, by_hand=0)
    found.zeros = sorted(period for period in empty if period >= first)


def _count(rows: Iterable[Sequence[Any]], number: int, firsts: Sequence[dt.date]) -> int:
    """How many observations of a slice's window stand behind its rows."""
    return sum(row[4] for row in rows if row[0] == number and row[1] >= firsts[number])


def _by_source(parts: Sequence[Slice], firsts: Sequence[dt.date]) -> list[Any]:
    """Sums by source, period and currency. Of each slice also a line without a source that counts the partners.

    And lines without a name: since when each source of events gives rows of any of the partners.
    """
    values: dict[str, Any] = {}
    for part, first in zip(parts, firsts, strict=True):
        meant = part.coverage.meant(first, part.last) if part.coverage else []
        untils = [part.zeros.newest(source) for source in meant]
        values[f"first_{part.number}"] = first
        values[f"meant_{part.number}"] = meant
        values[f"until_{part.number}"] = [until if until and until >= first else None for until in untils]
    return _rows(parts, _select_by_source, values)


def _select_by_source(part: Slice) -> str:
    n = part.number
    sums = f"""SELECT {n}, source_id, (SELECT name FROM metrics_source WHERE id = source_id),
                      period, currency, {part.as_texts}, count(*), sum(rows), count(entry_id)
               FROM metrics_observation WHERE {part.where} GROUP BY source_id, period, currency"""  # noqa: S608  (constants)
    counts = f"""SELECT {n}, NULL::uuid, NULL, NULL::date, NULL,
                      ARRAY[count(*) FILTER (WHERE is_there), count(*) FILTER (WHERE is_there OR is_zero),
                            count(*)]::text[],
                      NULL::bigint, NULL::bigint, NULL::bigint
               FROM (SELECT bool_or(is_there) AS is_there, bool_or(is_zero) AS is_zero
                     FROM (SELECT partner_id, true AS is_there, false AS is_zero
                           FROM metrics_observation WHERE {part.where} AND period >= %(first_{n})s
                           UNION ALL
                           SELECT partner_id, false, since <= until
                           FROM metrics_coveredpartner
                           JOIN unnest(%(meant_{n})s::uuid[], %(until_{n})s::date[]) AS meant (source_id, until)
                                USING (source_id)
                           WHERE {part.of_series}) AS named
                     GROUP BY partner_id) AS partner"""  # noqa: S608  (constants)
    if part.zeros.is_empty:
        return f"{sums} UNION ALL {counts}"
    begun = f"""SELECT {n}, source_id, NULL, min(since), NULL, NULL, NULL, NULL, NULL
               FROM metrics_coveredpartner WHERE {part.of_series} AND since IS NOT NULL GROUP BY source_id"""  # noqa: S608  (constants)
    return f"{sums} UNION ALL {counts} UNION ALL {begun}"


def _select_chosen(part: Slice) -> str:
    """Sums by period and currency, of the observations that count where two sources give the same."""
    return f"""SELECT {part.number} AS number, period, currency,
                      {part.as_texts}, count(*), sum(rows), count(entry_id)
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
    sums = PeriodSums(measure.gathered(parts), count, rows, by_hand)
    if period in found.periods:
        other = found.periods[period]
        sums = PeriodSums(
            combine_partners(measure, [other.parts, sums.parts]) or other.parts,
            other.count + sums.count,
            other.rows + sums.rows,
            other.by_hand + sums.by_hand,
        )
    found.periods[period] = sums
    if currency:
        (found.currencies if period >= first else found.earlier).add(currency)
