"""Markdown to clean HTML: no raw HTML in, nothing dangerous out."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable("table")
_TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "a",
    "hr",
    "h3",
    "h4",
    "h5",
}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}


def to_html(text: str) -> SafeString:
    """HTML of a text that a person wrote. Headings begin at the third level, images are left out."""
    html = _parser.render(text.strip())
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    clean = nh3.clean(
        html, tags=_TAGS | _TABLE, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(clean)  # noqa: S308  (cleaned one line above)


def to_text(text: str) -> str:
    """The words alone, in one line: for one-pagers, lists and search."""
    plain = nh3.clean(
        _parser.render(text.strip()).replace("</p>", "</p> ").replace("</li>", "; </li>"), tags=set()
    )
    return " ".join(plain.split()).strip("; ")
