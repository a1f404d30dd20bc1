"""A gap is accepted in the browser: the grade rises, is taken back, and falls; with scripts and without."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import check_page
from tests.browser.stack import told

SOURCE = "/metrics/gaps/?source=with-a-gap&kind=missing_value"


@pytest.fixture(scope="module")
def gapped(stack):
    return told(stack, "from tests.browser import gapped; gapped.tell()")


def grade(page: Page) -> str:
    """The grade of the figure, as its page says it."""
    page.goto("/metrics/deal_value/")
    return page.locator(".trust .mark").first.inner_text().split()[-1]


@pytest.mark.parametrize(("width", "js"), [(1280, True), (390, False)])
def test_accepting_raises_a_grade_and_the_undo_lets_it_fall(sign_in, gapped, width, js):
    page = sign_in("kenji", width=width, js=js)
    before = grade(page)
    page.goto(SOURCE)
    if js:
        check_page(page)
    line = page.get_by_role("listitem").filter(has_text="1 row without amount")
    expect(line).to_contain_text("B → A")
    line.get_by_role("link", name="Accept until").click()
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    page.get_by_label("Until").fill(f"{day:%Y-%m-%d}")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("it weakens no figure")).to_be_visible()
    expect(page.get_by_text("B → A")).to_be_visible()
    page.get_by_label("Why it may stay").fill("One deal is not priced yet.")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("One deal is not priced yet.").first).to_be_visible()
    if js:
        check_page(page)
    assert (before, grade(page)) == ("B", "A")

    page.goto(f"/metrics/gaps/{gapped['cause']}/")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("taken back")).not_to_have_count(0)
    assert grade(page) == "B"


def test_a_note_and_a_question_stand_in_the_thread(sign_in, gapped):
    page = sign_in("kenji", width=390, dark=True)
    page.goto(f"/metrics/gaps/{gapped['cause']}/")
    page.get_by_label("A note").fill("Sales prices it on Friday.")
    page.get_by_role("button", name="Add the note").click()
    page.get_by_role("link", name="Ask the owner").click()
    check_page(page)
    page.get_by_label("Whom").select_option(label="Maria Sandberg")
    page.get_by_label("What you ask").fill("Which price?")
    page.get_by_role("button", name="Do it").click()
    thread = page.locator(".thread")
    for words in ("Sales prices it on Friday.", "Which price?", "asked Maria Sandberg"):
        expect(thread.get_by_text(words)).to_be_visible()
    check_page(page)
    maria = sign_in("maria")
    maria.goto("/")
    expect(maria.get_by_role("link", name="1 row without amount")).to_be_visible()
    maria.goto("/notices/")
    expect(maria.get_by_role("link", name="asks about a gap in data")).to_be_visible()
