"""From a report to the bytes of a PDF: PDF/A-3a and PDF/UA-1, fonts embedded, the same bytes each time.

It carries what it prints as JSON, and says in its metadata which version it is of (`marks`).

The engine needs Pango from the system. Where it is missing, `PdfEngineMissing` says how to mend it.
"""

import datetime as dt
import io
import os
import tempfile
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decisions.reports.export import file_name, json_bytes
from decisions.reports.fontconfig import private_fontconfig
from decisions.reports.marks import mark
from decisions.reports.one_pager import LEVELS, Level, OnePager
from decisions.reports.pictures import pictures_of
from decisions.reports.report import Report

PAPERS = {"A4": "A4", "Letter": "letter"}
"""The engine's name of each paper."""
PDF_OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
PRINT_CSS = Path(__file__).parent / "print.css"
EXTERNAL_CSS = """
@page { @top-right { content: "%s"; font: 600 8pt Inter, "Noto Sans JP"; color: #8a5a00; } }
"""


class PdfEngineMissing(Exception):
    """The PDF engine can't be loaded on this machine. The sentence names the line that mends it."""


@dataclass(frozen=True)
class Paper:
    """A printed report."""

    data: bytes
    pages: int


@lru_cache(maxsize=1)
def engine() -> tuple[Any, Any]:
    """WeasyPrint and one font configuration per process, on fonts of our own alone."""
    folder = Path(settings.DESK_HOME) / "fontconfig"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = private_fontconfig(folder)
    except OSError:
        path = private_fontconfig(Path(tempfile.mkdtemp(prefix="desk-fonts-")))
    os.environ["FONTCONFIG_FILE"] = str(path)
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PdfEngineMissing(
            _("The PDF engine is missing: install Pango (Debian, Ubuntu: %(line)s).")
            % {"line": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"}
        ) from error
    return weasyprint, FontConfiguration()


def print_one_pager(report: Report, *, paper: str = "A4", language: str = "en") -> Paper:
    """The one-pager on exactly one page: the first level of detail that fits (see `one_pager`)."""

    def at(level: Level) -> Any:
        return _render(one_pager_html(report, level, paper=paper, language=language))

    document = at(LEVELS[0])
    if len(document.pages) > 1:
        tighter = LEVELS[1:]
        found = bisect_left(tighter, True, key=lambda level: len(at(level).pages) == 1)
        document = at(tighter[min(found, len(tighter) - 1)])
    return _finish(document, report)


def print_full(report: Report, *, paper: str = "A4", language: str = "en") -> Paper:
    """The full record on as many pages as it takes."""
    return _finish(
        _render(_page(report, "reports/full_body.html", _("Full record"), paper, language, {})), report
    )


def one_pager_html(report: Report, level: Level, *, paper: str = "A4", language: str = "en") -> str:
    """The page that the engine prints, at one level of detail."""
    page = OnePager(report, level)
    more = {"page": page} | pictures_of(page)
    return _page(report, "reports/one_pager_body.html", _("One-pager"), paper, language, more)


def qr_of(report: Report) -> SafeString:
    """A QR code of the address where a version is checked, as SVG with a title; of a draft, of its record."""
    title = _("QR code: address of this record") if report.is_draft else _("QR code: check this paper")
    code = segno.make(report.address, error="l", micro=False)
    svg = code.svg_inline(border=0, omitsize=True, dark="#1c2126", title=title)
    return mark_safe(svg)  # noqa: S308  (made by segno from our own address)


def _page(report: Report, body: str, title: str, paper: str, language: str, more: dict[str, Any]) -> str:
    css = (Path(settings.BASE_DIR) / "static/css/report.css").read_text() + PRINT_CSS.read_text()
    size = f"@page {{ size: {PAPERS[paper]}; }}" + (
        EXTERNAL_CSS % _("External copy") if report.is_external else ""
    )
    context = {
        "report": report,
        "title": title,
        "body": body,
        "css": mark_safe(css + size),  # noqa: S308  (our own style sheets)
        "language": language,
        "qr": qr_of(report),
    }
    return render_to_string("reports/print.html", context | more)


def _render(html: str) -> Any:
    weasyprint, fonts = engine()
    page = weasyprint.HTML(string=html, base_url=None, url_fetcher=_refuse)
    return page.render(font_config=fonts, **PDF_OPTIONS)


def _refuse(url: str, *args: Any, **options: Any) -> Any:
    """A report needs nothing from outside; whatever a text names is not fetched."""
    raise ValueError("reports fetch nothing")


def _finish(document: Any, report: Report) -> Paper:
    """Write the PDF with an identifier and dates that depend on its content alone."""
    identifier = bytes.fromhex(report.sha256 or "00" * 32)[:16]
    at = dt.datetime.fromisoformat(report.data["proposed"]["at"]).replace(microsecond=0)
    document.metadata.created = document.metadata.modified = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    attached = attachment_of(report, at)
    raw = document.write_pdf(pdf_identifier=identifier, attachments=[attached], **PDF_OPTIONS)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        mark(pdf, report)
        pdf.save(target, deterministic_id=True, linearize=False)
        return Paper(target.getvalue(), len(pdf.pages))


def attachment_of(report: Report, at: dt.datetime) -> Any:
    """The JSON of what is printed, as the file that the paper was made from."""
    weasyprint, _fonts = engine()
    return weasyprint.Attachment(
        string=json_bytes(report).decode(),
        name=file_name(report, "json"),
        description=_("What this paper prints, as data"),
        created=at,
        modified=at,
        relationship="Source",
    )
