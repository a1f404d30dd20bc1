"""The whole path, as people walk it: from Frame to Commit, approval, and the PDF."""

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import check_page
from tests.browser.printed import printed
from tests.browser.writing import Writer
from workspace.demo.loading import story_of

RESELLERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "reseller_sales"
_MARGINS = {
    ("A", "gross_margin"): "baseline",
    ("B", "gross_margin"): ("0", "1.5", "3", "assumption"),
    ("C", "gross_margin"): ("-2", "3", "5", "assumption"),
    ("A", "partner_contribution_margin"): ("8", "9", "10", "assumption"),
    ("A", "pipeline_velocity"): ("3000", "3600", "4100", "assumption"),
    ("A", "compliance_score"): ("70", "72", "74", "assumption"),
}
_TERMS = story_of("channel-performance")
TERMS = _TERMS | {
    "question": "Which terms do the resellers of the file get?",
    "segment": "",
    "criteria": _TERMS["criteria"] | {"gross_margin": ("-5", "10", "60", "right")},
    "estimates": _TERMS["estimates"] | _MARGINS,
    "why_not_best": "The margin of C rests on one season.",
}
"""The demo's story on the partners of the file, with one metric more and numbers where there is no baseline."""


def propose_and_approve(writer: Writer, sign_in) -> str:
    """Propose, have the approver put it in force, and return the words of the one-pager's PDF."""
    code = writer.code
    writer.go_on("Propose")
    expect(writer.page.get_by_text("Waits for Ines Moreau.")).to_be_visible()
    approver = sign_in("ines")
    approver.goto("/")
    approver.get_by_role("link", name=re.compile(".")).filter(
        has_text=writer.page.locator("h1").first.inner_text()
    ).first.click()
    approver.get_by_label("Comment").fill("Agreed.")
    approver.get_by_role("button", name="Approve").click()
    expect(approver.get_by_text("in force").first).to_be_visible()
    check_page(approver)
    return pdf_words(approver, code)


def pdf_words(page: Page, code: str, name: str = "One-pager, PDF") -> str:
    """The text of a paper of the newest version, as the file that a reader gets."""
    page.goto(f"/records/{code}/")
    link = page.get_by_role("link", name=name)
    address = link.get_attribute("href") or ""
    pages = pypdf.PdfReader(io.BytesIO(printed(page, address))).pages
    assert len(pages) == 1 or name != "One-pager, PDF"
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.skipif(not RESELLERS.is_dir(), reason="needs ../shared/data/reseller_sales")
def test_from_a_real_file_to_a_committed_record_and_its_pdf(sign_in):
    page = sign_in("maria")
    load_resellers(page)
    writer = Writer(page)
    writer.begin(TERMS)
    page.get_by_label("Another metric").select_option(label="Gross margin")
    page.get_by_role("button", name="Add it").click()
    expect(writer.units("metric")).to_have_count(4)
    writer.frame(TERMS, gaps=(0, 1, 2), first_month="2019-06", last_month="2020-05")
    margin = writer.units("metric").nth(3)
    gap = margin.get_by_text("76 rows without TotalProductCost in Jul 2017")
    expect(margin.get_by_text("−0.7 %")).to_be_visible()
    expect(gap).to_have_count(0)
    writer.write("metric", 3, first_month="2017-07", last_month="2020-05")
    expect(gap).to_be_visible()
    writer.write("metric", 3, first_month="", last_month="")
    expect(gap).to_have_count(0)
    check_page(page)

    writer.go_on("To Compare")
    writer.add("criterion", name="Gross margin", metric=re.compile("Gross margin"))
    writer.compare(TERMS)
    check_page(page)
    writer.go_on("To Commit")
    writer.commit(TERMS)
    check_page(page)
    words = propose_and_approve(writer, sign_in)
    assert TERMS["question"] in words
    assert "more metrics, full record page" in words, "the worst gap stands, the others are counted"
    whole = pdf_words(writer.page, writer.code, "Full record, PDF")
    assert re.search(r"Gross margin v1 −0\.7 % Jun 2019 – May 2020", whole), whole
    assert "Option B: Pilot a tiered margin." in words
    assert "76 rows" not in words
    frozen = page.request.get(f"/records/{writer.code}/export.json").json()
    [baseline] = [row["baseline"] for row in rows_of(frozen, "metrics") if row["key"] == "gross_margin"]
    assert round(float(baseline["value"]), 3) == -0.685


def load_resellers(page: Page) -> None:
    """Drop both files, look at what they give, and import."""
    page.goto("/")
    page.get_by_role("link", name="Load a file").click()
    page.get_by_label("Data file").set_input_files(RESELLERS / "FactResellerSales.csv")
    page.get_by_label("Partner list").set_input_files(RESELLERS / "Resellers.csv")
    page.get_by_role("button", name="Load and look at it").click()
    expect(page.get_by_role("button", name="Preview").last).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Preview").last.click()
    expect(page.get_by_text("77,548,570 USD")).to_be_visible()
    expect(page.get_by_text("76 rows without TotalProductCost in Jul 2017")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("7,192 values added")).to_be_visible()
    check_page(page)


def rows_of(frozen: dict[str, Any], part: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frozen["content"]["parts"][part]["rows"]
    return rows


@pytest.mark.one_in(4, of="records that are written from the beginning")
@pytest.mark.parametrize("framework", ["value-exchange", "alignment-scorecard", "channel-prioritization"])
def test_each_framework_from_frame_to_pdf(sign_in, framework):
    told = story_of(framework)
    story = told | {"question": f"Once more: {told['question']}"}
    writer = Writer(sign_in("maria"))
    writer.begin(story)
    writer.frame(story)
    check_page(writer.page)
    writer.go_on("To Compare")
    writer.compare(story)
    check_page(writer.page)
    writer.go_on("To Commit")
    writer.commit(story)
    check_page(writer.page)
    words = propose_and_approve(writer, sign_in)
    assert story["question"] in words
    assert "Approved" in words
    assert f"Option {story['choice']}:" in words
