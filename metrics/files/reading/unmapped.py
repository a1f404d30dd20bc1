"""Labels of a file that its mapping does not name."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from metrics.files.reading.columns import Columns
from metrics.files.reading.mapping import ImportMapping
from metrics.files.values import currencies
from metrics.gaps.found import FoundGaps, rows_by_label

MOST_LABELS = 20
"""So many labels of a column are a gap each, the most frequent ones; the others are one together."""


@dataclass
class _Seen:
    """Rows of one label: how many, the line of the first, and whose they are."""

    first: int
    count: int = 0
    partners: Counter[str] = field(default_factory=Counter)


class Unmapped:
    """Labels of columns by whose labels a mapping tells rows apart, and that it does not name."""

    def __init__(self, mapping: ImportMapping) -> None:
        self._named = mapping.named_labels()
        self._seen: dict[str, dict[str, _Seen]] = {column: {} for column in self._named}
        self._concerned = {
            column: tuple(spec.metric for spec in mapping.metrics if column in spec.columns())
            for column in self._named
        }

    def look(self, columns: Columns) -> None:
        """Count the labels of a chunk."""
        rows = np.flatnonzero(columns.whole)
        for column, named in self._named.items():
            labels, seen = columns.labels(column), self._seen[column]
            codes = labels.codes[rows]
            order = np.argsort(codes, kind="stable")
            found, begins = np.unique(codes[order], return_index=True)
            for code, same in zip(found.tolist(), np.split(rows[order], begins[1:]), strict=True):
                if code >= 0 and labels.values[code] not in named:
                    one = seen.setdefault(labels.values[code], _Seen(int(columns.lines[same[0]])))
                    one.count += len(same)
                    one.partners.update(rows_by_label(columns.partner, same))

    def report(self, findings: FoundGaps) -> None:
        """A gap for each of the frequent labels, and one for all others; of currencies one for each column."""
        for column, seen in self._seen.items():
            labels = sorted(seen, key=lambda label: -seen[label].count)
            is_money = {*labels, *self._named[column]} <= currencies.codes()
            for place, label in enumerate(labels):
                one, metrics = seen[label], self._concerned[column]
                findings.add(
                    "unit_mismatch" if is_money else "unmapped_label",
                    one.count,
                    column=column,
                    label="" if is_money or place >= MOST_LABELS else label,
                    metric=metrics[0] if len(metrics) == 1 else "",
                    concerns=metrics if len(metrics) > 1 else (),
                    examples=[{"row": one.first, "value": label}],
                    partners=one.partners,
                )
