"""A report as JSON for other programs: the frozen content as it was hashed, and what stands beside it."""

import json
from typing import Any

from django.template.loader import render_to_string

from decisions.versions.report import Report
from partnerdesk.core.markdown import defused

SCHEMA = "partner-desk/export/1"


def as_json(report: Report) -> dict[str, Any]:
    """`content` is exactly what was hashed; `names` are the people behind its seals; the rest is the enactment.

    In an external copy `content` is without what `left_out` lists, so that it does not hash to `sha256`.
    """
    return {
        "schema": SCHEMA,
        "copy": "external" if report.is_external else "whole",
        "left_out": list(report.left_out),
        "content": report.data,
        "sha256": report.sha256 or None,
        "standing": report.standing or "draft",
        "in_force_from": report.in_force_from.isoformat() if report.in_force_from else None,
        "in_force_to": report.in_force_to.isoformat() if report.in_force_to else None,
        "approvals": [
            {
                "by": vote.by or None,
                "choice": vote.choice,
                "comment": vote.comment,
                "condition": vote.condition,
                "for": vote.standing_for,
                "wrote": vote.wrote,
                "at": vote.at,
            }
            for vote in report.approvals
        ],
        "names": report.names,
    }


def json_bytes(report: Report) -> bytes:
    """The file that is exported, and attached to each PDF."""
    return indented(as_json(report))


def indented(data: Any) -> bytes:
    """JSON for people and programs."""
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def markdown_bytes(report: Report) -> bytes:
    """The report as Markdown, external copies marked as such."""
    return defused(render_to_string("decisions/documents/full.md", {"report": report})).encode()


def file_name(report: Report, ending: str) -> str:
    """What an exported file is called: `CP-0007-v2.json`, `CP-0007-draft.md`, `CP-0007-v2-external.json`."""
    version = "draft" if report.is_draft else f"v{report.number}"
    return f"{report.code}-{version}{'-external' if report.is_external else ''}.{ending}"
