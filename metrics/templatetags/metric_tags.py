"""The door to the rooms' tags: `{% load metric_tags %}`."""

from django import template

import metrics.definitions.tags
import metrics.gaps.tags
import metrics.imports.tags
import metrics.observations.tags
import metrics.rates.tags

register = template.Library()

for room in (
    metrics.definitions.tags,
    metrics.gaps.tags,
    metrics.imports.tags,
    metrics.observations.tags,
    metrics.rates.tags,
):
    register.tags |= room.register.tags
    register.filters |= room.register.filters
