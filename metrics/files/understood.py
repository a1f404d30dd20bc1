"""Files that a mapping says are to be read as understood: looked at, and brought into plain form.

The one place where a mapping's file is opened. A mapping that says how its file is written opens it as it is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from metrics.files.conversions import found_in, in_one_currency, is_told, stated
from metrics.files.plain_table import write_plain
from metrics.files.questions import Question, UnknownAnswer, question_id
from metrics.files.reading.converting import Conversion, Rates
from metrics.files.reading.mapping import Format, ImportMapping, PeriodColumn
from metrics.files.reading.plain_form import PlainForm
from metrics.files.reading.scanning import Unreadable
from metrics.files.tables.finding import find_table
from metrics.files.tables.table import Table
from metrics.files.tables.year_month import with_year_month
from metrics.files.values.cell_readers import CellReader, DateReader, LabelReader, NumberReader
from metrics.files.values.covering import Covered
from metrics.files.values.currencies import Convertible
from metrics.files.values.proposals import Metric
from metrics.files.values.ratings import ABOVE
from metrics.files.values.understanding import Understanding, understand
from metrics.gaps.found import EXAMPLES, FoundGap
from metrics.measures.coverage import Span, joined
from metrics.measures.months import LENGTHS

NPS = "nps"
TYPES = {"number": {"number", "empty"}, "date": {"date", "period", "empty"}}
"""What a column may be found to hold that a mapping reads in one way."""


class OpenQuestions(Unreadable):
    """Nothing is read until these are answered."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        asked = "\n".join(f"{question.id}: {question.words.shown(_)}" for question in questions)
        super().__init__(
            _("The file leaves something open that must be answered:\n%(asked)s") % {"asked": asked}
        )


class WrongAnswer(Unreadable):
    """What was answered to the question `question` is none of its answers."""

    def __init__(self, error: UnknownAnswer) -> None:
        super().__init__(error.said.shown(_))
        self.question = error.question


@dataclass(frozen=True)
class Day:
    """For whom a file is understood: the workspace's time zone and its day, and the rates that it knows.

    Without `rates` nothing is converted (`metrics.rates.store.day_with_rates`).
    """

    zone: str
    today: dt.date
    rates: Rates | None = None

    def convertible(self, to: str = "") -> Convertible | None:
        """What may be converted into a currency; into the workspace's, where none is named."""
        if self.rates is None:
            return None
        return Convertible(to or self.rates.usual, self.rates.into(to or self.rates.usual))


@dataclass(frozen=True)
class Opened:
    """A file as the importer reads it: where, by which mapping, and what was found on the way.

    `plain` and `covers` are None where the file is read as it is written.
    """

    path: Path
    mapping: ImportMapping
    plain: PlainForm | None = None
    table: Table | None = None
    covers: tuple[Covered, ...] | None = None
    conversion: Conversion | None = None
    findings: list[FoundGap] = field(default_factory=list)

    @property
    def spans(self) -> tuple[Span, ...] | None:
        """The days that the file is found to cover; None where nothing tells, or the mapping says it."""
        if not self.covers or self.mapping.covers:
            return None
        return joined(period.span for period in self.covers if period.span)


@contextmanager
def understood(
    path: Path,
    *,
    name: str,
    sheet: str = "",
    answers: Mapping[str, str],
    roles: Mapping[str, str] | None = None,
    day: Day,
    metrics: Sequence[Metric] | None = None,
    to: str = "",
) -> Iterator[tuple[Table, Understanding]]:
    """The table in a file and what it means. Raises Unreadable, and WrongAnswer for answers that are none.

    A year and a month in two columns are one more column of it. `roles` say which column names the partner and which
    the period, by the ids of these questions, where the file has these columns. `to` is the currency that amounts
    become; by default the workspace's.
    """
    with find_table(path, name=name, sheet=sheet, answers=answers) as found_table:
        table = with_year_month(found_table)
        known = {role: column for role, column in (roles or {}).items() if column in table.names}
        try:
            found = understand(
                table,
                answers={**answers, **known},
                metrics=metrics,
                zone=day.zone,
                today=day.today,
                convertible=day.convertible(to),
            )
        except UnknownAnswer as error:
            raise WrongAnswer(error) from error
        yield table, found


@contextmanager
def opened(
    path: Path,
    mapping: ImportMapping,
    *,
    name: str,
    day: Day,
    currencies: Mapping[str, str],
    months: Mapping[str, int],
) -> Iterator[Opened]:
    """The file that goes by `name`, ready to be read by `mapping`. Raises Unreadable, and OpenQuestions.

    `currencies` are those in which metrics of money are taken, by metric; `months` how long a period of each is.
    """
    form = mapping.format
    rates = day.rates or Rates({}, "")
    if not form.is_understood:
        yield Opened(path, mapping, conversion=stated(mapping, rates))
        return
    roles = {"partner_column": mapping.partner.column, "period_column": mapping.period.column}
    looked = understood(
        path,
        name=name,
        sheet=form.sheet,
        answers=form.answers,
        roles=roles,
        day=day,
        to=_only_unit(mapping),
    )
    with looked as (table, found), TemporaryDirectory() as folder:
        _check(mapping, table, found)
        _check_currencies(mapping, found, currencies, rates)
        _check_periods(mapping, found, months)
        mapping = in_one_currency(mapping, found)
        target = Path(folder) / "plain.csv"
        changed = found_in(mapping, found, currencies, rates)
        plain = write_plain(table, _readers(mapping, found), mapping.columns(), target, changed.readers)
        gaps = _gaps(mapping, table, found)
        yield Opened(target, _of_plain(mapping), plain, table, found.covers, changed.conversion, gaps)


def _only_unit(mapping: ImportMapping) -> str:
    """The currency of all metrics of money, where they have one."""
    units = {spec.unit for spec in mapping.metrics if spec.unit}
    return next(iter(units)) if len(units) == 1 else ""


@contextmanager
def opened_partner_list(
    path: Path | None, mapping: ImportMapping, *, name: str
) -> Iterator[tuple[Path | None, list[FoundGap]]]:
    """The partner list that goes by `name`, as the importer reads it, and what was found on the way.

    Where files are understood it is brought into plain form, so that its keys read like those of the data file.
    Raises Unreadable.
    """
    spec = mapping.partners
    if path is None or spec is None or not mapping.format.is_understood:
        yield path, []
        return
    with find_table(path, name=name) as table, TemporaryDirectory() as folder:
        columns = spec.columns()
        missing = [column for column in columns if column not in table.names]
        if missing:
            words = _("The partner list has no column %(missing)s; it has %(header)s.")
            raise Unreadable(words % {"missing": ", ".join(missing), "header": ", ".join(table.names)})
        if table.questions:
            raise OpenQuestions(table.questions)
        target = Path(folder) / "partners.csv"
        write_plain(
            table,
            {column: LabelReader(is_key=column == spec.key) for column in columns},
            columns,
            target,
        )
        yield target, _bad_rows(table)


def _readers(mapping: ImportMapping, found: Understanding) -> dict[str, CellReader]:
    """How the columns are read. Labels that are counted are no numbers, whatever they look like."""
    return {**found.readers} | {
        column: LabelReader(found.column(column).respelled, is_key=True)
        for column in mapping.columns_as_written()
        if isinstance(found.readers[column], NumberReader)
    }


def _of_plain(mapping: ImportMapping) -> ImportMapping:
    """The same mapping, of the plain form."""
    changed = {
        "format": Format(missing=mapping.format.missing),
        "period": PeriodColumn(column=mapping.period.column, grain=mapping.period.grain),
    }
    return mapping.model_copy(update=changed)


def _check(mapping: ImportMapping, table: Table, found: Understanding) -> None:
    """Raises OpenQuestions, and Unreadable where the columns are not what the mapping takes them for."""
    columns = mapping.columns()
    missing = [name for name in columns if name not in table.names]
    if missing:
        words = _("The file has no column %(missing)s; it has %(header)s. Map the columns again.")
        raise Unreadable(words % {"missing": ", ".join(missing), "header": ", ".join(table.names)})
    asked = (*table.questions, *found.questions)
    told = settled(mapping)
    must = [
        question
        for question in asked
        if question.must and question.column in {None, *columns} and question.id not in told
    ]
    if must:
        raise OpenQuestions(must)
    reads = {mapping.period.column: "date"} | {
        column: place.field.read for spec in mapping.metrics for place, column in spec.places
    }
    for name, read in reads.items():
        if read in TYPES and found.column(name).type not in TYPES[read]:
            _not_as_mapped(name, read)


def settled(mapping: ImportMapping) -> set[str]:
    """The ids of questions that a mapping answers itself: it names the column that says currencies."""
    return {
        question_id("currency", column)
        for spec in mapping.metrics
        for column in spec.amounts
        if is_told(spec, column)
    }


def _not_as_mapped(name: str, read: str) -> None:
    words = (
        _("“%(column)s” holds no numbers, as the mapping says: map the columns again.")
        if read == "number"
        else _("“%(column)s” holds no dates, as the mapping says: map the columns again.")
    )
    raise Unreadable(words % {"column": name})


def _check_currencies(
    mapping: ImportMapping, found: Understanding, currencies: Mapping[str, str], rates: Rates
) -> None:
    """Raises Unreadable where the file says another currency than a metric of money is taken in, and no rate.

    Raises OpenQuestions where it writes a sign of several currencies and that one is none of them.
    """
    asked = {question.column: question for question in found.questions if question.kind == "currency"}
    for spec in mapping.metrics:
        taken = currencies.get(spec.metric)
        for column in [text for place, text in spec.places if place.field.read == "number" and taken]:
            if is_told(spec, column):
                continue
            currency = found.column(column).currency
            may_be = rates.into(taken or "") if column in spec.amounts else {taken}
            if currency and currency not in may_be:
                words = _("“%(column)s” is in %(found)s, and the mapping says %(said)s: correct the mapping.")
                raise Unreadable(words % {"column": column, "found": currency, "said": taken})
            question = asked.get(column)
            if question and taken not in {choice.answer for choice in question.choices}:
                raise OpenQuestions([question])


def _check_periods(mapping: ImportMapping, found: Understanding, months: Mapping[str, int]) -> None:
    """Raises Unreadable where rows stand for more than a period of a metric: all of it would count in its first one."""
    column = mapping.period.column
    reader = found.readers[column]
    if not isinstance(reader, DateReader) or reader.column.grain == "day":
        return
    grain = reader.column.grain
    length = {**LENGTHS, "year": 12}[grain]
    shorter = [spec.metric for spec in mapping.metrics if months.get(spec.metric, length) < length]
    if not shorter:
        return
    words = (
        _("“%(column)s” gives quarters, and these metrics are kept by the month: %(metrics)s. Give the file by the "
          "month, or let the dictionary keep them by the quarter.")
        if grain == "quarter"
        else _("“%(column)s” gives years, and these metrics are kept by shorter periods: %(metrics)s. Give the file by "
               "the month.")
    )  # fmt: skip
    raise Unreadable(words % {"column": column, "metrics": ", ".join(shorter)})


def _gaps(mapping: ImportMapping, table: Table, found: Understanding) -> list[FoundGap]:
    """What the look at a file found that weakens its figures."""
    gaps = _bad_rows(table)
    read = {*mapping.columns()}
    gaps += [_spelling(question, mapping) for question in found.questions if _is_spelling(question, read)]
    for spec in mapping.metrics:
        if spec.measure == NPS and not _is_of_nps(found, spec.text("value")):
            gaps.append(FoundGap("out_of_scale", table.count, metric=spec.metric, column=spec.text("value")))
    return gaps


def _bad_rows(table: Table) -> list[FoundGap]:
    if not table.bad_rows:
        return []
    rows: tuple[dict[str, Any], ...] = tuple({"row": entry.row} for entry in table.bad_rows[:EXAMPLES])
    return [FoundGap("bad_row", len(table.bad_rows), examples=rows)]


def _is_of_nps(found: Understanding, column: str) -> bool:
    """Whether answers go from 0 to 10: the file proves it or a person said so; else some lie above other scales."""
    for rating in found.ratings:
        if rating.column == column:
            return rating.gives_nps
    reader = found.readers[column]
    values = reader.column.values() if isinstance(reader, NumberReader) else []
    return not values or max(number for number, _count in values) > ABOVE


def _is_spelling(question: Question, read: set[str]) -> bool:
    return question.kind == "spelling" and question.column in read


def _spelling(question: Question, mapping: ImportMapping) -> FoundGap:
    """Spellings that nobody said to be one or several: kept apart. The label is the one they would have."""
    column = question.column or ""
    apart = question.choices[-1].read
    using = tuple(spec.metric for spec in mapping.metrics if column in spec.columns())
    return FoundGap(
        "spelling",
        len(apart),
        column=column,
        label=question.id.partition(f"{column}:")[2],
        metric=using[0] if len(using) == 1 else "",
        examples=tuple({"value": text} for text in apart),
        concerns=using if len(using) > 1 else (),
    )
