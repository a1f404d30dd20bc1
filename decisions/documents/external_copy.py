"""An external copy: a report without what is meant for the house alone.

What is internal each section kind declares itself (`SectionKind.internal`). Besides, nobody is named: not the owners,
the author, the approver or the voters. Words of the authors stay as they wrote them.
"""

import re
from dataclasses import replace
from typing import Any

from decisions.sections.registry import KINDS
from decisions.versions.report import PrintedVote, Report

BESIDE_PARTS = ("waivers", "open", "not_done", "scorecard")
"""What stands beside the parts of a version: what was let pass, left open or not done, and partners with figures.

What a version's form does not have is not left out either.
"""
VOTES = ("approvals.by", "approvals.for", "approvals.comment", "approvals.condition")
SEAL = re.compile(r"[0-9a-f]{64}")


def external_copy(report: Report) -> Report:
    """The report of a version as others may have it. What is left out is empty, and its place is listed."""
    data = _without_people(report.data)
    for section in KINDS:
        for path in section.internal if section.kind in data["parts"] else ():
            _leave_out(data["parts"][section.kind], path.split("."))
    for name in _beside(data):
        data[name] = _empty(data[name])
    return replace(
        report,
        data=data,
        names={},
        approvals=tuple(
            PrintedVote("", vote.choice, "", vote.at, wrote=vote.wrote) for vote in report.approvals
        ),
        is_external=True,
        left_out=left_out(data),
    )


def left_out(data: dict[str, Any]) -> tuple[str, ...]:
    """The places that an external copy of this content leaves out, as its JSON names them."""
    parts = [f"parts.{section.kind}.{path}" for section in KINDS for path in section.internal]
    return ("people", *_beside(data), *VOTES, *sorted(parts))


def _beside(data: dict[str, Any]) -> list[str]:
    return [name for name in BESIDE_PARTS if name in data]


def _leave_out(holder: Any, path: list[str]) -> None:
    """Empty what stands at a path; a list on the way stands for each of its rows. Older forms may not have it."""
    if isinstance(holder, list):
        for row in holder:
            _leave_out(row, path)
    elif path[0] not in holder:
        return
    elif len(path) > 1:
        _leave_out(holder[path[0]], path[1:])
    else:
        holder[path[0]] = _empty(holder[path[0]])


def _empty(value: Any) -> Any:
    """Nothing, in the form of what stood there."""
    return type(value)() if isinstance(value, str | list | dict) else None


def _without_people(value: Any, key: str = "") -> Any:
    """A copy without the seals of people. What is named a hash is none."""
    if isinstance(value, dict):
        return {name: _without_people(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_people(item, key) for item in value]
    if isinstance(value, str) and not key.endswith("sha256") and SEAL.fullmatch(value):
        return None
    return value
