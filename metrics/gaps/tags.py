"""Gaps in sentences, in templates."""

import datetime as dt
from typing import Any

from django import template

from metrics.gaps.cause_wording import cause_words, span_words
from metrics.gaps.kinds import KINDS
from metrics.gaps.models import Cause, Gap
from metrics.gaps.wording import example_words, gap_words

register = template.Library()


@register.filter
def cause_line(cause: Cause) -> str:
    """A cause `with_extent` in one sentence, with its months."""
    return cause_words(cause)


@register.filter
def cause_span(cause: Cause) -> str:
    """The months from the first gap of a cause to its last one."""
    return span_words(cause)


@register.filter
def gap_line(gap: Gap) -> str:
    """A stored gap in one sentence."""
    return gap_words(gap.kind, gap.count, column=gap.column, label=gap.label, periods=[gap.period])


@register.filter
def found_gap_line(row: dict[str, Any]) -> str:
    """A gap of a preview in one sentence."""
    periods = [dt.date.fromisoformat(text) for text in row["periods"]]
    return gap_words(row["kind"], row["count"], column=row["column"], label=row["label"], periods=periods)


@register.filter
def examples(gap: Any) -> list[str]:
    """A gap's examples in words."""
    found = gap["examples"] if isinstance(gap, dict) else gap.examples
    return [example_words(example) for example in found]


@register.filter
def gap_kind(kind: str) -> str:
    """What people call a kind. Raises UnknownGapKind."""
    return str(KINDS[kind].kind.label)


@register.filter
def gap_meaning(kind: str) -> str:
    """What a kind of gap does to the figures."""
    return str(KINDS[kind].meaning)


@register.filter
def gap_advice(kind: str) -> str:
    """What would settle a kind of gap."""
    return str(KINDS[kind].advice)
