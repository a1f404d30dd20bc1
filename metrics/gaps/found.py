"""Collecting gaps while a file is read: what is wrong, how often, where, with a few examples."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

EXAMPLES = 3


@dataclass(frozen=True)
class FoundGap:
    """One gap as it was found: `count` rows (or labels, partners, periods), with a few examples.

    `metric` is the one that it weakens; where there are several they stand in `concerns`. With neither it is
    all that the file gives.
    """

    kind: str
    count: int
    metric: str = ""
    column: str = ""
    label: str = ""
    period: dt.date | None = None
    examples: tuple[dict[str, Any], ...] = ()
    concerns: tuple[str, ...] = ()


@dataclass
class _Tally:
    concerns: tuple[str, ...] = ()
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
    ) -> None:
        if count == 0:
            return
        tally = self._tallies.setdefault((kind, metric, column, label, period), _Tally(concerns))
        tally.count += count
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
    ) -> None:
        """Count the rows of `mask` with their `lines`, by period where `periods` (codes; negative: unknown) says it.

        Examples say the row's own text of `texts`, or `value`.
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
            )

    def __iter__(self) -> Iterator[FoundGap]:
        for (kind, metric, column, label, period), tally in self._tallies.items():
            yield FoundGap(
                kind, tally.count, metric, column, label, period, tuple(tally.examples), tally.concerns
            )
