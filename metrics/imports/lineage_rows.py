"""The rows of a kept file behind one observation: as they stand there, as they were read, and what was converted.

The file is read anew, some rows at a time, up to the page that is asked for: memory does not grow with the file.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

import numpy as np

from metrics.files.reading.columns import Columns
from metrics.files.reading.extracting import part_rows
from metrics.files.reading.mapping import ImportMapping, MetricColumns
from metrics.files.reading.reader import chunks
from metrics.files.reading.scanning import scan
from metrics.files.store import path_of
from metrics.files.tables.table import Table
from metrics.files.understood import Day, opened
from metrics.files.values.numbers import shown
from metrics.imports.run import targets_of
from metrics.measures.months import month_of
from metrics.measures.parsed import Numbers
from metrics.provenance.models import Import
from metrics.rates.store import rates_of
from partnerdesk.core.days import workspace_day, workspace_zone

PAGE_ROWS = 200
MOST_ROWS = 5_000
"""So many rows of one observation can be paged through; the file itself has them all."""

LONGEST = 120


@dataclass(frozen=True)
class RowCell:
    """One field of a row: its text in the file (`raw`), and what it was read as; empty where it holds no value."""

    raw: str
    read: str

    @property
    def differs(self) -> bool:
        return self.raw.strip() != self.read


@dataclass(frozen=True)
class RowConversion:
    """One amount that was converted: amount × rate = result, in `to`."""

    amount: Decimal
    currency: str
    rate: Decimal
    result: Decimal
    to: str


@dataclass(frozen=True)
class FileRow:
    """One row of the kept file: its line, the fields that the metric reads, and what was converted of it."""

    row: int
    cells: list[RowCell]
    conversions: list[RowConversion] = field(default_factory=list)

    @property
    def fields(self) -> list[str]:
        """The fields as they were read."""
        return [cell.read for cell in self.cells]


@dataclass(frozen=True)
class FileRows:
    """A page of rows. `columns` name their fields; `has_more` says that other rows follow."""

    columns: list[str] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    page: int = 1
    has_more: bool = False

    @property
    def first(self) -> int:
        """The place of the first row among all of the observation."""
        return (self.page - 1) * PAGE_ROWS + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_cut(self) -> bool:
        return self.has_more and self.last >= MOST_ROWS

    @property
    def is_converted(self) -> bool:
        return any(row.conversions for row in self.rows)


@dataclass(frozen=True)
class _Hit:
    """A row that counts: its place among the rows of the file, and what was read of it."""

    place: int
    row: FileRow


def rows_behind(imported: Import, metric: str, key: str, period: dt.date, *, page: int = 1) -> FileRows:
    """The rows that an import's file gives for a metric, the partner of a key and a period.

    By the rates of that import, whatever has counted since. Raises Unreadable, StopIteration for another metric.
    """
    mapping = ImportMapping.model_validate(imported.mapping)
    spec = next(spec for spec in mapping.metrics if spec.metric == metric)
    narrow = mapping.model_copy(update={"metrics": (spec,), "labels": ()})
    targets = targets_of(narrow)
    rules = {name: target.rule for name, target in targets.items()}
    day = Day(workspace_zone(), workspace_day(imported.created_at), rates_of(imported))
    currencies = {name: target.currency for name, target in targets.items()}
    page = min(max(page, 1), MOST_ROWS // PAGE_ROWS)
    with opened(
        path_of(imported.file_id),
        narrow,
        name=imported.file_name,
        day=day,
        currencies=currencies,
        months={},
    ) as file:
        scanned = scan(file.path, file.mapping.format)
        read = chunks(file.path, file.mapping, scanned, rules, file.plain, file.conversion)
        hits = _hits(read, spec, key, period, rules[metric].months)
        found = list(islice(hits, (page - 1) * PAGE_ROWS, page * PAGE_ROWS + 1))
        rows = [hit.row for hit in found[:PAGE_ROWS]]
        if file.table is not None:
            rows = _as_given(file.table, found[:PAGE_ROWS], narrow.columns())
    return FileRows(narrow.columns(), rows, page, has_more=len(found) > PAGE_ROWS)


def _hits(
    read: Iterator[Columns], spec: MetricColumns, key: str, period: dt.date, length: int
) -> Iterator[_Hit]:
    """The rows that the metric counts for this partner and period, in their order."""
    before = 0
    for columns in read:
        for index in _matching(columns, spec, key, period, length):
            yield _Hit(before + index, _row(columns, spec, index))
        before += len(columns.frame)


def _matching(columns: Columns, spec: MetricColumns, key: str, period: dt.date, length: int) -> list[int]:
    if key not in columns.partner.values:
        return []
    mine = columns.partner.codes == columns.partner.values.index(key)
    found: set[int] = set()
    for part in part_rows(columns, spec):
        starts = part.months - part.months % length
        wanted = np.array([month_of(int(month)) == period for month in np.unique(starts)], dtype=bool)
        inside = np.isin(starts, np.unique(starts)[wanted])
        found |= set(part.rows[inside & mine[part.rows]].tolist())
    return sorted(found)


def _row(columns: Columns, spec: MetricColumns, index: int) -> FileRow:
    names = columns.mapping.columns()
    cells = [
        RowCell(str(columns.frame[name].iloc[index])[:LONGEST], _read(columns, name, index)[:LONGEST])
        for name in names
    ]
    return FileRow(int(columns.lines[index]), cells, list(_conversions(columns, spec, index)))


def _read(columns: Columns, name: str, index: int) -> str:
    """What a field was read as; empty where it holds no value, or none that can be read."""
    if name in columns.number_columns():
        numbers = columns.numbers(name)
        return shown(_number(numbers, index)) if numbers.known[index] else ""
    if name in columns.dates():
        days = columns.days(name)
        return str(np.datetime64(int(days.days[index]), "D")) if days.known[index] else ""
    labels = columns.labels(name)
    code = int(labels.codes[index])
    return labels.values[code] if code >= 0 else ""


def _number(numbers: Numbers, index: int) -> Decimal:
    return _plain(Decimal(int(numbers.scaled[index])).scaleb(-numbers.decimals))


def _plain(number: Decimal) -> Decimal:
    """Without zeros that only the column's other numbers need."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _conversions(columns: Columns, spec: MetricColumns, index: int) -> Iterator[RowConversion]:
    for column in spec.amounts:
        found = columns.converted(spec, column)
        for (currency, to, _month), rate, rows in found.groups if found else ():
            if found and rate is not None and rows[index] and currency != to:
                amount = _number(columns.numbers(column), index)
                yield RowConversion(amount, currency, rate, _number(found.numbers, index), to)


def _as_given(table: Table, hits: list[_Hit], names: list[str]) -> list[FileRow]:
    """The rows with the texts of the file itself in place of those of its plain form."""
    wanted = {hit.place for hit in hits}
    places = [table.names.index(name) for name in names]
    last = max(wanted, default=-1) + 1
    texts = {
        place: [cells[column] for column in places]
        for place, (_line, cells) in enumerate(islice(table.rows, last))
        if place in wanted
    }
    return [
        FileRow(
            hit.row.row,
            [
                RowCell(raw[:LONGEST], cell.read)
                for raw, cell in zip(texts[hit.place], hit.row.cells, strict=True)
            ],
            hit.row.conversions,
        )
        for hit in hits
    ]
