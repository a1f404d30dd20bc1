"""static/js/redraw.js alone: choices that come again for a select in which somebody may be choosing."""

import pytest
from playwright.sync_api import expect

from tests.browser.saved_by_hand import Stub, page_alone, page_with, state

STORY = """
  <label>Threshold <select id="story-1-threshold" name="threshold">{}</select></label>"""


def choices(**labels):
    """Options by their values, the first one as it is saved."""
    chosen = next(iter(labels))
    options = (
        f'<option value="{value}"{" selected" if value == chosen else ""}>{label}</option>'
        for value, label in labels.items()
    )
    return "".join(options)


def again(**labels):
    return f'<select id="story-1-threshold" hx-swap-oob="innerHTML">{choices(**labels)}</select>'


@pytest.fixture
def page(browser):
    with page_alone(browser) as found:
        yield found


@pytest.fixture
def server(page):
    found = Stub(page)
    unit = found.html.split("<body>")[1].split('<button id="elsewhere"')[0]
    story = STORY.format(choices(a="Margin below 20 %", b="Revenue below 5"))
    found.html = page_with(unit + story, scripts=("auto_save", "redraw"))
    page.goto("/")
    return found


@pytest.fixture
def select(server, page):
    return page.get_by_label("Threshold")


def save(page, server, answer):
    """Save the other unit, whose answer brings the choices."""
    page.get_by_label("Text").fill("Something")
    page.get_by_role("button", name="Save").click()
    server.confirm(state("saved", oob=True) + answer)
    expect(page.locator("form [data-saved]")).to_have_text("saved")


def test_what_is_chosen_stays_and_what_is_new_can_be_chosen(page, server, select):
    select.select_option("b")
    save(page, server, again(a="Margin below 18 %", b="Revenue below 5", c="Coverage below 3"))
    expect(select).to_have_value("b")
    expect(select.locator("option")).to_have_text(
        ["Margin below 18 %", "Revenue below 5", "Coverage below 3"]
    )
    select.select_option("c")
    expect(select).to_have_value("c")


def test_what_was_removed_gives_way_to_what_is_saved(page, server, select):
    select.select_option("b")
    save(page, server, again(a="Margin below 20 %"))
    expect(select).to_have_value("a")


def test_a_list_that_says_the_same_is_left_alone_and_the_cursor_stays(page, server, select):
    option = select.locator("option").last.element_handle()
    page.get_by_label("Text").fill("Something")
    page.keyboard.press("Enter")
    select.focus()
    server.confirm(state("saved", oob=True) + again(a="Margin below 20 %", b="Revenue below 5"))
    expect(page.locator("form [data-saved]")).to_have_text("saved")
    expect(select).to_be_focused()
    assert option.evaluate("option => option.isConnected")
