"""Causes in words: one sentence for each, and what was done about it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.gaps.models import Cause
from metrics.gaps.wording import gap_words
from partnerdesk.core import dates


def cause_words(cause: Cause) -> str:
    """`158 rows without close date, Jan 2025 – Oct 2026`, of a cause `with_extent`. Raises UnknownGapKind."""
    is_dated = cause.declared.is_dated
    line = gap_words(
        cause.kind,
        cause.rows,
        column=cause.column,
        label=cause.label,
        periods=[] if is_dated else cause.periods,
    )
    if is_dated and cause.periods:
        line = _("%(line)s, %(months)s") % {"line": line, "months": span_words(cause)}
    return line


def span_words(cause: Cause) -> str:
    """The months from its first gap to its last one; empty where none is dated."""
    return dates.months(min(cause.periods), max(cause.periods)) if cause.periods else ""


DONE = {
    "cause.accepted": gettext_lazy("accepted until %(accepted_until)s: %(reason)s"),
    "cause.opened": gettext_lazy("opened again"),
    "cause.assigned": gettext_lazy("given to %(owner_id)s"),
    "cause.due_set": gettext_lazy("due on %(due_on)s"),
    "cause.asked": gettext_lazy("asked %(asked_id)s"),
    "cause.answered": gettext_lazy("answered, from the next file on: %(answer)s"),
    "cause.merged": gettext_lazy("merged into “%(answer)s”"),
    "cause.undone": gettext_lazy("taken back"),
    "cause.settled": gettext_lazy("settled: no gap is left"),
    "cause.found_again": gettext_lazy("found again in a file"),
    "cause.run_out": gettext_lazy("the day until which it was accepted is over"),
}
"""What each event on a cause says; those that are not named here are not told."""


def done_words(kind: str, after: dict[str, Any], people: dict[str, str]) -> str:
    """An event in words; `people` are names by their ids."""
    filled = {name: _said(name, value, people) for name, value in after.items()}
    for name in ("accepted_until", "reason", "owner_id", "due_on", "asked_id", "answer"):
        filled.setdefault(name, "–")
    return str(DONE[kind]) % filled


def _said(name: str, value: Any, people: dict[str, str]) -> str:
    if value in (None, "", {}):
        return _("whom it belongs to by itself") if name == "owner_id" else "–"
    if name in ("accepted_until", "due_on"):
        return dates.day(dt.date.fromisoformat(value))
    if name in ("owner_id", "asked_id"):
        return people.get(value, "–")
    return answer_words(value) if name == "answer" else str(value)


def answer_words(answer: dict[str, Any]) -> str:
    """What people said a source means."""
    if "into" in answer:
        return str(answer["into"])
    if "partners" in answer:
        return ", ".join(f"{label} = {key}" for label, key in answer["partners"].items())
    return _("the same") if answer.get("spelling") == "same" else _("not the same")
