"""The columns of one chunk, parsed once each, and the gaps that parsing found."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from metrics.reading.findings import Findings
from metrics.reading.mapping import Condition, ImportMapping, MetricColumns
from metrics.reading.parsing import Days, Labels, Numbers, month_of, read_days, read_labels, read_numbers
from metrics.reading.rules import Rule


class Columns:
    """One chunk of the file under one mapping.

    `whole` masks the rows with as many fields as the header; `first_line` is the line of the first row, the
    header being line 1.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        mapping: ImportMapping,
        rules: Mapping[str, Rule],
        *,
        whole: np.ndarray,
        first_line: int,
    ) -> None:
        self.frame = frame
        self.mapping = mapping
        self.rules = rules
        self.whole = whole
        self.first_line = first_line
        self.missing = set(mapping.format.missing) | {""}
        self._labels: dict[str, Labels] = {}
        self._numbers: dict[str, Numbers] = {}
        self._days: dict[str, Days] = {}

    def labels(self, column: str) -> Labels:
        if column not in self._labels:
            self._labels[column] = read_labels(self.frame[column], self.missing)
        return self._labels[column]

    def numbers(self, column: str) -> Numbers:
        if column not in self._numbers:
            form = self.mapping.format
            self._numbers[column] = read_numbers(
                self.frame[column], self.missing, form.decimal, form.thousands
            )
        return self._numbers[column]

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
    def gap_months(self) -> np.ndarray:
        """Months for dating gaps: −1 where the row's period is not known."""
        return np.where(self.period_known, self.months, -1)

    @cached_property
    def counted(self) -> np.ndarray:
        """Rows that count at all: whole, with a partner, and meeting the file's own conditions."""
        counted: np.ndarray = self.whole & ~self.partner.missing & self.meets(self.mapping.where)
        return counted

    def meets(self, conditions: Sequence[Condition]) -> np.ndarray:
        mask = np.ones(len(self.frame), dtype=bool)
        for condition in conditions:
            mask &= self.labels(condition.column).where(set(condition.values))
        return mask

    def outside(self, spec: MetricColumns) -> np.ndarray:
        """A mask of the rows whose value can't be: a score of 250, an end before its begin."""
        if spec.from_ and spec.to:
            begun, ended = self.days(spec.from_), self.days(spec.to)
            before: np.ndarray = begun.known & ended.known & (ended.days < begun.days)
            return before
        bounds = (0, 10) if spec.measure == "nps" else self.rules.get(spec.metric, Rule()).bounds
        if bounds is None or spec.value is None or spec.measure not in {"nps", "score", "mean"}:
            return np.zeros(len(self.frame), dtype=bool)
        numbers = self.numbers(spec.value)
        least, most = (bound * 10**numbers.decimals for bound in bounds)
        mask: np.ndarray = numbers.known & ((numbers.scaled < least) | (numbers.scaled > most))
        return mask

    def find_gaps(self, findings: Findings) -> None:
        """Report what every row lacks, before any condition is applied."""
        whole = self.whole
        note = partial(
            findings.add_rows, first_line=self.first_line, periods=self.gap_months, period_of=month_of
        )
        note("bad_row", ~whole)
        note("missing_partner", whole & self.partner.missing, column=self.mapping.partner.column)
        for column, days in self.dates().items():
            named = {"column": column} | self._named(column)
            note("missing_value", whole & days.missing, **named)
            note("bad_date", whole & days.bad, texts=self.frame[column], **named)
        for column in self.number_columns():
            numbers, named = self.numbers(column), {"column": column} | self._named(column)
            note("missing_value", whole & numbers.missing, **named)
            note("bad_number", whole & numbers.bad, texts=self.frame[column], **named)
        for column in self._label_columns():
            note("missing_value", whole & self.labels(column).missing, column=column, **self._named(column))
        for spec in self.mapping.metrics:
            judged = spec.to or spec.value
            if judged:
                texts = self.frame[judged]
                note(
                    "out_of_range", whole & self.outside(spec), column=judged, metric=spec.metric, texts=texts
                )

    def dates(self) -> dict[str, Days]:
        """The columns that are read as dates."""
        names = [self.mapping.period.column]
        for spec in self.mapping.metrics:
            names += [name for name in (spec.from_, spec.to) if name]
        return {name: self.days(name) for name in dict.fromkeys(names)}

    def number_columns(self) -> list[str]:
        """The columns that are read as numbers."""
        names = [
            spec.field(name)
            for spec in self.mapping.metrics
            for name in ("value", "numerator", "denominator", "revenue", "cost")
        ]
        return list(dict.fromkeys(name for name in names if name))

    def _label_columns(self) -> list[str]:
        names = [spec.field(name) for spec in self.mapping.metrics for name in ("column", "stage")]
        names += [condition.column for condition in self.mapping.where]
        return list(dict.fromkeys(name for name in names if name))

    def _named(self, column: str) -> dict[str, Any]:
        """Which metrics a gap in a column weakens: the only one, several, or all that the file gives."""
        if column in {self.mapping.period.column, *(condition.column for condition in self.mapping.where)}:
            return {}
        users = [spec.metric for spec in self.mapping.metrics if column in spec.columns()]
        return {"metric": users[0]} if len(users) == 1 else {"concerns": tuple(users)}
