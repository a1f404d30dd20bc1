"""The PDF engine: from a page to bytes. PDF/A-3a and PDF/UA-1, fonts embedded, the same bytes each time.

It needs Pango from the system. Where that is missing, `PdfEngineMissing` says how to mend it.
"""

import datetime as dt
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from decisions.documents.pdf.fontconfig import private_fontconfig
from decisions.documents.pdf.metadata import mark

SIZES = {"A4": "A4", "Letter": "letter"}
"""The engine's name of each paper."""
PDF_OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
PRINT_CSS = Path(__file__).parent / "print.css"


class PdfEngineMissing(Exception):
    """The PDF engine can't be loaded on this machine. The sentence names the line that mends it."""


@dataclass(frozen=True)
class Paper:
    """What was printed."""

    data: bytes
    pages: int


@dataclass(frozen=True)
class Attached:
    """A file that a paper carries: what it was made from."""

    name: str
    data: bytes
    description: str


@dataclass(frozen=True)
class Imprint:
    """What a paper says of itself beside its pages: its mark, an identifier, its time, the files it carries."""

    mark: str
    identifier: bytes
    at: dt.datetime
    attached: Sequence[Attached]


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


def page_html(
    body: str,
    context: dict[str, Any],
    *,
    title: str,
    description: str,
    paper: str,
    language: str,
    css: str = "",
) -> str:
    """A page for the engine: the template `body` under the style sheets of reports."""
    sheets = (Path(settings.BASE_DIR) / "static/css/documents.css").read_text() + PRINT_CSS.read_text()
    own = f"@page {{ size: {SIZES[paper]}; }}{css}"
    frame = {
        "title": title,
        "description": description,
        "body": body,
        "css": mark_safe(sheets + own),  # noqa: S308  (our own style sheets)
        "language": language,
    }
    return render_to_string("decisions/documents/print.html", context | frame)


def render(html: str) -> Any:
    """The pages that the engine makes of a page; nothing is fetched for it."""
    weasyprint, fonts = engine()
    page = weasyprint.HTML(string=html, base_url=None, url_fetcher=_refuse)
    return page.render(font_config=fonts, **PDF_OPTIONS)


def _refuse(url: str, *args: Any, **options: Any) -> Any:
    """A report needs nothing from outside; whatever a text names is not fetched."""
    raise ValueError("reports fetch nothing")


def finish(document: Any, imprint: Imprint) -> Paper:
    """Write the PDF with an identifier and dates that depend on its content alone."""
    weasyprint, _fonts = engine()
    at = imprint.at.replace(microsecond=0)
    document.metadata.created = document.metadata.modified = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    attached = [
        weasyprint.Attachment(
            string=file.data.decode(),
            name=file.name,
            description=file.description,
            created=at,
            modified=at,
            relationship="Source",
        )
        for file in imprint.attached
    ]
    raw = document.write_pdf(pdf_identifier=imprint.identifier, attachments=attached, **PDF_OPTIONS)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        mark(pdf, imprint.mark)
        pdf.save(target, deterministic_id=True, linearize=False)
        return Paper(target.getvalue(), len(pdf.pages))
