"""What a measure is given of a file, and what it gives back: parsed columns in, rows of parts out. Pure; no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from metrics.measures.kept import KeptColumn
from metrics.measures.parsed import Days, Labels, Numbers

ScaledPart = tuple[np.ndarray, int]
"""One part of some rows: integers, and the power of ten by which they are divided."""


@dataclass(frozen=True)
class PartRows:
    """Parts of some rows: `rows` index them, `months` date them, counted from 1970-01.

    `parts` are the numbers, `kept` what is kept of each row. `days`, since 1970-01-01, tell which row is the newest.
    """

    rows: np.ndarray
    months: np.ndarray
    parts: tuple[ScaledPart, ...]
    counts_rows: bool = True
    kept: KeptColumn | None = None
    days: np.ndarray | None = None


@dataclass(frozen=True)
class Prepared:
    """A chunk of a file under one metric of its mapping, by the names of the measure's own fields.

    `counts` masks the rows that may count: whole ones, of a known partner, that meet the conditions and hold nothing
    impossible. `is_dated` masks those whose period is known, `months` are their months, `on` their days. `weighed` has
    the columns of the components that the definition weighs, `weights` their weights.
    """

    counts: np.ndarray
    is_dated: np.ndarray
    months: np.ndarray
    on: np.ndarray
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    labels: Mapping[str, Labels] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    weighed: Mapping[str, Numbers] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)

    def rows(self, *known: np.ndarray) -> np.ndarray:
        """Where the dated rows stand that count and in which all these masks hold."""
        mask = self.counts & self.is_dated
        for one in known:
            mask = mask & one
        return np.flatnonzero(mask)

    def dated(self, rows: np.ndarray, *parts: ScaledPart, kept: KeptColumn | None = None) -> PartRows:
        """The parts of these rows, by the period of each."""
        return PartRows(rows, self.months[rows], parts, kept=kept, days=self.on[rows])


def ones(rows: np.ndarray) -> ScaledPart:
    """One for each row: how cases are counted."""
    return np.ones(len(rows), dtype=np.int64), 0


def whole(numbers: np.ndarray) -> ScaledPart:
    """Numbers, or a mask, as whole numbers."""
    return numbers.astype(np.int64), 0
