"""Reading a whole file under a mapping: measured rows, partners, and every gap."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from metrics.files.reading.checks import (
    check_labels,
    find_late_data,
    find_missing_periods,
    find_outliers,
    find_partners_without_data,
)
from metrics.files.reading.columns import Columns
from metrics.files.reading.converting import Conversion
from metrics.files.reading.extracting import part_rows
from metrics.files.reading.head import FileHead, head_of
from metrics.files.reading.mapping import ImportMapping, MetricColumns
from metrics.files.reading.partner_list import PartnerRow, read_partner_list
from metrics.files.reading.plain_form import PlainForm
from metrics.files.reading.rules import ReadingRule
from metrics.files.reading.scanning import MOST_COLUMNS, Scan, Unreadable, scan
from metrics.files.reading.tables import reading_options
from metrics.files.reading.unmapped import Unmapped
from metrics.gaps.found import FoundGap, FoundGaps
from metrics.measures.kept import MOST_TEXTS, TooManyTexts
from metrics.measures.tally import Measured, PartsTally, TooLarge

CHUNK_ROWS = 50_000
MOST_PARTNERS = 200_000

Progress = Callable[[float], None]


@dataclass
class FileReading:
    """What a file holds under a mapping. `partners` are the labels that partner codes stand for.

    `is_ended` is False where the last line has no line break: the file may be cut off inside its last field.
    """

    rows: int
    partners: list[str]
    measured: list[Measured]
    findings: list[FoundGap]
    partner_list: list[PartnerRow] = field(default_factory=list)
    head: FileHead | None = None
    is_ended: bool = True


def read_file(
    path: Path,
    mapping: ImportMapping,
    *,
    partner_file: Path | None = None,
    today: dt.date,
    rules: Mapping[str, ReadingRule],
    progress: Progress = lambda share: None,
    plain: PlainForm | None = None,
    conversion: Conversion | None = None,
) -> FileReading:
    """Read `path` in chunks. Raises Unreadable where nothing of it can be trusted.

    `rules` say what each metric's definition asks. `plain` is given where the file is the plain form of another one,
    `conversion` where amounts are converted.
    Rows are never held at once: memory grows with partners × periods, not with rows.
    """
    scanned = scan(path, mapping.format)
    _check_columns(scanned.header, mapping)
    findings = FoundGaps()
    findings.add("duplicate_row", plain.repeated if plain else scanned.repeated)
    tallies = {
        spec.metric: PartsTally(spec.metric, spec.measure, rules.get(spec.metric, ReadingRule()).months)
        for spec in mapping.metrics
    }
    partners: dict[str, int] = {}
    labels: dict[str, dict[str, int]] = {check.column: {} for check in mapping.labels}
    rows, head = 0, None
    unmapped = Unmapped(mapping) if plain else None
    for columns in chunks(path, mapping, scanned, rules, plain, conversion):
        codes = _global_codes(columns, partners)
        head = head or head_of(columns)
        columns.find_gaps(findings, today)
        if unmapped:
            unmapped.look(columns)
        for spec in mapping.metrics:
            _tally(tallies[spec.metric], columns, spec, codes)
        for check in mapping.labels:
            if not check.in_partners:
                _count_labels(columns, check.column, labels[check.column])
        rows += len(columns.frame)
        progress(rows / max(scanned.rows, 1))
    partner_list = []
    if partner_file and mapping.partners:
        partner_list = read_partner_list(partner_file, mapping.partners, mapping.format, findings)
    if unmapped:
        unmapped.report(findings)
    check_labels(mapping, labels, partner_list, findings)
    measured = [tally.finish(today) for tally in tallies.values()]
    begun = [data.begun_by(today) for data in measured]
    find_missing_periods(mapping, begun, findings)
    find_outliers(begun, findings)
    find_late_data(begun, rules, today, findings)
    find_partners_without_data(partner_list, measured, list(partners), findings)
    return FileReading(rows, list(partners), measured, list(findings), partner_list, head, scanned.is_ended)


def chunks(
    path: Path,
    mapping: ImportMapping,
    scanned: Scan,
    rules: Mapping[str, ReadingRule],
    plain: PlainForm | None = None,
    conversion: Conversion | None = None,
) -> Iterator[Columns]:
    """The file's columns under the mapping, some rows at a time. Raises Unreadable."""
    wanted = {*mapping.columns(), *(conversion.columns() if conversion else ())}
    options = reading_options(mapping.format, scanned.header) | {
        "usecols": [name for name in scanned.header if name in wanted],
        "chunksize": CHUNK_ROWS,
    }
    first = 0
    try:
        with pd.read_csv(path, **options) as reader:
            for frame in reader:
                bad = np.zeros(len(frame), dtype=bool)
                inside = scanned.bad[(scanned.bad >= first) & (scanned.bad < first + len(frame))]
                bad[inside - first] = True
                yield Columns(
                    frame,
                    mapping,
                    rules,
                    whole=~bad,
                    lines=_lines(plain, first, len(frame)),
                    is_plain=plain is not None,
                    conversion=conversion,
                )
                first += len(frame)
    except pd.errors.ParserError as error:
        raise Unreadable(_("The file can't be read as a table: %(error)s") % {"error": error}) from error
    if first != scanned.rows:
        raise Unreadable(
            _("Two ways of reading disagree (%(one)s and %(other)s rows): look for stray quotation marks.")
            % {"one": first, "other": scanned.rows}
        )


def _lines(plain: PlainForm | None, first: int, count: int) -> np.ndarray:
    """The lines of the file that some rows come from: those below the header, or what the plain form says."""
    if plain is None:
        return np.arange(first + 2, first + count + 2)
    lines: np.ndarray = plain.lines[first : first + count]
    return lines


def _check_columns(header: list[str], mapping: ImportMapping) -> None:
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            _("The file has %(count)s columns; at most %(most)s are read.")
            % {"count": len(header), "most": MOST_COLUMNS}
        )
    missing = [column for column in mapping.columns() if column not in header]
    if missing:
        raise Unreadable(
            _(
                "The file has no column %(missing)s; it has %(header)s. "
                "Map the columns again, or choose another delimiter."
            )
            % {"missing": ", ".join(missing), "header": ", ".join(header)}
        )


def _global_codes(columns: Columns, partners: dict[str, int]) -> np.ndarray:
    """The chunk's partner labels as codes of the whole file."""
    labels = columns.partner
    translation = np.array([partners.setdefault(label, len(partners)) for label in labels.values] + [-1])
    if len(partners) > MOST_PARTNERS:
        raise Unreadable(
            _("The column %(column)s holds more than %(most)s different partners: is it the right one?")
            % {"column": columns.mapping.partner.column, "most": MOST_PARTNERS}
        )
    codes: np.ndarray = translation[labels.codes]
    return codes


def _count_labels(columns: Columns, column: str, counts: dict[str, int]) -> None:
    labels = columns.labels(column)
    for code, count in zip(*np.unique(labels.codes[~labels.missing], return_counts=True), strict=True):
        label = labels.values[int(code)]
        counts[label] = counts.get(label, 0) + int(count)


def _tally(tally: PartsTally, columns: Columns, spec: MetricColumns, codes: np.ndarray) -> None:
    try:
        for found in part_rows(columns, spec):
            tally.add(found, codes)
    except TooLarge as error:
        raise Unreadable(
            _("The sums of %(metric)s leave the range of exact numbers: check which column is mapped to it.")
            % {"metric": error}
        ) from error
    except TooManyTexts as error:
        raise Unreadable(
            _(
                "%(metric)s counts different texts, and there are more than %(most)s: check which column is mapped."
            )
            % {"metric": spec.metric, "most": MOST_TEXTS}
        ) from error
