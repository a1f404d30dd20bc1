"""Filters that turn the strings of frozen content into what people read."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from decisions.comparison.charts.expected_path import PathPicture
from decisions.comparison.charts.tornado import TornadoPicture
from decisions.comparison.charts.trade_off import TradeOffPicture
from decisions.comparison.flips import Flips
from decisions.comparison.pictures import PAPER_WIDTH, frozen_path_of, tornado_of, trade_off_of
from decisions.documents import approvals
from decisions.documents.format import paper_date
from decisions.documents.one_pager import OnePager
from decisions.sections.assumptions import Statement
from decisions.sections.criteria import Side
from decisions.sections.estimates import Basis
from decisions.sections.evidence import Evidence
from decisions.sections.guardrail_limits import limit_words
from decisions.sections.reviews import ReviewPlan
from decisions.sections.scope import Scope
from decisions.sections.triggers import Effect
from decisions.states.classes import DecisionClass
from decisions.states.stages import Stage
from decisions.versions.report import FigureGrade, Report
from metrics.definitions.units import NO_VALUE, STYLES, shown
from partnerdesk.core import dates
from partnerdesk.core.days import workspace_zone
from partnerdesk.core.languages import workspace_speaks

register = template.Library()


@register.simple_tag
def flips_of(report: Report) -> Flips:
    """What the comparison says, in words and rows."""
    return Flips(report)


@register.simple_tag
def trade_off_picture(flips: Flips) -> TradeOffPicture | None:
    return trade_off_of(flips, width=PAPER_WIDTH)


@register.simple_tag
def tornado_picture(flips: Flips) -> TornadoPicture | None:
    return tornado_of(flips, width=PAPER_WIDTH)


@register.filter
def path_picture(row: dict[str, Any]) -> PathPicture | None:
    """The picture of a row of the part “expected_path”."""
    return frozen_path_of(row)


@register.filter
def guardrail_limit(row: dict[str, Any]) -> str:
    """The limit of a frozen guardrail: what is watched, and what is stated."""
    return limit_words(row) or NO_VALUE


@register.filter
def person(report: Report | OnePager, reference: str | None) -> str:
    """The name behind a reference in a report; a dash for nobody."""
    return report.person(reference) or NO_VALUE


@register.filter
def quality_words(report: Report) -> str:
    """How far a report's content has been looked at, by whom and when."""
    return approvals.quality(report)


@register.filter
def leaves_undone(report: Report) -> str:
    """What a class of decision does not ask for, in one line: a light one is no unfinished major one."""
    if report.parts["brief"]["class"] == DecisionClass.LIGHT:
        return _("A light decision: what only a standard or a major one asks for is left out.")
    return _("What only a major decision asks for is left out.")


@register.filter
def leaves_out(report: Report, part: str) -> bool:
    """Whether an external copy leaves something of a part out: what is empty there may not have been."""
    return any(place.startswith(f"parts.{part}.") for place in report.left_out)


@register.filter
def figure(report: Report, row: dict[str, Any]) -> FigureGrade | None:
    """How far the figure of a row of metrics can be trusted."""
    return report.figure(row)


@register.filter
def unit(value: str | Decimal | None, code: str) -> str:
    """A number in its unit: `"-0.684974"|unit:"pct"` → `−0.7 %`."""
    return shown(_number(value), code)


@register.filter
def number(value: str | Decimal | None, code: str) -> str:
    """The number alone, with the decimals of its unit."""
    return shown(_number(value), code, with_unit=False)


@register.filter
def value2(value: str | Decimal | None) -> str:
    """A value 0…1 with two decimals."""
    found = _number(value)
    return NO_VALUE if found is None else formats.number_format(round(found, 2), 2)


@register.filter
def share(value: str | Decimal | None) -> str:
    """A share 0…1 in whole per cent, without the sign."""
    found = _number(value)
    return NO_VALUE if found is None else formats.number_format(round(100 * found), 0)


@register.filter
def day(value: str | dt.date | None) -> str:
    """A date as people write it: `3 Dec 2026`; of frozen text with a time the day in the zone that papers name."""
    found = _date(value)
    return NO_VALUE if found is None else dates.day(found)


@register.simple_tag
def paper_zone() -> str:
    """The zone whose days papers print."""
    return workspace_zone()


@register.simple_tag
def japanese_names(report: Report) -> list[str]:
    """The framework's Japanese names, where the workspace's language asks for them."""
    return report.japanese_names if report.japanese_names and workspace_speaks("ja") else []


@register.filter
def own_markdown(kind: str) -> list[str]:
    """The template by which a section kind prints itself in Markdown, or one that prints nothing."""
    return [f"decisions/documents/parts/{name}.md" for name in (kind, "nothing")]


@register.filter
def month(value: str | dt.date | None) -> str:
    found = _date(value)
    return NO_VALUE if found is None else dates.month(found)


_LABELS: dict[str, Any] = {
    "class": DecisionClass,
    "effect": Effect,
    "side": Side,
    "statement": Statement.Kind,
    "evidence": Evidence.Kind,
    "rhythm": ReviewPlan.Rhythm,
    "scope": Scope.Partners,
    "basis": Basis,
    "stage": Stage,
}


@register.filter
def label(value: str, kind: str) -> str:
    """The words for a stored choice: `"review"|label:"effect"`."""
    return str(_LABELS[kind](value).label)


def _number(value: str | Decimal | None) -> Decimal | None:
    return (
        Decimal(value) if isinstance(value, str) and value else value if isinstance(value, Decimal) else None
    )


def _date(value: str | dt.date | None) -> dt.date | None:
    if isinstance(value, str) and value:
        return paper_date(value)
    return value if isinstance(value, dt.date) else None


@register.filter
def stage_label(stage: str) -> str:
    return str(Stage(stage).label)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """The value under a key that is known at run time."""
    return mapping.get(key)


@register.filter
def at(rows: Any, index: int) -> Any:
    """The row at an index; None beyond the end."""
    return rows[index] if index < len(rows) else None


@register.filter
def unit_word(code: str) -> str:
    """The short word of a unit in a table's head: `%`, `USD/day`."""
    style = STYLES.get(code)
    return str(style.word) if style else code


@register.filter
def cell(text: str) -> str:
    """Words that fit into a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())
