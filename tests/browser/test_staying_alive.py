"""A decision does not go stale in silence: from a newer file to the version that takes over."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from metrics.measures.months import add_months
from tests.browser.alive import SOURCE, rows_until
from tests.browser.looking import check_page
from tests.browser.stack import told
from tests.browser.writing import MARIA, Writer, day
from tests.patience import wait_until

THIS_MONTH = dt.datetime.now(tz=dt.UTC).date().replace(day=1)
LAST, BEFORE = add_months(THIS_MONTH, -1), add_months(THIS_MONTH, -2)


@pytest.fixture(scope="module")
def codes(stack):
    """Two decisions in force on a file that ends the month before last."""
    code = f"from tests.browser import alive; alive.tell({BEFORE.isoformat()!r})"
    return told(stack, code)


def test_from_a_newer_file_to_the_version_that_takes_over(sign_in, codes):
    code, page = codes[0], sign_in("maria")
    watched = f"/records/{code}/watch/"
    page.goto(watched)
    expect(page.get_by_text("Nothing has fired, or all of it is settled.")).to_be_visible()
    check_page(page)

    load_newer(page)
    case = wait_for_case(page, code)
    case.click()
    expect(page.locator("h1")).to_contain_text("Gross margin below 20.0 %: 10.0 %")
    expect(page.locator("figure svg:visible")).to_have_count(1)
    check_page(page)
    page.get_by_label("A word to the others").fill("I look at it.")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("I look at it.")).to_be_visible()
    page.get_by_role("button", name="Open the review").click()
    expect(page.get_by_role("heading", name=re.compile("What changed since"))).to_be_visible()
    expect(page.locator(".findings-table")).to_contain_text("worse")
    check_page(page)
    page.get_by_text("Adapt: open a new draft").click()
    adapt = page.locator("form[action$='/adapt/']")
    adapt.get_by_label("Why").fill("The terms cost more than they bring.")
    adapt.get_by_role("button", name="Adapt").click()
    expect(page.get_by_text("A new draft is open.")).to_be_visible()
    assert "/compare/" in page.url

    page.goto(watched)
    expect(page.locator(".watched-table").first).to_contain_text("triggered")
    expect(page.get_by_text("in force: version 1")).to_be_visible()
    page.goto(f"/records/{code}/compare/")
    commit(page, sign_in)
    page.goto(watched)
    expect(page.get_by_text("in force: version 2")).to_be_visible()
    expect(page.locator(".watched-table").first).to_contain_text("Gross margin below 20.0 %")
    page.goto(f"{watched}?version=1")
    expect(page.get_by_text("Version 1 was superseded")).to_be_visible()
    check_page(page)


def load_newer(page: Page) -> None:
    """Upload the file of a month later, with the mapping that its source has, and import it."""
    page.goto("/metrics/uploads/new/")
    text = rows_until(LAST, last_margin=10)
    page.get_by_label("Data file").set_input_files(
        {"name": "orders.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_label("Source").select_option(SOURCE)
    page.get_by_role("button", name="Load and look at it").click()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text(re.compile("values? added"))).to_be_visible()


def wait_for_case(page: Page, code: str):
    """The case on the desk of the decision's owner, as soon as the worker has looked at what moved."""
    link = page.locator(f"#main a[href^='/records/{code}/cases/']").first

    def is_there() -> bool:
        page.goto("/")
        return link.count() > 0

    wait_until(is_there, "the case on the desk", pause=0.5)
    return link


def commit(page: Page, sign_in) -> None:
    """The draft goes to its approver, who puts it in force."""
    writer = Writer(page)
    writer.go_on("To Commit")
    writer.write("review_plan", confirmed_by=MARIA, confirmed_on=day(0))
    code = writer.code
    writer.go_on("Propose")
    expect(page.get_by_text("Waits for Ines Moreau.")).to_be_visible()
    approver = sign_in("ines")
    approver.goto(f"/records/{code}/one-pager/")
    approver.get_by_role("link", name="Read and vote").click()
    approver.get_by_label("Comment").fill("Agreed.")
    approver.get_by_role("button", name="Approve").click()
    expect(approver.get_by_text("in force: version 2")).to_be_visible()


def test_still_valid_is_one_sentence_without_javascript(sign_in, codes):
    code = codes[1]
    page = sign_in("maria", js=False)
    page.goto(f"/records/{code}/watch/")
    page.get_by_role("link", name="Operating review").click()
    next_on = page.get_by_label("Next review").input_value()
    assert next_on > day(0)
    page.get_by_label("Still valid because …").fill("Margins <b>hold</b> & nobody left.")
    page.get_by_role("button", name="Still valid").click()
    expect(page.get_by_text("Still valid. The next review is on")).to_be_visible()
    expect(page.get_by_text("Margins <b>hold</b> & nobody left.")).to_be_visible()
    planned = page.locator(".review-list li", has_text="planned").first
    expect(planned).to_contain_text(str(dt.date.fromisoformat(next_on).year))
