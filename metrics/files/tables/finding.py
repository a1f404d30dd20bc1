"""From a file to a table: the one door of this room."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from metrics.files.questions import Question
from metrics.files.reading.scanning import MOST_COLUMNS, Unreadable
from metrics.files.tables.body import SourceBody
from metrics.files.tables.header import HEAD_RECORDS, Header, find_header, header_faults
from metrics.files.tables.leftovers import Leftovers, find_leftovers
from metrics.files.tables.opening import open_source
from metrics.files.tables.records import Record, portions, records
from metrics.files.tables.sources import Source
from metrics.files.tables.survey import Survey, survey
from metrics.files.tables.table import SetAside, Table
from metrics.files.tables.totals import Columns, Totals, find_totals
from metrics.files.tables.wide import Shape, find_wide

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
FEWEST_BROKEN = 3
"""Broken lines that make a file no table, where they are more than twice its rows."""

Answers = Mapping[str, str]


def find_table(path: Path, *, name: str, sheet: str = "", answers: Answers | None = None) -> Table:
    """The table in the file at `path`, which goes by `name`. `sheet` names one of a workbook's sheets.

    `answers` are what a person said to the questions of an earlier look, by their ids. What the file proves is
    read; lines that are no rows are named in `set_aside`, broken ones in `bad_rows`; what is open is in
    `questions`, and until it is answered the table is what it would be without a change: rows stay rows, columns
    stay columns, of several sheets the first. Raises Unreadable, with words that say how to mend it, only where
    there is no table at all. Close the table when you are done.
    """
    given = {key: str(value) for key, value in (answers or {}).items()}
    source, questions = open_source(path, name=name, sheet=sheet, answers=given)
    try:
        return _table(source, questions, name, given)
    except BaseException:
        source.close()
        raise


def _table(source: Source, questions: list[Question], name: str, answers: dict[str, str]) -> Table:
    head = list(islice(_records(source), HEAD_RECORDS))
    header = _header(source, head)
    found = survey(source, header)
    header = header_faults(header, source.layout.width, found.is_last_empty)
    if len(header.names) != source.layout.width:
        raise _no_table()
    left = find_leftovers(found, header, source.layout.width, has_footer=not source.names)
    sample = _sample(head, header, left)
    _check(source, found, left)
    totals = _totals(source, header, found, left, sample, answers)
    rows = found.rows - len(left.footers) - len(totals.set_aside)
    if not rows and not header.raw:
        raise Unreadable(_("The file is empty."))
    shape = find_wide(header.names, sample, _years(name, header), answers)
    return _built(_Parts(source, header, found, left, totals, shape, questions), rows)


def _check(source: Source, found: Survey, left: Leftovers) -> None:
    """Raises Unreadable where lines have nothing in common: a letter is no table."""
    broken = len(left.bad_rows)
    if (
        (source.layout.width == 1 and broken)
        or (broken > 1 and not found.rows)
        or (broken >= FEWEST_BROKEN and broken > 2 * found.rows)
    ):
        raise _no_table()


def _no_table() -> Unreadable:
    return Unreadable(
        _("No table was found: no sign divides the lines of the file into the same number of fields.")
    )


def _records(source: Source) -> Iterator[Record]:
    for portion in portions(source.open_file, source.layout):
        yield from records(portion, source.layout)


def _header(source: Source, head: Sequence[Record]) -> Header:
    if source.names:
        return Header(None, source.names, first_data=1)
    filled = [record for record in head if record.filled and not _is_told(source, record)]
    if not filled:
        raise Unreadable(_("The file is empty."))
    if source.layout.width > MOST_COLUMNS:
        raise Unreadable(
            _("The file has %(count)s columns; at most %(most)s are read.")
            % {"count": source.layout.width, "most": MOST_COLUMNS}
        )
    return find_header(filled, source.layout.width, source.layout.style)


def _is_told(source: Source, record: Record) -> bool:
    """Whether a record is the line that names the delimiter."""
    return any(aside.reason == "separator_line" and aside.row == record.line for aside in source.set_aside)


def _sample(head: Sequence[Record], header: Header, left: Leftovers) -> list[Record]:
    """The first rows of the table, as far as they are sound."""
    aside = {entry.row for entry in left.set_aside}
    return [
        record
        for record in head
        if record.line >= header.first_data
        and not record.fault
        and record.filled
        and record.line not in aside
    ]


def _totals(
    source: Source,
    header: Header,
    found: Survey,
    left: Leftovers,
    sample: list[Record],
    answers: dict[str, str],
) -> Totals:
    footers = {record.line for record in left.footers}
    suspects = [record for record in found.suspects if record.line not in footers]
    if not suspects:
        return Totals()
    lines = {record.line for record in suspects}
    rows = [record for record in sample if record.line not in lines] or sample
    out = frozenset(found.empty | footers | {record.line for record in found.repeats})
    body = SourceBody(source, header.names, header.first_data, out)
    return find_totals(suspects, body.frames, Columns.of(rows, header.names), answers)


def _years(name: str, header: Header) -> list[int]:
    texts = [name, *(aside.text for aside in header.set_aside if aside.reason == "title")]
    return sorted({int(year) for text in texts for year in YEAR.findall(text)})


@dataclass(frozen=True)
class _Parts:
    source: Source
    header: Header
    found: Survey
    left: Leftovers
    totals: Totals
    shape: Shape
    questions: list[Question]


def _built(parts: _Parts, rows: int) -> Table:
    source, header, wide = parts.source, parts.header, parts.shape.wide
    dropped = [SetAside("total_column", header.line, header.names[column]) for column in parts.shape.dropped]
    aside = [*source.set_aside, *header.set_aside, *dropped, *parts.left.set_aside, *parts.totals.set_aside]
    bad = [*source.bad_rows, *header.bad_rows, *parts.left.bad_rows]
    lines = {entry.row for entry in (*parts.left.set_aside, *parts.totals.set_aside) if entry.row is not None}
    body = SourceBody(source, header.names, header.first_data, frozenset(lines | parts.found.empty), wide)
    return Table(
        kind=source.kind,
        encoding=source.encoding,
        delimiter=source.delimiter,
        quote=source.quote,
        header_row=header.line,
        names=wide.names if wide else header.names,
        count=rows * wide.times if wide else rows,
        body=body,
        set_aside=sorted(aside, key=lambda entry: entry.row or 0),
        bad_rows=sorted(bad, key=lambda entry: entry.row),
        sheets=source.sheets,
        questions=[*parts.questions, *parts.totals.questions, *filter(None, [parts.shape.question])],
    )
