"""Gaps in sentences, in templates."""

import datetime as dt
from typing import Any

from django import template

from metrics.gaps.models import Gap
from metrics.gaps.wording import MEANING, WORDS, example_words, gap_words

register = template.Library()


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
    return str(Gap.Kind(kind).label) if kind in WORDS else kind


@register.filter
def gap_meaning(kind: str) -> str:
    """What a kind of gap does to the figures."""
    return str(MEANING[kind])
