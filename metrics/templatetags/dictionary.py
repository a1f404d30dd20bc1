"""Names of metrics where only their keys are known."""

from typing import Any

from django import template

from metrics.models import DefinitionVersion

register = template.Library()


@register.simple_tag(takes_context=True)
def metric_name(context: dict[str, Any], key: str) -> str:
    """The name of a metric in its newest definition; the key itself where the dictionary has none."""
    request = context["request"]
    if not hasattr(request, "metric_names"):
        request.metric_names = dict(DefinitionVersion.objects.newest().values_list("metric_id", "name"))
    return str(request.metric_names.get(key, key))
