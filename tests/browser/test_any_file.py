"""A file as partner teams have it, from its drop to the right figure; and questions answered without JavaScript."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import check_page, settled

ROWS = [
    ["Partnerumsatz 2026"],
    ["Stand: 15.04.2026"],
    [],
    ["Partner", "Währung", "Jan 2026", "Feb 2026", "Mär 2026"],
    ["Europa Alder", "EUR", "12.500", "1.250", "3.400"],
    ["Europa Birke", "EUR", "2.000", "4.000", "6.000"],
    ["Summe", "", "14.500", "5.250", "9.400"],
    ["Europa Dorn", "USD", "1.500", "2.500", "3.500"],
    ["Total", "", "99.000", "99.000", "99.000"],
]
"""Title lines, a column per month, two currencies, a sum that agrees and one that does not."""

STAGES = ["Closed Won"] * 7 + ["Closed won"] * 3 + ["Closed Lost"] * 10
DEALS = "Account Name,Stage,Close Date\n" + "".join(
    f"Browser deals,{stage},2026-05-{at + 1:02}\n" for at, stage in enumerate(STAGES)
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def drop(page: Page, name: str, content: bytes) -> None:
    page.goto("/metrics/uploads/new/")
    page.get_by_label("Data file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Load and look at it").click()
    expect(page.get_by_role("heading", name="Questions")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_european_workbook_from_its_drop_to_the_right_figure(sign_in, width):
    page = sign_in("maria", width=width, dark=width < 1000)
    drop(page, f"umsatz-{width}.xlsx", workbook())
    expect(page.get_by_text("3 must be answered")).to_be_visible()
    expect(page.locator(".question input:checked")).to_have_count(0)
    expect(page.get_by_text("Summe", exact=True)).to_be_visible()
    check_page(page)

    page.get_by_role("button", name="Add a metric").click()
    expect(page.get_by_label("Metric", exact=True)).to_be_visible()
    settled(page)
    page.get_by_label("Metric", exact=True).select_option(label="Fulfilled revenue")
    page.get_by_label("Value", exact=True).select_option(label="Value")
    page.get_by_label("Currency", exact=True).fill("EUR")
    page.get_by_role("button", name="Preview").last.click()
    expect(page.get_by_text("Answer what must be answered: nothing is guessed.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name=re.compile("^Are these rows sums of others")).click()

    page.get_by_role("radio", name=re.compile("“12.500” is 12500")).check()
    page.get_by_role("radio", name=re.compile("rows in EUR count")).check()
    page.get_by_role("group", name=re.compile("Are these rows sums")).get_by_role("radio").first.check()
    page.get_by_role("button", name="Preview").last.click()
    expect(page.get_by_text("29,150 EUR")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(re.compile("6 values added|6 unchanged|changes no figure"))).to_be_visible()
    page.goto("/partners/?q=Europa Alder")
    page.get_by_role("link", name="Europa Alder").first.click()
    expect(page.get_by_text("17,150 EUR")).to_be_visible()


def test_questions_are_answered_without_javascript(sign_in):
    page = sign_in("jonas", js=False)
    page.goto("/metrics/uploads/new/")
    page.get_by_label("Data file").set_input_files(
        {"name": "deals.csv", "mimeType": "text/csv", "buffer": DEALS.encode()}
    )
    page.get_by_role("button", name="Load and look at it").click()
    expect(page.get_by_role("heading", name="Questions")).to_be_visible()
    page.get_by_role("radio", name=re.compile("All 10 rows count as “Closed Won”")).check()
    page.get_by_role("button", name="Read the file with these answers").click()
    expect(page.get_by_role("button", name=re.compile("^Ask again"))).to_be_visible()
    page.get_by_role("button", name="Preview").last.click()
    expect(page.get_by_role("heading", name="What the file gives")).to_be_visible()
    expect(page.get_by_text("50.0 %")).to_be_visible()
    expect(page.get_by_text("several spellings")).to_have_count(0)
