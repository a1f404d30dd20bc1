"""Template tags and filters that every page may use (loaded as built-ins)."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from partnerdesk.core import markdown

register = template.Library()

STYLESHEETS = (
    "tokens",
    "fonts",
    "fonts-jp",
    "base",
    "layout",
    "components",
    "forms",
    "library",
    "record",
    "charts",
    "report",
    "report-screen",
)
MODULES = ("menus", "units", "checks")


@register.simple_tag
def stylesheets() -> SafeString:
    """The links to all style sheets, the layer order first."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}.css"),) for name in STYLESHEETS)
    )


@register.simple_tag
def modules() -> SafeString:
    """The scripts of every page: small modules that know nothing of one another."""
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(f"js/{name}.js"),) for name in MODULES)
    )


@register.filter
def markdown_html(text: str | None) -> SafeString:
    """A person's Markdown as clean HTML."""
    return markdown.to_html(text or "")


@register.simple_tag(takes_context=True)
def querystring_without(context: dict[str, Any], *names: str) -> str:
    """The present query string without some names, ready to be continued."""
    query = context["request"].GET.copy()
    for name in names:
        query.pop(name, None)
    text = query.urlencode()
    return f"{text}&" if text else ""
