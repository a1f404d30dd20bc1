"""What gaps do to the grade of a figure, and what it would be with some of their causes settled. No queries."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from metrics.gaps.kinds import KINDS, Effect
from metrics.measures.grading import Quality


@dataclass(frozen=True)
class Weakening:
    """What one gap does to a figure: rows (or labels, partners) of those asked for, in a period or in none."""

    cause: uuid.UUID
    kind: str
    rows: int
    period: dt.date | None

    @property
    def effect(self) -> Effect:
        return KINDS[self.kind].effect


@dataclass(frozen=True)
class Weakenings:
    """All that weakens a figure of `rows` rows. `empty` are the periods of its window in which nothing is known."""

    ones: tuple[Weakening, ...] = ()
    empty: tuple[dt.date, ...] = ()
    rows: int = 0

    @property
    def causes(self) -> frozenset[uuid.UUID]:
        return frozenset(one.cause for one in self.ones)

    def on(self, quality: Quality) -> Quality:
        """A quality with what these do to it."""
        touched = sum(one.rows for one in self.ones if one.effect is Effect.ROWS)
        return replace(
            quality,
            has_empty_period=bool(self.empty),
            gap_share=touched / max(self.rows, 1),
            has_gap=bool(self.ones),
        )

    def settled(self, causes: Collection[uuid.UUID], quality: Quality) -> "tuple[Weakenings, Quality]":
        """What is left with these causes settled, and the quality then: rows complete, periods and partners there."""
        gone = [one for one in self.ones if one.cause in causes]
        filled = {one.period for one in gone if one.effect is Effect.PERIOD}
        come = sum(one.rows for one in gone if one.effect is Effect.PARTNERS)
        left = replace(
            self,
            ones=tuple(one for one in self.ones if one.cause not in causes),
            empty=tuple(period for period in self.empty if period not in filled),
        )
        covered = max(quality.partners, min(quality.partners + come, quality.asked))
        return left, left.on(replace(quality, partners=covered))


NOTHING_WEAKENS = Weakenings()
