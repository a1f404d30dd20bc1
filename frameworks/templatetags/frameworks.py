"""What a framework says of itself in single words, in the reader's language."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

STAGES = {"frame": _("Frame"), "compare": _("Compare"), "commit": _("Commit")}
QUALITIES = {"draft": _("draft"), "reviewed": _("reviewed")}


@register.filter
def stage_word(stage: str) -> str:
    """The stage in which a section is written. Raises KeyError on one that no framework knows."""
    return str(STAGES[stage])


@register.filter
def quality_word(quality: str) -> str:
    """How far a framework's text has been looked at. Raises KeyError on what the schema does not allow."""
    return str(QUALITIES[quality])
