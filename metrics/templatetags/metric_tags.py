"""The door to the rooms' tags: `{% load metric_tags %}`."""

from django import template

import metrics.definitions.tags
import metrics.gaps.tags
import metrics.observations.tags

register = template.Library()

for room in (metrics.definitions.tags, metrics.gaps.tags, metrics.observations.tags):
    register.tags |= room.register.tags
    register.filters |= room.register.filters
