"""From the columns of a chunk to the parts of each measure, row by row, as exact scaled integers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metrics.measures import NPS_DETRACTOR, NPS_PROMOTER
from metrics.reading.columns import Columns
from metrics.reading.mapping import MetricColumns

PRIMARY = {
    "sum": ("value",),
    "mean": ("value",),
    "score": ("value",),
    "nps": ("value",),
    "ratio": ("numerator", "denominator"),
    "margin": ("revenue", "cost"),
}


@dataclass(frozen=True)
class Flow:
    """Parts of some rows: `rows` index them, `months` date them, `parts` are (values, decimals)."""

    rows: np.ndarray
    months: np.ndarray
    parts: tuple[tuple[np.ndarray, int], ...]
    counts_rows: bool = True


def flows(columns: Columns, spec: MetricColumns) -> Iterator[Flow]:
    """The parts that `spec` takes from a chunk. Rows that lack what it needs are left out; gaps say so."""
    allowed = columns.counted & columns.meets(spec.where)
    if spec.measure == "velocity":
        yield from _velocity(columns, spec, allowed)
        return
    dated = allowed & columns.period_known
    rows, parts = _row_parts(columns, spec, dated)
    yield Flow(rows, columns.months[rows], parts)


def _row_parts(
    columns: Columns, spec: MetricColumns, dated: np.ndarray
) -> tuple[np.ndarray, tuple[tuple[np.ndarray, int], ...]]:
    measure = spec.measure
    if measure == "count":
        rows = np.flatnonzero(dated)
        return rows, (_ones(rows),)
    if measure == "share":
        labels = columns.labels(_needed(spec.column))
        rows = np.flatnonzero(dated & ~labels.missing)
        hits = labels.where({_needed(spec.equals)})[rows].astype(np.int64)
        return rows, ((hits, 0), _ones(rows))
    if measure == "mean_days":
        start, end = columns.days(_needed(spec.from_)), columns.days(_needed(spec.to))
        rows = np.flatnonzero(dated & start.known & end.known & ~columns.outside(spec))
        return rows, (((end.days - start.days)[rows].astype(np.int64), 0), _ones(rows))
    numbers = [columns.numbers(_needed(spec.field(name))) for name in PRIMARY[measure]]
    known = dated.copy()
    for column in numbers:
        known &= column.known
    rows = np.flatnonzero(known & ~columns.outside(spec))
    if measure == "sum":
        return rows, ((numbers[0].scaled[rows], numbers[0].decimals),)
    if measure in {"mean", "score"}:
        return rows, ((numbers[0].scaled[rows], numbers[0].decimals), _ones(rows))
    if measure == "ratio":
        return rows, tuple((column.scaled[rows], column.decimals) for column in numbers)
    if measure == "nps":
        score = numbers[0].scaled[rows] / 10.0 ** numbers[0].decimals
        promoters = (score >= NPS_PROMOTER).astype(np.int64)
        detractors = (score <= NPS_DETRACTOR).astype(np.int64)
        return rows, ((promoters, 0), (detractors, 0), _ones(rows))
    revenue, cost = numbers
    decimals = max(revenue.decimals, cost.decimals)
    income = revenue.at(decimals)[rows]
    return rows, ((income - cost.at(decimals)[rows], decimals), (income, decimals))


def _velocity(columns: Columns, spec: MetricColumns, allowed: np.ndarray) -> Iterator[Flow]:
    """Cases opened and closed. `open` is what was opened less what was closed; the tally makes it a stock.

    A case whose begin is not known is never counted as open, so that it can't make the stock negative. A
    closed case that lacks something leaves the stock and is not among the won and lost ones.
    """
    stage = columns.labels(_needed(spec.stage))
    won, lost = stage.where({_needed(spec.won)}), stage.where({_needed(spec.lost)})
    begun, ended = columns.days(_needed(spec.from_)), columns.days(_needed(spec.to))
    value = columns.numbers(_needed(spec.value))
    allowed = allowed & begun.known & ~columns.outside(spec)

    opened = np.flatnonzero(allowed)
    zero = (np.zeros(len(opened), dtype=np.int64), 0)
    yield Flow(opened, begun.months[opened], (_ones(opened), zero, zero, zero, zero), counts_rows=False)

    closed = np.flatnonzero(allowed & (won | lost) & ended.known)
    is_won = (won & value.known)[closed].astype(np.int64)
    is_lost = lost[closed].astype(np.int64)
    days = is_won * (ended.days - begun.days)[closed]
    worth = is_won * value.scaled[closed]
    gone = (-np.ones(len(closed), dtype=np.int64), 0)
    yield Flow(
        closed, ended.months[closed], (gone, (is_won, 0), (is_lost, 0), (worth, value.decimals), (days, 0))
    )


def _ones(rows: np.ndarray) -> tuple[np.ndarray, int]:
    return np.ones(len(rows), dtype=np.int64), 0


def _needed(column: str | None) -> str:
    if column is None:
        raise ValueError("the mapping was checked: this column is there")
    return column
