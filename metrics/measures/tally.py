"""Adding up parts per partner and period while chunks come in, in bounded memory and exactly."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd

from metrics.measures import MEASURES, Measure, Parts, combine_partners, combine_periods
from metrics.measures.kept import Kept, KeptTally, TooFine
from metrics.measures.months import index_of
from metrics.measures.prepared import PartRows

MONTHS = 1 << 13
"""Months that a group key can tell apart, from 1970-01 on; partner codes stand above them."""

COMPACT_AT = 1_500_000
LARGEST_SUM = 9e18


class TooLarge(Exception):
    """A sum leaves the 64-bit integers: the numbers of this column can't be sums of money."""


@dataclass(frozen=True)
class Measured:
    """What a file gives for one metric: row arrays of equal length n, numbers as n × k scaled integers.

    `partners` are codes into the file's partner labels, `months` count from 1970-01 and begin a period of
    `step` months, number j of `measure.stored` stands for `parts[:, j]` ÷ 10^`decimals[j]`, `rows` counts the lines
    behind a row. `kept` has the values that each row keeps, where the measure keeps any.
    """

    metric: str
    measure: Measure
    partners: np.ndarray
    months: np.ndarray
    parts: np.ndarray
    decimals: tuple[int, ...]
    rows: np.ndarray
    step: int = 1
    kept: Kept | None = None

    def total(self) -> Parts | None:
        """The parts over all partners and periods; None where there is nothing."""
        return combine_periods(self.measure, list(self.by_period().values()))

    def by_period(self) -> dict[int, Parts]:
        """The parts over all partners, by period, oldest first."""
        ways = [part.over_partners.pandas for part in self.measure.parts]
        if None in ways:
            return self._combined_by_period()
        frame = pd.DataFrame(self.parts).groupby(self.months).agg(dict(enumerate(map(str, ways))))
        return {
            int(month): self._exact(numbers)
            for month, numbers in zip(frame.index, frame.to_numpy(), strict=True)
        }

    def _exact(self, numbers: Iterable[int]) -> tuple[Decimal, ...]:
        """The numbers of one row."""
        return tuple(
            Decimal(int(number)).scaleb(-decimals)
            for number, decimals in zip(numbers, self.decimals, strict=True)
        )

    def _combined_by_period(self) -> dict[int, Parts]:
        """The same of parts that are no sums of numbers."""
        found: dict[int, list[Parts]] = {}
        for row in np.argsort(self.months, kind="stable").tolist():
            kept = self.kept.of(row) if self.kept else None
            parts = self.measure.observed(self._exact(self.parts[row]), kept, int(self.partners[row]))
            found.setdefault(int(self.months[row]), []).append(parts)
        return {month: combine_partners(self.measure, rows) or () for month, rows in found.items()}

    def begun_by(self, today: dt.date) -> "Measured":
        """The same without the periods that have not begun by `today`."""
        return self.where(self.months <= index_of(today))

    def where(self, rows: np.ndarray) -> "Measured":
        """The same of the rows that a mask marks."""
        return replace(
            self,
            partners=self.partners[rows],
            months=self.months[rows],
            parts=self.parts[rows],
            rows=self.rows[rows],
            kept=self.kept.where(rows) if self.kept else None,
        )

    @property
    def periods(self) -> list[int]:
        """Every period from the first to the last, as months from 1970-01; those without data included."""
        if not len(self.months):
            return []
        return list(range(int(self.months.min()), int(self.months.max()) + 1, self.step))

    def periods_by(self, today: dt.date) -> list[int]:
        """The periods up to `today`, and of those that have not begun the ones with data."""
        ahead: list[int] = np.unique(self.months[self.months > index_of(today)]).tolist()
        return self.begun_by(today).periods + ahead


@dataclass
class _Sums:
    """Numbers by key; the last column of `values` counts rows. `days` are those of the newest rows behind them."""

    keys: np.ndarray
    values: np.ndarray
    days: np.ndarray


class PartsTally:
    """Sums of one metric's parts by partner and period of `step` months."""

    def __init__(self, metric: str, measure: str, step: int = 1) -> None:
        self.metric, self.measure, self.step = metric, MEASURES[measure], step
        self.width = len(self.measure.stored)
        self.newest = np.array([part.over_time.takes_newest for part in self.measure.stored] + [False])
        self.decimals = [0] * self.width
        kept = self.measure.kept
        self._kept = KeptTally(kept.over_partners.held.is_once) if kept else None
        self._pending: list[_Sums] = []
        self._size = 0
        self._totals = [0.0] * self.width

    def add(self, found: PartRows, partners: np.ndarray) -> None:
        """Add the parts of some rows of a chunk; `partners` holds the global code of every row of the chunk."""
        if not len(found.rows):
            return
        months = found.months - found.months % self.step
        keys = partners[found.rows].astype(np.int64) * MONTHS + months
        values = np.empty((len(keys), self.width + 1), dtype=np.int64)
        for index, (numbers, decimals) in enumerate(found.parts):
            amounts = np.abs(numbers.astype(np.float64))
            more = amounts.max() if self.newest[index] else amounts.sum()
            self._note(index, float(more) / 10.0**decimals)
            factor = self._align(index, decimals)
            self._check_range(index)
            values[:, index] = numbers * factor
        values[:, -1] = int(found.counts_rows)
        self._keep(keys, found)
        days = np.zeros(len(keys), dtype=np.int64) if found.days is None else found.days
        sums = self._summed(keys, values, days)
        self._pending.append(sums)
        self._size += len(sums.keys)
        if self._size > COMPACT_AT:
            self._compact()
            self._size = 0

    def _keep(self, keys: np.ndarray, found: PartRows) -> None:
        if self._kept is None or found.kept is None:
            return
        try:
            self._kept.add(keys, found.kept)
        except TooFine as error:
            raise TooLarge(self.metric) from error

    def _note(self, index: int, amount: float) -> None:
        """Note how large the numbers of a part may become."""
        so_far = self._totals[index]
        self._totals[index] = max(so_far, amount) if self.newest[index] else so_far + amount

    def _check_range(self, index: int) -> None:
        """No sum can be larger than the sum of all amounts, so that none leaves the integers unseen."""
        if self._totals[index] * 10.0 ** self.decimals[index] > LARGEST_SUM:
            raise TooLarge(self.metric)

    def _align(self, index: int, decimals: int) -> int:
        """By what new values are multiplied; what was added before is raised where they are finer."""
        more = decimals - self.decimals[index]
        if more > 0:
            self.decimals[index] = decimals
            self._check_range(index)
            for sums in self._pending:
                sums.values[:, index] *= 10**more
        factor: int = 10 ** max(-more, 0)
        return factor

    def _compact(self) -> _Sums:
        keys = np.concatenate([sums.keys for sums in self._pending])
        values = np.concatenate([sums.values for sums in self._pending])
        days = np.concatenate([sums.days for sums in self._pending])
        self._pending = [self._summed(keys, values, days)]
        return self._pending[0]

    def finish(self, today: dt.date = dt.date.max) -> Measured:
        """The sums, ordered by partner and period; stocks are run up over the periods that have begun by `today`."""
        if not self._pending:
            empty = np.empty(0, dtype=np.int32)
            parts = np.empty((0, self.width), dtype=np.int64)
            kept = self._kept.finish(empty) if self._kept else None
            return Measured(
                self.metric, self.measure, empty, empty, parts, tuple(self.decimals), empty, self.step, kept
            )
        sums = self._compact()
        self._pending = []
        if any(part.runs_up for part in self.measure.parts):
            sums = self._run_up(sums, index_of(today))
        return Measured(
            self.metric,
            self.measure,
            (sums.keys // MONTHS).astype(np.int32),
            (sums.keys % MONTHS).astype(np.int32),
            sums.values[:, :-1],
            tuple(self.decimals),
            sums.values[:, -1].astype(np.int32),
            self.step,
            self._kept.finish(sums.keys) if self._kept else None,
        )

    def _run_up(self, sums: _Sums, last: int) -> _Sums:
        """A stock's changes become its level at each period's end, up to the file's last period that has begun.

        A change that lies ahead stays in its own period, as the level that it leads to from there on.
        """
        ahead = sums.keys % MONTHS > last
        if not ahead.any():
            return self._levels(sums)
        begun, later = (
            _Sums(sums.keys[rows], sums.values[rows], sums.days[rows]) for rows in (~ahead, ahead)
        )
        levels = self._levels(begun) if len(begun.keys) else begun
        whole = self._levels(sums)
        known = np.isin(whole.keys, later.keys)
        keys = np.r_[levels.keys, whole.keys[known]]
        values = np.concatenate([levels.values, whole.values[known]])
        order = np.argsort(keys, kind="stable")
        return _Sums(keys[order], values[order], np.zeros(len(keys), dtype=np.int64))

    def _levels(self, sums: _Sums) -> _Sums:
        """The level at the end of each period, up to the last one of all."""
        partners, months = sums.keys // MONTHS, sums.keys % MONTHS
        starts = np.flatnonzero(np.r_[True, partners[1:] != partners[:-1]])
        lengths = (months.max() - months[starts]) // self.step + 1
        offsets = np.r_[0, np.cumsum(lengths)[:-1]]
        block = np.repeat(np.arange(len(starts)), lengths)
        steps = np.arange(len(block)) - offsets[block]
        keys = partners[starts][block] * MONTHS + months[starts][block] + steps * self.step
        values = np.zeros((len(keys), self.width + 1), dtype=np.int64)
        mine = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(partners)]))
        values[offsets[mine] + (months - months[starts][mine]) // self.step] = sums.values
        for position, part in enumerate(self.measure.parts):
            if part.runs_up:
                level = np.cumsum(values[:, position])
                before = level[offsets] - values[offsets, position]
                values[:, position] = level - before[block]
        return _Sums(keys, values, np.zeros(len(keys), dtype=np.int64))

    def _summed(self, keys: np.ndarray, values: np.ndarray, days: np.ndarray) -> _Sums:
        """Sums by key, in the order of keys. Where the newest row counts, its number: of one day, the last line's."""
        takes_newest = self.newest.any()
        order = np.lexsort((days, keys)) if takes_newest else np.argsort(keys, kind="stable")
        keys, values = keys[order], values[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        sums = np.add.reduceat(values, starts, axis=0)
        ends = np.r_[starts[1:], len(keys)] - 1
        if takes_newest:
            sums[:, self.newest] = values[ends][:, self.newest]
        return _Sums(keys[starts], sums, days[order][ends])
