"""From the columns of a chunk to the parts of each measure, row by row, as exact scaled integers."""

from collections.abc import Iterable

from metrics.files.reading.columns import Columns
from metrics.files.reading.mapping import MetricColumns
from metrics.measures import MEASURES
from metrics.measures.prepared import PartRows, Prepared


def part_rows(columns: Columns, spec: MetricColumns) -> Iterable[PartRows]:
    """The parts that `spec` takes from a chunk. Rows that lack what it needs are left out; gaps say so."""
    return MEASURES[spec.measure].extract(prepared(columns, spec))


def prepared(columns: Columns, spec: MetricColumns) -> Prepared:
    """The chunk as the measure wants it: its columns under the names of its own fields."""
    asked = {
        read: {place.field.name: text for place, text in spec.places if place.field.read == read}
        for read in ("date", "label", "word")
    }
    numbers = [(place, columns.numbers(text)) for place, text in spec.places if place.field.read == "number"]
    return Prepared(
        counts=columns.counted & columns.meets(spec.where) & ~columns.outside(spec),
        is_dated=columns.period_known,
        months=columns.months,
        on=columns.period_days,
        numbers={place.field.name: read for place, read in numbers if not place.component},
        days={name: columns.days(text) for name, text in asked["date"].items()},
        labels={name: columns.labels(text) for name, text in asked["label"].items()},
        words=asked["word"],
        weighed={place.component: read for place, read in numbers if place.component},
        weights=columns.rule(spec).weights,
    )
