"""Figures, periods, gaps and grades in templates."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from metrics.baselines import Baseline, Point
from metrics.freshness import Freshness
from metrics.grading import GRADE_RULES
from metrics.measures import MEASURES
from metrics.measures.declaration import component_label
from metrics.models import DefinitionVersion, Gap
from metrics.months import period_name
from metrics.scorecard import ScoreLine, scorecard
from metrics.units import NAMES, NO_VALUE, STYLES, shown
from metrics.wording import MEANING, WORDS, example_words, gap_words
from partnerdesk.core.charts import Spark, Trend, spark, trend
from partners.models import Partner

register = template.Library()

GRADE_MARKS = {"A": "tick", "B": "", "C": "ask", "D": "stop"}


@register.filter
def figure(value: Any, unit: str) -> str:
    """A value with its unit: `{{ value|figure:unit }}`."""
    return NO_VALUE if value in {None, ""} else shown(Decimal(str(value)), unit)


@register.filter
def bare_figure(value: Any, unit: str) -> str:
    """A value without its unit, for columns whose head names it."""
    return NO_VALUE if value in {None, ""} else shown(Decimal(str(value)), unit, with_unit=False)


@register.filter
def measure_words(kind: str | None) -> dict[str, str]:
    """What a measure is called, and what it says of itself; nothing for an input that is only described."""
    if kind is None:
        return {}
    measure = MEASURES[kind]
    sentences = (measure.formula, measure.left_out, measure.undefined)
    return {"label": _(measure.label), "sentences": " ".join(_(words) for words in sentences)}


@register.filter
def component_name(key: str) -> str:
    """A weighed component as people read it."""
    return component_label(key)


@register.filter
def unit_name(unit: str) -> str:
    return str(NAMES.get(unit, unit))


@register.filter
def period(month: dt.date | None, length: int = 1) -> str:
    """A period's name: `2024-06`, `2024-Q2`."""
    return period_name(month, length) if month else NO_VALUE


@register.filter
def grade_mark(grade: str) -> str:
    """The class of a grade's mark."""
    return GRADE_MARKS.get(grade, "")


@register.filter
def grade_rule(grade: str) -> str:
    return _(GRADE_RULES[grade]) if grade else ""


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
def is_late(freshness: Freshness) -> bool:
    return freshness.state in {"late", "stale"}


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.simple_tag
def spark_of(points: Sequence[Point]) -> Spark | None:
    return spark([(point.period, point.value) for point in points])


@register.simple_tag
def trend_of_baseline(found: Baseline, width: int = 640, height: int = 210) -> Trend | None:
    """The picture of a baseline's periods, its window shaded."""
    known = [point for point in found.trend if point.value is not None]
    if not known:
        return None

    def words(value: Decimal) -> str:
        return shown(value, found.unit, with_unit=False)

    def named(month: dt.date) -> str:
        return period_name(month, found.period_months)

    least = min(known, key=lambda point: point.value or 0)
    most = max(known, key=lambda point: point.value or 0)
    title = _("%(name)s: lowest %(least)s in %(when)s, highest %(most)s in %(then)s") % {
        "name": found.name,
        "least": shown(least.value, found.unit),
        "when": named(least.period),
        "most": shown(most.value, found.unit),
        "then": named(most.period),
    }
    points = [(point.period, point.value) for point in found.trend]
    window = (found.first, found.last) if found.first and found.last else None
    return trend(
        points,
        title=title,
        words=words,
        tick=_scale_words,
        named=named,
        window=window,
        width=width,
        height=height,
    )


@register.simple_tag
def scorecard_of(partner: Partner) -> list[ScoreLine]:
    """What is known of one partner, metric by metric."""
    return scorecard(partner)


@register.filter
def unit_word(unit: str) -> str:
    """A unit for the head of a column; empty where the name says enough."""
    style = STYLES.get(unit)
    return unit if style is None else str(style.word)


@register.filter
def month_key(key: str, length: int) -> str:
    """The period of a breakdown's row: `2024-04` of a quarterly metric is `2024-Q2`."""
    return period_name(dt.date(int(key[:4]), int(key[5:7]), 1), length)


@register.filter
def plain_number(number: Decimal) -> str:
    """A part of an observation, without superfluous zeros."""
    text = formats.number_format(number.normalize() if number else 0, use_l10n=True, force_grouping=True)
    return text.replace("-", "−")


@register.filter
def gap_meaning(kind: str) -> str:
    """What a kind of gap does to the figures."""
    return str(MEANING[kind])


@register.simple_tag(takes_context=True)
def metric_names(context: dict[str, Any]) -> dict[str, str]:
    """The names of all metrics by key, read once per request."""
    request = context["request"]
    if not hasattr(request, "metric_names"):
        request.metric_names = dict(DefinitionVersion.objects.newest().values_list("metric_id", "name"))
    found: dict[str, str] = request.metric_names
    return found


def _scale_words(value: Decimal) -> str:
    """A number of a chart's scale: no more decimals than it needs."""
    decimals = max(-int(value.normalize().as_tuple().exponent), 0)
    text = formats.number_format(value, decimals, use_l10n=True, force_grouping=True)
    return text.replace("-", "−")
