"""Template tags and filters that every page may use (loaded as built-ins)."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.template.base import NodeList, Parser, TextNode, Token
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from partnerdesk.core import bodies, dates, languages, markdown
from partnerdesk.core.zones import on_the_clock

register = template.Library()

STYLESHEETS = (
    "tokens",
    "fonts",
    "fonts-jp",
    "base",
    "layout",
    "components",
    "forms",
    "frameworks",
    "workspace",
    "verification",
    "readiness",
    "life",
    "sections",
    "draft",
    "comparison",
    "triggers",
    "committee",
    "charts",
    "documents",
    "documents-screen",
)
LINE_BREAK = re.compile(r"\n\s*")
MODULES = ("menus", "auto_save", "redraw", "checks", "refusals")


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


@register.simple_tag(takes_context=True)
def file_address(context: dict[str, Any], route: str) -> str:
    """Where a form sends its files: the route with the token that lets them in."""
    return bodies.file_address(context["request"], route)


class OneLine(template.Node):
    """What stands between `one_line` and `endone_line`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def one_line(parser: Parser, token: Token) -> OneLine:
    """One line of output, written over several where white space would show.

    Line breaks of the template and the indentation after them are left out; a space that counts stands within a line.
    What variables and other templates say stays as it is.
    """
    nodes = parser.parse(("endone_line",))
    parser.delete_first_token()
    for node in nodes.get_nodes_by_type(TextNode):
        if isinstance(node, TextNode):
            node.s = LINE_BREAK.sub("", node.s)
    return OneLine(nodes)


@register.simple_tag
def cells(*given: object) -> list[str]:
    """The cells of a table's head: words, and tuples of words in their place."""
    parts = (part if isinstance(part, tuple) else (part,) for part in given)
    return [str(word) for part in parts for word in part]


@register.simple_tag
def rows_with(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The rows of a table, each with its name in front."""
    return [(name, *row) for name, row in zip(names, rows, strict=True)]


@register.simple_tag
def workspace_speaks(language: str) -> bool:
    """Whether names in a language stand below the English ones. Ask once a template: it is a query."""
    return languages.workspace_speaks(language)


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


@register.filter(expects_localtime=True)
def as_day(value: dt.date | str | None) -> str:
    """A day, that of a moment where the reader is: `3 Dec 2026`; empty where there is none, as all that follow."""
    return dates.day(value) if value else ""


@register.filter(expects_localtime=True)
def as_weekday(value: dt.date | None) -> str:
    """A day with its name: `Thursday, 3 Dec 2026`."""
    return dates.weekday(value) if value else ""


@register.filter(expects_localtime=True)
def as_moment(value: dt.datetime | None) -> str:
    """A day and its time: `3 Dec 2026, 14:05`."""
    return dates.moment(value) if value else ""


@register.filter
def as_moment_in(value: dt.datetime | None, zone: str) -> str:
    """A day and its time by the clock of a zone, whoever reads."""
    return dates.moment(on_the_clock(value, zone)) if value else ""


@register.filter(expects_localtime=True)
def as_weekday_moment(value: dt.datetime | None) -> str:
    """When people have to be there: `Thursday, 3 Dec 2026, 14:05`."""
    return dates.weekday_moment(value) if value else ""


@register.filter(expects_localtime=True)
def as_clock(value: dt.datetime | dt.time | None) -> str:
    """A time of the day: `14:05`."""
    return dates.clock(value) if value is not None else ""


@register.filter
def as_month(value: dt.date | str | None) -> str:
    """A month: `Dec 2026`."""
    return dates.month(value) if value else ""


@register.filter
def as_period(first: dt.date | str | None, length: int = 1) -> str:
    """A period by its first month and its length in months: `Dec 2026`, `Q4 2026`."""
    return dates.period(first, length) if first else ""


@register.filter
def as_months(first: dt.date | str | None, last: dt.date | str | None) -> str:
    """From month to month: `Jan 2026 – Mar 2026`."""
    return dates.months(first, last) if first and last else ""


@register.filter
def month_key(month: dt.date | None) -> str:
    """A month in an address, for programs: `2026-12`."""
    return month.isoformat()[:7] if month else ""
