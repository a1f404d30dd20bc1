"""A report as JSON for other programs: the frozen content as it was hashed, and what stands beside it."""

from typing import Any

from decisions.reports.report import Report


def as_json(report: Report) -> dict[str, Any]:
    """`content` is exactly what was hashed; `names` are the people behind its seals; the rest is the enactment."""
    return {
        "schema": "partner-desk/export/1",
        "content": report.data,
        "sha256": report.sha256 or None,
        "standing": report.standing or "draft",
        "in_force_from": report.in_force_from.isoformat() if report.in_force_from else None,
        "in_force_to": report.in_force_to.isoformat() if report.in_force_to else None,
        "approvals": [
            {
                "by": vote.by,
                "choice": vote.choice,
                "comment": vote.comment,
                "condition": vote.condition,
                "for": vote.standing_for,
                "at": vote.at,
            }
            for vote in report.approvals
        ],
        "names": report.names,
    }
