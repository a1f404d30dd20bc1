"""The one-pager as PDF: against the engine alone on the finished page, and against a browser that is warm."""

import os
import shutil
from collections.abc import Callable
from statistics import median
from typing import Any

from decisions.documents.one_pager import LEVELS
from decisions.documents.pdf.engine import PDF_OPTIONS, engine
from decisions.documents.pdf.render import one_pager_html, print_one_pager
from decisions.models import Version
from decisions.versions.report import Report, report_of_version
from workspace.bench import record_making
from workspace.bench.records import at, left_as_it_was
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal
from workspace.bench.timing import in_turns, seconds_of

AGAINST_ENGINE, AGAINST_BROWSER = Goal(1.3), Goal(0.5)
CASES = "one-pager, against WeasyPrint alone", "one-pager, against Chromium"


def measure_papers(sizes: Sizes) -> list[BenchResult]:
    """Seconds of a print of the demo's first version that is in force."""
    report = _report(sizes)
    html, level = _finished(report)
    weasyprint, fonts = engine()

    def engine_alone() -> Any:
        page = weasyprint.HTML(string=html)
        return page.write_pdf(font_config=fonts, **PDF_OPTIONS)

    calls: dict[str, Callable[[], object]] = {"ours": lambda: print_one_pager(report), "engine": engine_alone}
    times = {name: median(seconds) for name, seconds in in_turns(calls, sizes.prints).items()}
    ours = BenchFigure("print", times["ours"], "s")
    figures = (ours, BenchFigure("WeasyPrint", times["engine"], "s"), BenchFigure("cut by", level, "levels"))
    first = BenchResult("pdf", CASES[0], AGAINST_ENGINE, times["ours"] / times["engine"], figures)
    return [first, _against_browser(html, ours, sizes.prints)]


def _report(sizes: Sizes) -> Report:
    """Read once: both sides print what is in memory."""
    with left_as_it_was(sizes), at(sizes.records[0], sizes):
        record_making.prepare_people()
        version = Version.objects.select_related("standing", "enactment", "round", "record").earliest(
            "proposed_at"
        )
        report = report_of_version(version)
        one_pager_html(report, LEVELS[0])
    return report


def _finished(report: Report) -> tuple[str, int]:
    """The page as it is printed, and the level of detail that fits on it."""
    weasyprint, fonts = engine()
    for number, level in enumerate(LEVELS):
        html = one_pager_html(report, level)
        if len(weasyprint.HTML(string=html).render(font_config=fonts, **PDF_OPTIONS).pages) == 1:
            return html, number
    return one_pager_html(report, LEVELS[-1]), len(LEVELS) - 1


def _against_browser(html: str, ours: BenchFigure, prints: int) -> BenchResult:
    """Playwright keeps one page open; each print loads the same words and style."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    if not os.access(program, os.X_OK):
        why = "no Chromium on this machine; CHROMIUM names one"
        return BenchResult("pdf", CASES[1], AGAINST_BROWSER, left_out=why)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return BenchResult("pdf", CASES[1], AGAINST_BROWSER, left_out="Playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()

        def print_page() -> None:
            page.set_content(html)
            page.pdf(prefer_css_page_size=True, tagged=True)

        print_page()
        seconds = median(seconds_of(print_page) for _ in range(prints))
        browser.close()
    figures = (ours, BenchFigure("Chromium", seconds, "s"))
    return BenchResult("pdf", CASES[1], AGAINST_BROWSER, ours.value / seconds, figures)
