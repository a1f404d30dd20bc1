"""Markdown to clean HTML: no raw HTML in, nothing dangerous out."""

import re

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


_JUNK = (
    r"(?:[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
    r"|&(?:Tab|NewLine|nbsp|ZeroWidthSpace);|&\#0*(?:9|10|13|32);?|&\#x0*(?:9|a|d|20);?)*"
)
"""What programs leave out or may leave out before they look at the scheme of an address."""


def _spelled(scheme: str) -> str:
    """A pattern for a scheme with its colon: in any case, by entities, with junk between."""
    letters = [
        rf"(?:{letter}|&\#0*(?:{ord(letter)}|{ord(letter.upper())});?|&\#x0*(?:{ord(letter):x}|{ord(letter.upper()):x});?)"
        for letter in scheme
    ]
    return _JUNK.join([*letters, r"(?:\\?:|&colon;|&\#0*58;?|&\#x0*3a;?)"])


_SCHEMES = "|".join(map(_spelled, ("javascript", "vbscript", "data")))
_DANGEROUS = re.compile(
    rf"""(?P<before>\]\(\s*<?|\]:\s*<?|<|=\s*["']?){_JUNK}(?:{_SCHEMES})""", re.IGNORECASE
)
"""Where an address begins in Markdown or HTML, and goes on with a scheme that runs what follows."""


def defused(text: str) -> str:
    """Markdown for other programs: links, images and HTML whose address would run lead nowhere."""
    return _DANGEROUS.sub(r"\g<before>#", text)


def to_html(text: str) -> SafeString:
    """HTML of a text that a person wrote. Headings begin at the third level, images are left out."""
    html = _parser.render(defused(text).strip())
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
