"""Labels of a file that its mapping does not name."""

from collections import Counter
from typing import Any

import numpy as np

from metrics.files.reading.columns import Columns
from metrics.files.reading.mapping import ImportMapping
from metrics.files.values.currencies import codes
from metrics.gaps.found import EXAMPLES, FoundGaps


class Unmapped:
    """Labels of columns by whose labels a mapping tells rows apart, and that it does not name."""

    def __init__(self, mapping: ImportMapping) -> None:
        self._named = mapping.named_labels()
        self._counts: dict[str, Counter[str]] = {column: Counter() for column in self._named}
        self._firsts: dict[str, dict[str, int]] = {column: {} for column in self._named}
        self._concerned = {
            column: tuple(spec.metric for spec in mapping.metrics if column in spec.columns())
            for column in self._named
        }

    def look(self, columns: Columns) -> None:
        """Count the labels of a chunk."""
        for column, named in self._named.items():
            labels = columns.labels(column)
            found, firsts, counts = np.unique(
                labels.codes[columns.whole], return_index=True, return_counts=True
            )
            lines = columns.lines[columns.whole]
            for code, first, count in zip(found.tolist(), firsts.tolist(), counts.tolist(), strict=True):
                label = labels.values[code] if code >= 0 else ""
                if label and label not in named:
                    self._counts[column][label] += count
                    self._firsts[column].setdefault(label, int(lines[first]))

    def report(self, findings: FoundGaps) -> None:
        """A gap for each column, with its most frequent labels: of currencies those that are not added up."""
        for column, counts in self._counts.items():
            metrics = self._concerned[column]
            examples: list[dict[str, Any]] = [
                {"row": self._firsts[column][label], "value": label}
                for label, _count in counts.most_common(EXAMPLES)
            ]
            is_money = {*counts, *self._named[column]} <= codes()
            findings.add(
                "unit_mismatch" if is_money else "unmapped_label",
                counts.total(),
                column=column,
                metric=metrics[0] if len(metrics) == 1 else "",
                concerns=metrics if len(metrics) > 1 else (),
                examples=examples,
            )
