"""The columns of one chunk, parsed once each, and the gaps that parsing found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from metrics.files.reading.converting import Conversion, Converted, converted
from metrics.files.reading.mapping import ImportMapping, MetricColumns, RequiredColumn, RowCondition
from metrics.files.reading.parsing import read_days, read_labels, read_numbers, rename_labels
from metrics.files.reading.rules import ReadingRule
from metrics.files.values.written import written_in
from metrics.gaps.found import FoundGaps
from metrics.measures.declaration import FieldPlace, Read
from metrics.measures.months import index_of, month_key, month_of
from metrics.measures.parsed import Days, Labels, Numbers


class Columns:
    """One chunk of the file under one mapping.

    `whole` masks the rows with as many fields as the header; `lines` are the lines of the file that they
    come from, the header being line 1. `is_plain` says that the frame is a plain form, in which a number that writes a
    currency is one of another currency than the one that counts. `conversion` says which amounts are converted.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        mapping: ImportMapping,
        rules: Mapping[str, ReadingRule],
        *,
        whole: np.ndarray,
        lines: np.ndarray,
        is_plain: bool = False,
        conversion: Conversion | None = None,
    ) -> None:
        self.frame = frame
        self.mapping = mapping
        self.rules = rules
        self.whole = whole
        self.lines = lines
        self.is_plain = is_plain
        self.conversion = conversion
        self.missing = set(mapping.format.missing) | {""}
        self._labels: dict[str, Labels] = {}
        self._numbers: dict[str, Numbers] = {}
        self._days: dict[str, Days] = {}
        self._converted: dict[tuple[str, str, str], Converted] = {}

    def labels(self, column: str) -> Labels:
        if column not in self._labels:
            read = read_labels(self.frame[column], self.missing)
            self._labels[column] = rename_labels(read, self.mapping.renamed(column))
        return self._labels[column]

    def numbers(self, column: str) -> Numbers:
        if column not in self._numbers:
            form = self.mapping.format
            self._numbers[column] = read_numbers(
                self.frame[column], self.missing, form.decimal, form.thousands
            )
        return self._numbers[column]

    def converted(self, spec: MetricColumns, column: str) -> Converted | None:
        """A column of a metric's amounts in the currency of the metric; None where it is taken as it stands."""
        how = self.conversion.metrics.get(spec.metric) if self.conversion else None
        beside = how.beside.get(column) if how else None
        if self.conversion is None or how is None or beside is None:
            return None
        key = (how.to, column, beside)
        if key not in self._converted:
            self._converted[key] = converted(
                self.numbers(column),
                self.labels(beside),
                self.months,
                self.period_known,
                to=how.to,
                rates=self.conversion.rates,
            )
        return self._converted[key]

    def numbers_of(self, spec: MetricColumns, column: str) -> Numbers:
        """The numbers that a metric takes of a column: amounts in its own currency."""
        found = self.converted(spec, column)
        return found.numbers if found else self.numbers(column)

    def days(self, column: str) -> Days:
        if column not in self._days:
            self._days[column] = read_days(self.frame[column], self.missing, self.mapping.period.date_format)
        return self._days[column]

    @cached_property
    def partner(self) -> Labels:
        return self.labels(self.mapping.partner.column)

    @cached_property
    def period_known(self) -> np.ndarray:
        return self.days(self.mapping.period.column).known

    @cached_property
    def months(self) -> np.ndarray:
        return self.days(self.mapping.period.column).months

    @cached_property
    def period_days(self) -> np.ndarray:
        """The days of rows, since 1970-01-01: which of them is the newest."""
        return self.days(self.mapping.period.column).days

    @cached_property
    def gap_months(self) -> np.ndarray:
        """Months for dating gaps: −1 where the row's period is not known."""
        return np.where(self.period_known, self.months, -1)

    @cached_property
    def counted(self) -> np.ndarray:
        """Rows that count at all: whole, with a partner, and meeting the file's own conditions."""
        counted: np.ndarray = self.whole & ~self.partner.missing & self.meets(self.mapping.where)
        return counted

    def meets(self, conditions: Sequence[RowCondition]) -> np.ndarray:
        mask = np.ones(len(self.frame), dtype=bool)
        for condition in conditions:
            mask &= self.labels(condition.column).where(set(condition.values))
        return mask

    def outside(self, spec: MetricColumns) -> np.ndarray:
        """A mask of the rows whose value can't be: a score of 250, an end before its begin."""
        mask = np.zeros(len(self.frame), dtype=bool)
        for place, _column in spec.places:
            mask |= self.outside_at(spec, place)
        return mask

    def outside_at(self, spec: MetricColumns, place: FieldPlace) -> np.ndarray:
        """A mask of the rows whose value in one column of a metric can't be."""
        field = place.field
        if field.not_before:
            begun, ended = self.days(spec.text(field.not_before)), self.days(spec.text(field.name))
            before: np.ndarray = begun.known & ended.known & (ended.days < begun.days)
            return before
        bounds = self.rule(spec).bounds if field.bounds == "definition" else field.bounds
        if bounds is None:
            return np.zeros(len(self.frame), dtype=bool)
        numbers = self.numbers_of(spec, place.of(spec.given))
        least, most = (bound * 10**numbers.decimals for bound in bounds)
        mask: np.ndarray = numbers.known & ((numbers.scaled < least) | (numbers.scaled > most))
        return mask

    def rule(self, spec: MetricColumns) -> ReadingRule:
        """What the metric's definition asks of its numbers."""
        return self.rules.get(spec.metric, ReadingRule())

    def find_gaps(self, findings: FoundGaps, today: dt.date) -> None:
        """Report what every row lacks, before any condition is applied; and which lie in the future."""
        whole = self.whole
        anybody = partial(findings.add_rows, lines=self.lines, periods=self.gap_months, period_of=month_of)
        note = partial(anybody, partners=self.partner)
        anybody("bad_row", ~whole)
        anybody("missing_partner", whole & self.partner.missing, column=self.mapping.partner.column)
        for column, days in self.dates().items():
            named = {"column": column} | self._named(column)
            note("missing_value", self.lacking(column, days.missing), **named)
            note("bad_date", whole & days.bad, texts=self.frame[column], **named)
        column = self.mapping.period.column
        ahead = whole & (self.gap_months > index_of(today))
        note("future_period", ahead, column=column, texts=self.frame[column])
        for column in self.number_columns():
            numbers, named = self.numbers(column), {"column": column} | self._named(column)
            note("missing_value", self.lacking(column, numbers.missing), **named)
            foreign = self.foreign(column)
            note("unit_mismatch", whole & foreign, texts=self.frame[column], **named)
            note("bad_number", whole & numbers.bad & ~foreign, texts=self.frame[column], **named)
        for column in self._label_columns():
            lacking = self.lacking(column, self.labels(column).missing)
            note("missing_value", lacking, column=column, **self._named(column))
        self._find_missing_rates(findings)
        for spec in self.mapping.metrics:
            for place, column in spec.places:
                if place.field.not_before or place.field.bounds:
                    outside, texts = whole & self.outside_at(spec, place), self.frame[column]
                    note("out_of_range", outside, column=column, metric=spec.metric, texts=texts)

    def _find_missing_rates(self, findings: FoundGaps) -> None:
        """Amounts that nothing can convert, by currency and month. A column that says no currency lacks a value."""
        for spec in self.mapping.metrics:
            for column in spec.amounts:
                self.converted(spec, column)
        for (_to, column, _beside), found in self._converted.items():
            findings.add_rows(
                "bad_number",
                self.whole & found.beyond,
                lines=self.lines,
                periods=self.gap_months,
                period_of=month_of,
                column=column,
                texts=self.frame[column],
                **self._named(column),
            )
            for (currency, _into, month), rate, rows in found.groups:
                if rate is None:
                    findings.add_rows(
                        "missing_rate",
                        self.whole & rows,
                        lines=self.lines,
                        periods=self.gap_months,
                        period_of=month_of,
                        column=column,
                        label=currency,
                        value=f"{currency} {month_key(month_of(month))}",
                        **self._named(column),
                    )

    def foreign(self, column: str) -> np.ndarray:
        """A mask of the cells of a plain form that are in another currency than the column's."""
        bad = self.numbers(column).bad.copy()
        if self.is_plain and bad.any():
            texts = self.frame[column].to_numpy(dtype=object)
            bad[bad] = [bool((found := written_in(str(text))) and found.currency) for text in texts[bad]]
            return bad
        return np.zeros(len(self.frame), dtype=bool)

    def lacking(self, column: str, missing: np.ndarray) -> np.ndarray:
        """A mask of the rows that lack what is asked of them in a column: of all, or of those that a rule names."""
        rules = [rule for rule in self.mapping.required if rule.column == column]
        lacking: np.ndarray = self.whole & missing
        if rules:
            lacking &= np.logical_or.reduce([self._asked_by(rule) for rule in rules])
        return lacking

    def _asked_by(self, rule: RequiredColumn) -> np.ndarray:
        labels = self.labels(rule.where)
        asked: np.ndarray = labels.where(set(rule.values)) if rule.values else ~labels.missing
        return asked

    def dates(self) -> dict[str, Days]:
        """The columns that are read as dates."""
        names = [self.mapping.period.column, *self._read_as("date")]
        return {name: self.days(name) for name in dict.fromkeys(names)}

    def number_columns(self) -> list[str]:
        """The columns that are read as numbers."""
        return list(dict.fromkeys(self._read_as("number")))

    def _label_columns(self) -> list[str]:
        names = [*self._read_as("label"), *(condition.column for condition in self.mapping.where)]
        names += self.conversion.columns() if self.conversion else []
        return list(dict.fromkeys(names))

    def _read_as(self, read: Read) -> list[str]:
        """The columns that some measure reads in this way."""
        return [
            column
            for spec in self.mapping.metrics
            for place, column in spec.places
            if place.field.read == read
        ]

    def _named(self, column: str) -> dict[str, Any]:
        """Which metrics a gap in a column weakens: the only one, several, or all that the file gives."""
        if column in {self.mapping.period.column, *(condition.column for condition in self.mapping.where)}:
            return {}
        users = [spec.metric for spec in self.mapping.metrics if column in spec.columns()]
        return {"metric": users[0]} if len(users) == 1 else {"concerns": tuple(users)}
