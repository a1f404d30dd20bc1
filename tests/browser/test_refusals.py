"""What an action refuses: its words stand where it was pressed, with JavaScript (on a small page without a server)
and without it."""

import pytest
from playwright.sync_api import expect

from tests.browser.saved_by_hand import ADDRESS, Stub, page_alone, page_with
from tests.browser.writing import Writer
from workspace.demo.loading import story_of

WORDS = "The framework asks for this."
REFUSAL = f'<section class="notice stop" role="alert"><p>{WORDS}</p></section>'
ROW = """
  <div class="row" id="row">
    <form id="unit" method="post" action="/units/1/"><button form="gone" id="remove">Remove</button></form>
    <form id="gone" method="post" action="/units/1/" hx-post="/units/1/" hx-swap="none"></form>
  </div>
  <form id="add" method="post" action="/units/1/" hx-post="/units/1/" hx-target="#row" hx-swap="outerHTML">
    <button id="more">Add</button>
  </form>"""


class Refusing(Stub):
    """Refuses what is sent, until `is_kind`."""

    is_kind = False

    def _take(self, route):
        if not route.request.url.endswith("/units/1/"):
            super()._take(route)
        elif self.is_kind:
            route.fulfill(status=204)
        else:
            headers = {"Desk-Refused": "true", "Content-Type": "text/html"}
            route.fulfill(status=422, body=REFUSAL, headers=headers)


@pytest.fixture
def page(browser):
    with page_alone(browser) as found:
        yield found


@pytest.fixture
def desk(page):
    stub = Refusing(page)
    stub.html = page_with(ROW, scripts=("refusals",))
    page.goto(ADDRESS)
    return stub


@pytest.mark.parametrize(("pressed", "place"), [("remove", "unit"), ("more", "add")])
def test_a_refusal_stands_once_in_the_form_around_what_was_pressed(page, desk, pressed, place):
    for _attempt in range(2):
        page.locator(f"#{pressed}").click()
        alert = page.locator(f"#{place} > [role=alert]")
        expect(alert).to_have_text(WORDS)
    expect(page.locator("[role=alert]")).to_have_count(1)
    expect(page.locator("#row")).to_be_attached()


def test_the_next_try_takes_it_away(page, desk):
    page.locator("#more").click()
    expect(page.locator("[role=alert]")).to_have_text(WORDS)
    desk.is_kind = True
    page.locator("#more").click()
    expect(page.locator("[role=alert]")).to_have_count(0)


def seen_in(page, form):
    """The words in a form, which the browser has gone to; what looks at the window itself needs scripts."""
    alert = form.get_by_role("alert")
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
    box = alert.bounding_box()
    assert box
    assert 0 <= box["y"] < page.viewport_size["height"]
    assert 0 <= box["x"] < box["x"] + box["width"] <= page.viewport_size["width"]
    expect(page.get_by_role("alert")).to_have_count(1)


def test_without_javascript_it_stands_in_the_form_that_was_sent(sign_in):
    page = sign_in("maria", js=False, width=390)
    writer = Writer(page, js=False)
    question = "Where does a refusal stand?"
    writer.begin(story_of("channel-prioritization") | {"question": question})
    code = writer.code
    on = page.get_by_role("button", name="To Compare")
    on.click(force=True)  # it says of itself that it is not ready
    seen_in(page, page.locator("form", has=on))
    expect(page.get_by_role("heading", name=question)).to_be_visible()

    page.goto(f"/records/{code}/retention/")
    page.locator("form#retention [name=reason]").fill("Because of <b> & more.")
    page.get_by_role("button", name="Close it").click(force=True)
    seen_in(page, page.locator("form#retention"))
    expect(page.locator("form#retention [name=reason]")).to_have_value("Because of <b> & more.")
