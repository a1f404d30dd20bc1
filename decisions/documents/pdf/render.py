"""From a report to a paper: the one-pager on one page, the full record on as many as it takes.

Each carries what it prints as JSON, and says in its metadata which version it is of (`metadata`).
"""

import datetime as dt
from bisect import bisect_left
from functools import cache, lru_cache
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decisions.documents.elsewhere import Pages, no_pages
from decisions.documents.export_json_md import file_name, json_bytes
from decisions.documents.one_pager import LEVELS, CutLevel, OnePager
from decisions.documents.one_pager_pictures import pictures_of
from decisions.documents.pdf.engine import Attached, Imprint, Paper, finish, page_html, render
from decisions.documents.pdf.metadata import mark_of
from decisions.versions.report import Report

EXTERNAL_CSS = """
@page { @top-right { content: "%s"; font: 600 8pt Inter, "Noto Sans JP"; color: #8a5a00; } }
"""


def print_one_pager(report: Report, *, paper: str = "A4", language: str = "en") -> Paper:
    """The one-pager on exactly one page: the first level of detail that fits (see `one_pager`)."""
    return finish(one_pager_document(report, paper=paper, language=language), imprint_of(report))


def one_pager_document(report: Report, *, paper: str = "A4", language: str = "en") -> Any:
    """The page of a one-pager as the engine's document, to be written alone or within a pack."""

    @cache
    def pages() -> dict[str, int]:
        html = _full_html(report, paper=paper, language=language)
        if not _page_numbers(html):
            _full_document(html)
        return _page_numbers(html)

    @cache
    def at(level: CutLevel) -> Any:
        return render(one_pager_html(report, level, paper=paper, language=language, pages=pages))

    document = at(LEVELS[0])
    if len(document.pages) > 1:
        tighter = LEVELS[1:]
        found = bisect_left(tighter, True, key=lambda level: len(at(level).pages) == 1)
        document = at(tighter[min(found, len(tighter) - 1)])
    return document


def print_full(report: Report, *, paper: str = "A4", language: str = "en") -> Paper:
    """The full record on as many pages as it takes."""
    html = _full_html(report, paper=paper, language=language)
    return finish(_full_document(html), imprint_of(report))


def _full_document(html: str) -> Any:
    """A full record laid out; on which pages its anchors came to stand is kept for its one-pagers."""
    document = render(html)
    numbers = _page_numbers(html)
    for number, page in enumerate(document.pages, 1):
        for anchor in page.anchors:
            numbers.setdefault(anchor, number)  # a section that goes on over pages is named on each of them
    return document


@lru_cache(maxsize=16)
def _page_numbers(html: str) -> dict[str, int]:
    """On which page each anchor of a full record stands, once that was laid out."""
    return {}


def _full_html(report: Report, *, paper: str, language: str) -> str:
    return _page(report, "decisions/documents/full_body.html", _("Full record"), paper, language, {})


def one_pager_html(
    report: Report, level: CutLevel, *, paper: str = "A4", language: str = "en", pages: Pages = no_pages
) -> str:
    """The page that the engine prints, at one level of detail. `pages` are those of the full record."""
    page = OnePager(report, level, pages)
    more = {"page": page} | pictures_of(page)
    return _page(report, "decisions/documents/one_pager_body.html", _("One-pager"), paper, language, more)


def qr_of(report: Report) -> SafeString:
    """A QR code of the address where a version is checked, as SVG with a title; of a draft, of its record."""
    title = _("QR code: address of this record") if report.is_draft else _("QR code: check this paper")
    return qr_code(report.address, title)


def qr_code(address: str, title: str) -> SafeString:
    code = segno.make(address, error="l", micro=False)
    svg = code.svg_inline(border=0, omitsize=True, dark="#1c2126", title=title)
    return mark_safe(svg)  # noqa: S308  (made by segno from our own address)


def _page(report: Report, body: str, kind: str, paper: str, language: str, more: dict[str, Any]) -> str:
    return page_html(
        body,
        {"report": report, "qr": qr_of(report)} | more,
        title=f"{report.code} · {kind} · {report.title}",
        description=f"{kind} {report.code}",
        paper=paper,
        language=language,
        css=EXTERNAL_CSS % _("External copy") if report.is_external else "",
    )


def imprint_of(report: Report) -> Imprint:
    """What a paper of a report says of itself: all of it depends on the report alone."""
    return Imprint(
        mark=mark_of(report),
        identifier=bytes.fromhex(report.sha256 or "00" * 32)[:16],
        at=dt.datetime.fromisoformat(report.data["proposed"]["at"]),
        attached=[attachment_of(report)],
    )


def attachment_of(report: Report) -> Attached:
    """The JSON of what is printed, as the file that the paper was made from."""
    return Attached(file_name(report, "json"), json_bytes(report), _("What this paper prints, as data"))
