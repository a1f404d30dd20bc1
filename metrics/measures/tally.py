"""Adding up parts per partner and period while chunks come in, in bounded memory and exactly."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd

from metrics.measures import MEASURES, Measure, Parts, combine_periods
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
    """What a file gives for one metric: row arrays of equal length n, parts as n × k scaled integers.

    `partners` are codes into the file's partner labels, `months` count from 1970-01 and begin a period of
    `step` months, part j stands for `parts[:, j]` ÷ 10^`decimals[j]`, `rows` counts the lines behind a row.
    """

    metric: str
    measure: Measure
    partners: np.ndarray
    months: np.ndarray
    parts: np.ndarray
    decimals: tuple[int, ...]
    rows: np.ndarray
    step: int = 1

    def total(self) -> Parts | None:
        """The parts over all partners and periods; None where there is nothing."""
        return combine_periods(self.measure, list(self.by_period().values()))

    def by_period(self) -> dict[int, Parts]:
        """The parts over all partners, by period, oldest first."""
        ways = {index: part.over_partners.pandas for index, part in enumerate(self.measure.parts)}
        frame = pd.DataFrame(self.parts).groupby(self.months).agg(ways)
        return {
            int(month): tuple(
                Decimal(int(number)).scaleb(-decimals)
                for number, decimals in zip(numbers, self.decimals, strict=True)
            )
            for month, numbers in zip(frame.index, frame.to_numpy(), strict=True)
        }

    def begun_by(self, today: dt.date) -> "Measured":
        """The same without the periods that have not begun by `today`."""
        begun = self.months <= index_of(today)
        return replace(
            self,
            partners=self.partners[begun],
            months=self.months[begun],
            parts=self.parts[begun],
            rows=self.rows[begun],
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
    """Sums by key; the last column of `values` counts rows."""

    keys: np.ndarray
    values: np.ndarray


class PartsTally:
    """Sums of one metric's parts by partner and period of `step` months."""

    def __init__(self, metric: str, measure: str, step: int = 1) -> None:
        self.metric, self.measure, self.step = metric, MEASURES[measure], step
        self.width = len(self.measure.parts)
        self.decimals = [0] * self.width
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
            self._totals[index] += float(np.abs(numbers.astype(np.float64)).sum()) / 10.0**decimals
            factor = self._align(index, decimals)
            self._check_range(index)
            values[:, index] = numbers * factor
        values[:, -1] = int(found.counts_rows)
        sums = _summed(keys, values)
        self._pending.append(sums)
        self._size += len(sums.keys)
        if self._size > COMPACT_AT:
            self._compact()
            self._size = 0

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
        self._pending = [_summed(keys, values)]
        return self._pending[0]

    def finish(self, today: dt.date = dt.date.max) -> Measured:
        """The sums, ordered by partner and period; stocks are run up over the periods that have begun by `today`."""
        if not self._pending:
            empty = np.empty(0, dtype=np.int32)
            parts = np.empty((0, self.width), dtype=np.int64)
            return Measured(
                self.metric, self.measure, empty, empty, parts, tuple(self.decimals), empty, self.step
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
        )

    def _run_up(self, sums: _Sums, last: int) -> _Sums:
        """A stock's changes become its level at each period's end, up to the file's last period that has begun.

        A change that lies ahead stays in its own period, as the level that it leads to from there on.
        """
        ahead = sums.keys % MONTHS > last
        if not ahead.any():
            return self._levels(sums)
        begun, later = (_Sums(sums.keys[rows], sums.values[rows]) for rows in (~ahead, ahead))
        levels = self._levels(begun) if len(begun.keys) else begun
        whole = self._levels(sums)
        known = np.isin(whole.keys, later.keys)
        found = _Sums(
            np.r_[levels.keys, whole.keys[known]], np.concatenate([levels.values, whole.values[known]])
        )
        order = np.argsort(found.keys, kind="stable")
        return _Sums(found.keys[order], found.values[order])

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
        return _Sums(keys, values)


def _summed(keys: np.ndarray, values: np.ndarray) -> _Sums:
    """Sums by key, in the order of keys."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return _Sums(keys[starts], np.add.reduceat(values[order], starts, axis=0))
