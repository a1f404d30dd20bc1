"""The element <auto-save> alone: a small page without a server, whose saves are answered one by one by the test."""

import json
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests import patience

ADDRESS = "http://localhost"
SETTLED_MS = 100  # htmx has drawn, and listens
START = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "responseHandling": [
        {"code": "409|422|[23]..", "swap": True},
        {"code": "...", "swap": False, "error": True},
    ],
}
RETRYING = "not saved: trying again"
RESTORED = "restored from this browser"


def unit(value="", *, more="", oob=False):
    """A unit as the server draws it, with what it has of the text."""
    return f"""
      <auto-save id="unit-1-around"{' hx-swap-oob="true"' if oob else ""}>
        <form id="unit-1" method="post" action="/units/1/" hx-post="/units/1/" hx-swap="none" data-unit
              hx-trigger="submit, change, input changed delay:300ms, desk:retry" hx-sync="this:queue last">
          <label>Text <input name="text" value="{escape(value)}"></label>
          <label>Until <input type="date" name="until"></label>
          {state()}
          <div id="unit-1-message">{more}</div>
          <button>Save</button>
        </form>
      </auto-save>"""


def state(words="", *, oob=False):
    swap = ' hx-swap-oob="true"' if oob else ""
    return f'<span id="unit-1-state"{swap}><span data-saved role="status">{words}</span></span>'


def page_with(body, scripts=("auto_save",)):
    modules = "".join(f'<script type="module" src="/static/js/{name}.js"></script>' for name in scripts)
    return f"""<!doctype html>
      <html lang="en"><head><title>Units</title><meta name="htmx-config" content='{json.dumps(HTMX)}'>
      <script src="/static/django_htmx/htmx-2.min.js" defer></script>{modules}</head>
      <body>{body}<button id="elsewhere">Elsewhere</button>{render_to_string("saving_words.html")}</body></html>"""


class Stub:
    """Answers the page and its scripts at once, and each save when the test says so.

    `saves` are the texts of the saves that have come, `waiting` those that have no answer yet.
    """

    def __init__(self, page):
        self.page = page
        self.html = page_with(unit())
        self.saves = []
        self.waiting = []
        page.route("**/*", self._take)

    def _take(self, route):
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            kind = "text/javascript"
            route.fulfill(body=Path(found).read_text(encoding="utf-8"), content_type=kind)
        elif path == "/units/1/":
            self.saves.append(parse_qs(route.request.post_data or "").get("text", [""])[0])
            self.waiting.append(route)
        else:
            headers = {"Content-Security-Policy": build_policy()}
            route.fulfill(body=self.html, content_type="text/html", headers=headers)

    def next(self):
        """The oldest save that has no answer."""
        for _ in range(int(patience.SECONDS * 20)):
            if self.waiting:
                return self.waiting.pop(0)
            self.page.wait_for_timeout(50)
        raise AssertionError("no save has come")

    def confirm(self, html=""):
        confirmed = json.dumps({"desk:saved": {"unit": "unit-1"}})
        body = html or state("saved", oob=True)
        self.next().fulfill(body=body, content_type="text/html", headers={"HX-Trigger": confirmed})

    def refuse(self, status, html=""):
        self.next().fulfill(status=status, body=html or "no", content_type="text/html")

    def lose(self):
        self.next().abort("connectionfailed")


@pytest.fixture
def page(browser):
    context = browser.new_context(base_url=ADDRESS)
    context.set_default_timeout(patience.MILLISECONDS)
    context.clock.install(time=START)
    page = context.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Security Policy" in line.text else None)
    yield page
    context.close()
    assert not broken, broken


@pytest.fixture
def server(page):
    found = Stub(page)
    page.goto("/")
    return found


@pytest.fixture
def text(server, page):
    return page.get_by_label("Text")


@pytest.fixture
def words(server, page):
    return page.get_by_role("status")


@pytest.fixture
def time(server, page):
    """Stands still, and goes on only by `time.run_for`: what has to come before a timer comes before it anywhere."""
    page.clock.pause_at(START + timedelta(hours=1))
    return page.clock


def kept(page):
    """The text that this browser keeps, None where it keeps nothing."""
    stored = page.evaluate("localStorage.getItem('desk:unit:unit-1')")
    return json.loads(stored)["values"]["text"] if stored else None


def nothing_is_kept(page):
    page.wait_for_function("() => !localStorage.getItem('desk:unit:unit-1')")


def test_words_are_kept_from_the_first_letter_until_the_save_is_confirmed(page, server, text, words, time):
    text.press_sequentially("W")
    expect(words).to_have_text("not saved yet")
    expect(words).to_have_attribute("data-state", "unsaved")
    assert kept(page) == "W"
    time.run_for(299)
    text.press_sequentially("ords")
    assert kept(page) == "Words"
    time.run_for(299)
    assert not server.saves
    time.run_for(1)
    server.confirm()
    expect(words).to_have_text("saved")
    assert server.saves == ["Words"]
    nothing_is_kept(page)


def test_the_words_count_the_seconds_of_a_minute_and_tell_nobody_of_each(server, text, words, time):
    text.fill("Words")
    time.run_for(300)
    server.confirm()
    expect(words).to_have_text("saved")
    expect(words).not_to_have_attribute("aria-live", "off")
    time.run_for(8000)
    expect(words).to_have_text("saved 8 s ago")
    expect(words).to_have_attribute("aria-live", "off")
    time.run_for(60_000)
    expect(words).to_have_text("")
    text.press_sequentially("!")
    expect(words).to_have_text("not saved yet")
    expect(words).not_to_have_attribute("aria-live", "off")
    time.run_for(200)
    expect(words).to_have_text("not saved yet")


def test_what_was_typed_while_a_save_was_on_its_way_is_kept_and_saved_next(page, server, text, words):
    text.fill("First")
    answer = server.next()
    text.fill("First and second")
    server.waiting.insert(0, answer)
    server.confirm()
    expect(words).to_have_text("saved")
    assert kept(page) == "First and second"
    server.confirm()
    nothing_is_kept(page)
    assert server.saves == ["First", "First and second"]


def test_what_is_saved_is_not_sent_again_unless_the_button_asks(page, server, text, words):
    text.fill("Once")
    server.confirm()
    expect(words).to_have_text("saved")
    text.dispatch_event("change")
    expect(words).to_have_attribute("data-state", "saved")
    page.wait_for_timeout(500)
    assert server.saves == ["Once"]
    page.get_by_role("button", name="Save").click()
    server.confirm()
    assert server.saves == ["Once", "Once"]


def test_typing_back_to_what_is_saved_keeps_nothing(page, server, text):
    text.fill("Once")
    server.confirm()
    nothing_is_kept(page)
    text.press_sequentially("!")
    assert kept(page) == "Once!"
    text.press("Backspace")
    assert kept(page) is None


def test_a_date_waits_for_its_year_or_for_its_field_to_be_left(page, server, words):
    until = page.get_by_label("Until")
    until.fill("0002-03-09")
    until.dispatch_event("change")
    expect(words).to_have_text("not saved yet")
    page.wait_for_timeout(600)
    assert not server.saves
    page.locator("#elsewhere").focus()
    server.confirm()
    nothing_is_kept(page)


def test_a_lost_connection_is_tried_again_until_the_words_are_saved(page, server, text, words):
    text.fill("In the train")
    for _ in range(2):
        server.lose()
        expect(words).to_have_text(RETRYING)
        expect(words).to_have_attribute("data-state", "failed")
        assert kept(page) == "In the train"
    server.confirm()
    expect(words).to_have_text("saved")
    nothing_is_kept(page)
    assert server.saves == ["In the train"] * 3


def test_a_fault_of_the_server_is_tried_again(page, server, text, words):
    text.fill("During a restart")
    server.refuse(502)
    expect(words).to_have_text(RETRYING)
    server.confirm()
    nothing_is_kept(page)


def test_words_of_a_page_that_was_left_come_back_and_are_saved(page, server, text, words, time):
    text.press_sequentially("Left too early")
    page.goto("/")
    expect(text).to_have_value("Left too early")
    expect(words).to_have_text(RESTORED)
    time.run_for(SETTLED_MS)
    server.next()
    page.goto("/")
    expect(words).to_have_text(RESTORED)
    time.run_for(SETTLED_MS)
    server.confirm()
    expect(words).to_have_text("saved")
    nothing_is_kept(page)


def test_words_that_the_server_has_are_not_put_back(page, server, text, words, time):
    text.press_sequentially("Arrived after all")
    time.run_for(300)
    server.next()
    server.html = page_with(unit("Arrived after all"))
    page.goto("/")
    nothing_is_kept(page)
    expect(words).to_have_text("")
    time.run_for(60_000)
    assert len(server.saves) == 1


def test_a_save_that_is_not_allowed_says_so_and_keeps_the_words(page, server, text, words):
    text.fill("Not mine to write")
    server.refuse(403)
    expect(words).to_have_text("not saved")
    expect(words).to_have_attribute("data-state", "failed")
    page.wait_for_timeout(1500)
    assert len(server.saves) == 1, "what is refused is not tried again"
    assert kept(page) == "Not mine to write"


def test_a_refused_answer_draws_the_unit_with_what_is_wrong_and_later_words_stay(page, server, text, words):
    text.fill("Too long")
    answer = server.next()
    text.fill("Too long, and longer")
    server.waiting.insert(0, answer)
    server.refuse(422, unit("Too long", more='<p role="alert">Too long.</p>', oob=True))
    expect(page.get_by_role("alert")).to_have_text("Too long.")
    expect(text).to_have_value("Too long, and longer")
    expect(words).to_have_text(RESTORED)
    server.confirm()
    assert server.saves[-1] == "Too long, and longer"
    nothing_is_kept(page)


def test_an_answer_that_shows_both_sides_leaves_nothing_kept_and_theirs_can_be_taken(page, server, text):
    sides = '<p role="alert">Theirs</p><a href="/fresh/" data-discards="unit-1">Take theirs</a>'
    text.fill("Mine")
    server.refuse(409, unit("Mine", more=sides, oob=True))
    expect(page.get_by_role("alert")).to_have_text("Theirs")
    expect(text).to_have_value("Mine")
    nothing_is_kept(page)
    assert server.saves == ["Mine"]
    text.press("End")
    text.press_sequentially(", and more")
    assert kept(page) == "Mine, and more"
    server.html = page_with(unit("Theirs"))
    page.get_by_role("link", name="Take theirs").click()
    expect(text).to_have_value("Theirs")
    assert kept(page) is None


def test_a_sign_in_page_instead_of_an_answer_keeps_the_words(page, server, text, words):
    text.fill("After the session")
    page.evaluate(
        """() => document.addEventListener('htmx:beforeSend', (event) => Object.defineProperty(
            event.detail.xhr, 'responseURL', {value: document.getElementById('desk-words').dataset.door}))"""
    )
    server.refuse(200, "Sign in")
    expect(words).to_have_text("not saved: sign in again in another tab")
    assert kept(page) == "After the session"


def test_a_late_answer_from_elsewhere_that_draws_the_unit_again_loses_nothing(
    page, server, text, words, time
):
    text.press_sequentially("Typed meanwhile")
    draw(page, unit("From the server", oob=True))
    expect(text).to_have_value("Typed meanwhile")
    expect(words).to_have_text(RESTORED)
    time.run_for(SETTLED_MS)
    server.confirm()
    expect(words).to_have_text("saved")
    assert server.saves == ["Typed meanwhile"]
    nothing_is_kept(page)


def draw(page, html):
    """Let htmx draw what an answer to another form brings."""
    page.evaluate("html => htmx.swap(document.body, html, {swapStyle: 'none', settleDelay: 20})", html)


def test_an_element_that_is_taken_away_asks_for_nothing_more(page, server, text, words):
    text.fill("Removed")
    server.lose()
    expect(words).to_have_text(RETRYING)
    page.evaluate(
        """() => {
            window.asked = [];
            document.getElementById('unit-1').addEventListener('desk:retry', (event) => asked.push(event.type));
            document.querySelector('auto-save').remove();
        }"""
    )
    page.wait_for_timeout(1500)
    assert page.evaluate("asked") == []
    assert kept(page) == "Removed"


def test_an_element_that_is_moved_goes_on_with_what_it_has_not_saved(page, server, text, words):
    text.fill("Moved")
    server.lose()
    expect(words).to_have_text(RETRYING)
    asked = page.evaluate(
        """() => {
            const asked = [];
            document.getElementById('unit-1').addEventListener('desk:retry', (event) => asked.push(event.type));
            document.body.append(document.querySelector('auto-save'));
            return asked;
        }"""
    )
    assert asked == ["desk:retry"], "at once: it does not wait for its next try"
    server.confirm()
    expect(words).to_have_text("saved")
    assert server.saves == ["Moved", "Moved"]
    nothing_is_kept(page)
    text.fill("Moved and written")
    assert kept(page) == "Moved and written"
    server.confirm()
    assert server.saves[-1] == "Moved and written", "once, though it was connected twice"
    assert len(server.saves) == 3


def test_a_form_that_is_not_open_is_left_alone(page, server):
    page.evaluate("localStorage.setItem('desk:unit:unit-1', JSON.stringify({values: {text: 'Older'}}))")
    server.html = page_with(unit("As decided").replace(" data-unit", "").replace("hx-post", "data-post"))
    page.goto("/")
    page.wait_for_timeout(300)
    expect(page.get_by_label("Text")).to_have_value("As decided")
    assert not server.saves


def test_without_javascript_the_button_posts_the_form(browser):
    context = browser.new_context(base_url=ADDRESS, java_script_enabled=False)
    page = context.new_page()
    server = Stub(page)
    page.goto("/")
    page.get_by_label("Text").fill("By the button")
    page.get_by_role("button", name="Save").click(no_wait_after=True)
    server.refuse(200, "Saved.")
    expect(page.locator("body")).to_have_text("Saved.")
    assert server.saves == ["By the button"]
    context.close()
