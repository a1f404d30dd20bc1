"""What a page has no room for: counted in words, with the page of the full record where it stands."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from decisions.versions.report import Report

Pages = Callable[[], Mapping[str, int]]
"""Gives the page of the full record on which each anchor stands; asked only where something is left out."""

COUNTED: dict[str, Any] = {
    "options": ngettext_lazy("+%(count)s more option", "+%(count)s more options", "count"),
    "criteria": ngettext_lazy("+%(count)s more criterion", "+%(count)s more criteria", "count"),
    "metrics": ngettext_lazy("+%(count)s more metric", "+%(count)s more metrics", "count"),
    "gaps": ngettext_lazy("+%(count)s more gap", "+%(count)s more gaps", "count"),
    "weak_evidence": ngettext_lazy(
        "+%(count)s more piece of weak evidence", "+%(count)s more pieces of weak evidence", "count"
    ),
    "triggers": ngettext_lazy("+%(count)s more threshold", "+%(count)s more thresholds", "count"),
    "guardrails": ngettext_lazy("+%(count)s more guardrail", "+%(count)s more guardrails", "count"),
    "risks": ngettext_lazy("+%(count)s more risk", "+%(count)s more risks", "count"),
    "actions": ngettext_lazy("+%(count)s more action", "+%(count)s more actions", "count"),
    "waivers": ngettext_lazy("+%(count)s more waived point", "+%(count)s more waived points", "count"),
    "votes": ngettext_lazy(
        "+%(count)s more condition or comment", "+%(count)s more conditions and comments", "count"
    ),
}
PARTS = {"gaps": "metrics", "weak_evidence": "evidence"}
"""The part of the full record that has a kind of row, where it is not called like it."""
ANCHORS = {"waivers": "print-waived", "votes": "print-decided-by"}
"""The places of what is no part."""


def no_pages() -> Mapping[str, int]:
    """On a screen there are no pages."""
    return {}


class Elsewhere:
    """Where the full record has what a one-pager leaves out."""

    def __init__(self, report: Report, pages: Pages) -> None:
        self.report = report
        self.pages = pages

    def words(self, kind: str, count: int) -> str:
        """“+2 more gaps, full record page 4”. Raises KeyError for a kind of row that is not counted here."""
        more = COUNTED[kind] % {"count": count}
        page = self.pages().get(self._anchor(kind))
        if page is None:
            return _("%(more)s: continued in the full record") % {"more": more}
        return _("%(more)s, full record page %(page)s") % {"more": more, "page": page}

    def _anchor(self, kind: str) -> str:
        part = PARTS.get(kind, kind)
        sections = self.report.data["sections"]
        keys = (section["key"] for section in sections if part in section["parts"])
        return ANCHORS.get(kind) or f"print-{next(keys, '')}"
