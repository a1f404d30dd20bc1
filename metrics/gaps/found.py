"""Collecting gaps while a file is read: what is wrong, how often, where, with a few examples."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metrics.gaps.kinds import KINDS
from metrics.measures.parsed import Labels

EXAMPLES = 3


@dataclass(frozen=True)
class FoundGap:
    """One gap as it was found: `count` rows (or labels, partners, periods), with a few examples.

    `metric` is the one that it weakens; where there are several they stand in `concerns`. With neither it is
    all that the file gives. `partners` are rows by the label of their partner, None where nobody knows whose they are;
    `segments` those that fall apart where labels of partners are spelt in two ways. Raises UnknownGapKind.
    """

    kind: str
    count: int
    metric: str = ""
    column: str = ""
    label: str = ""
    period: dt.date | None = None
    examples: tuple[dict[str, Any], ...] = ()
    concerns: tuple[str, ...] = ()
    partners: Mapping[str, int] | None = None
    segments: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        KINDS[self.kind]


@dataclass
class _Tally:
    concerns: tuple[str, ...] = ()
    segments: tuple[str, ...] | None = None
    partners: Counter[str] | None = field(default_factory=Counter)
    count: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


class FoundGaps:
    """Gaps by kind, metric, column, label and period. Rows are lines of the file."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str, str, str, dt.date | None], _Tally] = {}

    def add(
        self,
        kind: str,
        count: int = 1,
        *,
        metric: str = "",
        column: str = "",
        label: str = "",
        period: dt.date | None = None,
        examples: list[dict[str, Any]] | None = None,
        concerns: tuple[str, ...] = (),
        partners: Mapping[str, int] | None = None,
        segments: tuple[str, ...] | None = None,
    ) -> None:
        """Count some. Where it is not known of all whose they are, it is known of none."""
        if count == 0:
            return
        tally = self._tallies.setdefault((kind, metric, column, label, period), _Tally(concerns, segments))
        tally.count += count
        if partners is None or tally.partners is None:
            tally.partners = None
        else:
            tally.partners.update(partners)
        tally.examples += (examples or [])[: EXAMPLES - len(tally.examples)]

    def add_rows(
        self,
        kind: str,
        mask: np.ndarray,
        *,
        lines: np.ndarray,
        periods: np.ndarray | None = None,
        period_of: Any = None,
        metric: str = "",
        column: str = "",
        label: str = "",
        texts: Any = None,
        value: str = "",
        concerns: tuple[str, ...] = (),
        partners: Labels | None = None,
    ) -> None:
        """Count the rows of `mask` with their `lines`, by period where `periods` (codes; negative: unknown) says it.

        `partners` are those of all rows; a row without one is nobody's. Examples say the row's own text of `texts`, or
        `value`.
        """
        rows = np.flatnonzero(mask)
        if not len(rows):
            return
        if periods is None:
            groups = {None: rows}
        else:
            codes = periods[rows]
            groups = {
                (period_of(int(code)) if code >= 0 else None): rows[codes == code]
                for code in np.unique(codes)
            }
        for period, found in groups.items():
            examples: list[dict[str, Any]] = [{"row": int(lines[row])} for row in found[:EXAMPLES]]
            if texts is not None:
                for example, row in zip(examples, found, strict=False):
                    example["value"] = str(texts.iloc[row])[:80]
            if value:
                examples = [example | {"value": value} for example in examples]
            self.add(
                kind,
                len(found),
                metric=metric,
                column=column,
                label=label,
                period=period,
                examples=examples,
                concerns=concerns,
                partners=rows_by_label(partners, found) if partners else None,
            )

    def __iter__(self) -> Iterator[FoundGap]:
        for (kind, metric, column, label, period), tally in self._tallies.items():
            yield FoundGap(
                kind,
                tally.count,
                metric,
                column,
                label,
                period,
                tuple(tally.examples),
                tally.concerns,
                None if tally.partners is None else dict(tally.partners),
                tally.segments,
            )


def rows_by_label(labels: Labels, rows: np.ndarray) -> dict[str, int]:
    """How many of these rows have each label; those without one are left out."""
    codes, counts = np.unique(labels.codes[rows], return_counts=True)
    return {
        labels.values[code]: count
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True)
        if code >= 0
    }
