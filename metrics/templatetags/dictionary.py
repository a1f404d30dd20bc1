"""The door for pages that name metrics and nothing else: `{% load dictionary %}`."""

from django import template

from metrics.definitions.tags import metric_name

register = template.Library()
register.simple_tag(metric_name, takes_context=True)
