"""Figures, units, periods and the names of metrics in templates."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.units import NAMES, NO_VALUE, STYLES, shown
from metrics.measures import MEASURES
from metrics.measures.declaration import component_label

register = template.Library()


@register.filter
def figure(value: Any, unit: str) -> str:
    """A value with its unit: `{{ value|figure:unit }}`."""
    return NO_VALUE if value in {None, ""} else shown(Decimal(str(value)), unit)


@register.filter
def bare_figure(value: Any, unit: str) -> str:
    """A value without its unit, for columns whose head names it."""
    return NO_VALUE if value in {None, ""} else shown(Decimal(str(value)), unit, with_unit=False)


@register.filter
def unit_name(unit: str) -> str:
    return str(NAMES.get(unit, unit))


@register.filter
def unit_word(unit: str) -> str:
    """A unit for the head of a column; empty where the name says enough."""
    style = STYLES.get(unit)
    return unit if style is None else str(style.word)


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
def plain_number(number: Decimal) -> str:
    """A part of an observation, without superfluous zeros."""
    text = formats.number_format(number.normalize() if number else 0, use_l10n=True, force_grouping=True)
    return text.replace("-", "−")


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def metric_names(context: dict[str, Any]) -> dict[str, str]:
    """The names of all metrics by key, read once per request."""
    request = context["request"]
    if not hasattr(request, "metric_names"):
        request.metric_names = dict(DefinitionVersion.objects.newest().values_list("metric_id", "name"))
    found: dict[str, str] = request.metric_names
    return found


@register.simple_tag(takes_context=True)
def metric_name(context: dict[str, Any], key: str) -> str:
    """The name of a metric in its newest definition; the key itself where the dictionary has none."""
    return metric_names(context).get(key, key)
