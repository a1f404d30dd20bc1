"""Grades, freshness and pictures of figures in templates."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from metrics.definitions.units import shown
from metrics.measures.age import AgeState
from metrics.measures.grading import GRADE_RULES
from metrics.observations.baselines import Baseline
from metrics.observations.history import Point
from metrics.observations.partner_figures import PartnerFigure, figures_of_partner
from partnerdesk.core import dates
from partnerdesk.core.charts import Spark, Trend, spark, trend
from partners.models import Partner

register = template.Library()


GRADE_MARKS = {"A": "tick", "B": "", "C": "ask", "D": "stop"}


@register.filter
def grade_mark(grade: str) -> str:
    """The class of a grade's mark."""
    return GRADE_MARKS.get(grade, "")


@register.filter
def grade_rule(grade: str) -> str:
    return _(GRADE_RULES[grade]) if grade else ""


@register.filter
def age_label(state: AgeState) -> str:
    """The one word for an age that weakens a figure."""
    return {"late": _("late"), "stale": _("stale"), "old": _("old")}[state]


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
        return dates.period(month, found.period_months)

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
def partner_figures(partner: Partner) -> list[PartnerFigure]:
    """What is known of one partner, metric by metric."""
    return figures_of_partner(partner)


def _scale_words(value: Decimal) -> str:
    """A number of a chart's scale: no more decimals than it needs."""
    decimals = max(-int(value.normalize().as_tuple().exponent), 0)
    text = formats.number_format(value, decimals, use_l10n=True, force_grouping=True)
    return text.replace("-", "−")
