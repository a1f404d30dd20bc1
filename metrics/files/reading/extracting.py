"""From the columns of a chunk to the parts of each measure, row by row, as exact scaled integers."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from metrics.files.reading.columns import Columns
from metrics.files.reading.converting import Key
from metrics.files.reading.mapping import MetricColumns
from metrics.measures import MEASURES
from metrics.measures.prepared import PartRows, Prepared


def part_rows(columns: Columns, spec: MetricColumns) -> Iterable[PartRows]:
    """The parts that `spec` takes from a chunk. Rows that lack what it needs are left out; gaps say so."""
    return MEASURES[spec.measure].extract(prepared(columns, spec))


def prepared(columns: Columns, spec: MetricColumns) -> Prepared:
    """The chunk as the measure wants it: its columns under the names of its own fields."""
    asked = {
        kind: {place.field.name: text for place, text in spec.places if place.field.read == kind}
        for kind in ("date", "label", "word")
    }
    read = [(place, text) for place, text in spec.places if place.field.read == "number"]
    numbers = [(place, columns.numbers_of(spec, text)) for place, text in read]
    counts = columns.counted & columns.meets(spec.where) & ~columns.outside(spec)
    _count_rates(columns, spec, counts)
    return Prepared(
        counts=counts,
        is_dated=columns.period_known,
        months=columns.months,
        on=columns.period_days,
        numbers={place.field.name: found for place, found in numbers if not place.component},
        days={name: columns.days(text) for name, text in asked["date"].items()},
        labels={name: columns.labels(text) for name, text in asked["label"].items()},
        words=asked["word"],
        weighed={place.component: found for place, found in numbers if place.component},
        weights=columns.rule(spec).weights,
    )


def _count_rates(columns: Columns, spec: MetricColumns, counts: np.ndarray) -> None:
    """Write down by which rates the rows that count were converted, and which ones they lack."""
    rows: dict[tuple[Key, bool], np.ndarray] = {}
    for column in spec.amounts:
        found = columns.converted(spec, column)
        for key, rate, mine in found.groups if found else ():
            rows[key, rate is None] = rows.get((key, rate is None), np.False_) | mine
    for ((currency, to, month), is_lacking), mine in rows.items():
        count = int((mine & counts).sum())
        if count and currency != to and columns.conversion:
            kept = columns.conversion.lacked if is_lacking else columns.conversion.used
            kept.setdefault(spec.metric, Counter())[currency, to, month] += count
