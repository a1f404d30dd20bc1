"""One watched condition and what its samples make of it. Pure; no Django."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from decisions.triggers.engine.machine import Condition, Rule, Sample, revise, step
from decisions.triggers.engine.machine import Episode as Span

Key = int | uuid.UUID
"""A watched set by its id, or one partner."""
NEVER = -1e300
"""A level that no metric falls below."""


@dataclass(slots=True)
class Watched:
    """One condition with what its trigger says of it: a row of the query below."""

    pk: int
    trigger: uuid.UUID
    kind: str
    key: Key
    months: int
    rule: Rule
    setting: dict[str, Any]
    active_from: dt.date | None
    condition: Condition
    stale_on: dt.date | None


@dataclass(slots=True)
class Found:
    """What a condition came to, with the samples at which an episode began or ended, in their order.

    `spans` are all its episodes by the corrected samples, where old ones changed; None where they did not.
    """

    row: Watched
    condition: Condition
    changes: list[tuple[str, Sample]] = field(default_factory=list)
    spans: Sequence[Span] | None = None

    @property
    def is_moved(self) -> bool:
        return self.condition != self.row.condition


def look_at(row: Watched, known: Sequence[Sample], first: dt.date | None) -> Found | None:
    """Step through what is new; where old samples may have changed, look at all of them again. None: nothing moved."""
    before = row.condition
    if before.period is not None and (first is None or first <= before.period):
        revision = revise(row.rule, known, before)
        return Found(row, revision.condition, spans=revision.episodes)
    found = Found(row, before)
    for sample in _newer(known, before.period):
        taken = step(row.rule, found.condition, sample)
        found.condition = taken.condition
        if taken.change:
            found.changes.append((taken.change, sample))
    return None if found.condition is before else found


def _newer(known: Sequence[Sample], period: dt.date | None) -> Sequence[Sample]:
    """The samples after `period`. There are few of them, at the end."""
    if period is None:
        return known
    begin = len(known)
    while begin and known[begin - 1].period > period:
        begin -= 1
    return known[begin:]


def rule_of(
    is_below: bool,
    level: float | None,
    clear_level: float | None,
    count: int,
    hold: int,
    includes_level: bool = False,
) -> Rule:
    """The machine's rule of a trigger. One without a level (`stale`) never fires by its samples."""
    if level is None:
        return Rule.at_level(NEVER, is_below=True)
    return Rule.at_level(
        level,
        clear_level,
        is_below=is_below,
        for_samples=count,
        hold_samples=hold,
        includes_level=includes_level,
    )
