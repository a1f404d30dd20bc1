"""What stands between a draft and its next stage: one list for the screen, the API and the refusal.

The rules themselves stand with their sections: `checks` of each kind in `decisions/sections/`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from decisions.record.models import Waiver
from decisions.sections.brief import Brief
from decisions.sections.declaring import Check, SectionKind
from decisions.sections.draft import Draft
from decisions.sections.registry import KINDS
from decisions.states.stages import GATES, Stage


@dataclass(frozen=True)
class Blocker:
    """One thing that is not settled: its code, the sentence, and where to mend it.

    `subject` tells blockers of one code apart (a row, a field), so that a waiver covers exactly one.
    """

    code: str
    subject: str
    message: str
    part: str
    anchor: str
    gate: Stage
    is_waivable: bool


@dataclass(frozen=True)
class ReadinessLine:
    """One line of the readiness table for this record: what is open, what is waived, or that it holds."""

    check: Check
    part: str
    is_required: bool
    open: tuple[Blocker, ...]
    waived: tuple[tuple[Blocker, Waiver], ...]

    @property
    def holds(self) -> bool:
        return not self.open and not self.waived

    @property
    def label(self) -> Any:
        return self.check.holds


@dataclass(frozen=True)
class Readiness:
    """How far a draft is from passing the gate before `to`, all earlier gates included."""

    to: Stage
    lines: tuple[ReadinessLine, ...]

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """What blocks: open findings of lines that the decision's class requires."""
        return tuple(blocker for line in self.lines if line.is_required for blocker in line.open)

    @property
    def advice(self) -> tuple[Blocker, ...]:
        """What a heavier class would require; it prints as “not done”."""
        return tuple(blocker for line in self.lines if not line.is_required for blocker in line.open)

    @property
    def required_lines(self) -> tuple[ReadinessLine, ...]:
        return tuple(line for line in self.lines if line.is_required)

    @property
    def settled(self) -> int:
        return sum(not line.open for line in self.required_lines)

    def up_to(self, gate: Stage) -> "Readiness":
        """The same draft before this gate or an earlier one."""
        passed = GATES[: GATES.index(gate) + 1]
        return Readiness(gate, tuple(line for line in self.lines if line.check.gate in passed))

    def open_parts(self) -> set[str]:
        """Parts with something open, for the dots of the navigation."""
        return {blocker.part for blocker in self.blockers}


def assess(content: Draft, to: Stage, today: dt.date) -> Readiness:
    """Check every gate up to `to`, in the order of gates and parts."""
    waivers = {(waiver.code, waiver.subject): waiver for waiver in content.waivers}
    passed = GATES[: GATES.index(to) + 1]
    lines = [
        _line(content, section.kind, check, waivers, today)
        for gate in passed
        for section, check in _checks(content, gate)
    ]
    return Readiness(to, tuple(line for line in lines if line.open or not line.check.is_quiet))


def blockers(content: Draft, to: Stage, today: dt.date) -> tuple[Blocker, ...]:
    """What blocks the step to `to`."""
    return assess(content, to, today).blockers


def _checks(content: Draft, gate: Stage) -> Iterator[tuple[SectionKind, Check]]:
    for section in KINDS:
        for check in section.asked(content):
            if check.gate == gate:
                yield section, check


def _line(
    content: Draft,
    part: str,
    check: Check,
    waivers: dict[tuple[str, str], Waiver],
    today: dt.date,
) -> ReadinessLine:
    still_open, waived = [], []
    for finding in check.find(content, today):
        blocker = Blocker(
            code=check.code,
            subject=finding.subject,
            message=finding.message,
            part=part,
            anchor=finding.anchor,
            gate=check.gate,
            is_waivable=check.waivable,
        )
        waiver = waivers.get((blocker.code, blocker.subject))
        if waiver and check.waivable:
            waived.append((blocker, waiver))
        else:
            still_open.append(blocker)
    is_required = content.one(Brief).decision_class in check.required
    return ReadinessLine(check, part, is_required, tuple(still_open), tuple(waived))
