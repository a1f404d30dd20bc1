"""Every page: accessible by axe, as wide as its window, without a complaint; wide and light, narrow and dark.

The structure is the same on both screens: on the second one axe looks at what colours and width decide; and on neither
at what it has seen before (looking.py).

pages.py names them; a route that stands in none of its tables fails a test. A run visits one in `APART` of them, a slow
run all.
"""

from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import enter
from tests.browser.looking import problems_of
from tests.browser.pages import ANSWERS, EMPTY, NOT_PAGES, PAGES, people_of, rows
from tests.browser.stack import Stack, prepared, told
from tests.integration.route_tables import CLOSED
from tests.routes import PATTERNS
from tests.volume import share

APART = 5
SCREENS: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "wide, light": (1280, "light"),
    "narrow, dark": (390, "dark"),
}
SUBMIT = """(form, sent) => {
  for (const [name, value] of Object.entries(sent)) {
    for (const field of form.querySelectorAll(`[name="${name}"]`)) field.remove();
    form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
  }
  HTMLFormElement.prototype.submit.call(form);
}"""
"""As a browser without JavaScript and without checks of its own sends a form."""


def route_of(address: str) -> str:
    return resolve(unquote(urlsplit(address).path)).view_name


@pytest.fixture(scope="module")
def states(stack) -> Iterator[dict[str, str]]:
    """What stands in braces in the tables. No worker runs, so that what waits goes on waiting."""
    stack.stop("worker")
    yield make_states(stack, stack.password)
    stack.start("worker")


def make_states(stack: Stack, password: str) -> dict[str, str]:
    code = f"from tests.browser import states; states.tell({password!r})"
    found: dict[str, str] = told(stack, code)
    return found


class Visitor:
    """Somebody's browser, which notes by page and screen what is wrong."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        self.page = page
        self.complaints = complaints
        self.problems: dict[str, list[str]] = {}
        page.on("response", self._hear)

    def _hear(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} {response.url}")

    def note(self, where: str, *problems: str) -> None:
        if problems:
            self.problems.setdefault(where, []).extend(problems)

    def look(self, what: str, answer: Response | None, status: int) -> None:
        """Look at the page that has come, on both screens."""
        assert answer is not None
        if answer.status != status:
            self.note(what, f"answers {answer.status} instead of {status}")
        for screen, (width, scheme) in SCREENS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            self.note(f"{what} ({screen})", *problems_of(self.page))
        known = ("server responded with a status of",)
        self.note(what, *(words for words in self.complaints if not any(part in words for part in known)))
        self.complaints.clear()

    def check(self) -> None:
        words = [f"{where}\n  {problem}" for where, found in self.problems.items() for problem in found]
        assert not words, "\n" + "\n".join(words)


@pytest.fixture
def visitor(sign_in, open_browser, complaints) -> Callable[[str], Visitor]:
    return lambda name: Visitor(open_browser() if name == "nobody" else sign_in(name), complaints)


def test_every_route_stands_in_a_table(states):
    shown = [address for _who, status, address in rows(PAGES) if status in ("200", "202")]
    others = [address for _what, address in rows(NOT_PAGES)]
    known = {route_of(address.format(**states)) for address in (*shown, *others)}
    missing = sorted(set(PATTERNS) - known - CLOSED)
    assert not missing, (
        f"Add to tests/browser/pages.py for {', '.join(missing)}: a line in PAGES with an address and who visits it, "
        "or a line in NOT_PAGES that says what it is instead of a page."
    )


@pytest.mark.parametrize("who", people_of(PAGES))
def test_pages(visitor, states, who, seed):
    here = visitor(who)
    for status, address in share(of_person(PAGES, who), APART, seed):
        there = address.format(**states)
        here.look(address, here.page.goto(there), int(status))
        if int(status) == 200 and route_of(here.page.url) != route_of(there):
            here.note(address, f"leads to {here.page.url}")
    here.check()


@pytest.mark.parametrize("who", people_of(ANSWERS))
def test_answers_to_forms(visitor, states, who, seed):
    here = visitor(who)
    for status, address, place, sent in share(of_person(ANSWERS, who), APART, seed):
        here.page.goto(address.format(**states))
        form, what = here.page.locator(selector(place.format(**states))).first, f"{address} {place} {sent}"
        if not form.count():
            here.note(what, "has no such form")
            continue
        with here.page.expect_navigation() as answer:
            form.evaluate(SUBMIT, dict(parse_qsl(sent.format(**states), keep_blank_values=True)))
        here.look(what, answer.value, int(status))
    here.check()


def of_person(table: str, who: str) -> list[list[str]]:
    return [columns for name, *columns in rows(table) if name == who]


def selector(place: str) -> str:
    """The form that posts to its own page, the one with this id, or the one with these words in its address."""
    if place == "-":
        return "main form[method='post']:not([action])"
    return f"main {place}" if place.startswith("#") else f"main form[action*='{place}']"


def test_pages_of_a_workspace_in_which_nobody_has_worked(open_browser, complaints, tmp_path, worker_id, seed):
    stack = prepared(tmp_path, worker_id, is_empty=True)
    make_states(stack, "a-long-test-password")
    try:
        stack.start("web")
        here = Visitor(open_browser(address=stack.address), complaints)
        enter(here.page, "ada@example.com", "a-long-test-password")
        for address in share(EMPTY.split(), APART, seed):
            here.look(address, here.page.goto(address), 200)
    finally:
        stack.stop_all()
    here.check()


def test_the_page_of_a_fault(visitor, states):
    here = visitor("nobody")
    here.page.route(
        "**/fault/", lambda route: route.fulfill(status=500, body=states["fault"], content_type="text/html")
    )
    here.look("500.html", here.page.goto("/fault/"), 500)
    here.check()


def test_lists_lead_to_what_they_list(sign_in):
    page = sign_in("kenji")
    links = {
        "/partners/": "main table a",
        "/metrics/gaps/": "main .cause a",
        "/metrics/imports/": "main table a",
        "/glossary/": "main a[href^='/glossary/']",
        "/partners/?q=Alder": "main table a",
        "": "a[href*='/lineage/?']",
    }
    for path, link in links.items():
        if path:
            page.goto(path)
        before = page.url
        page.locator(link).first.click()
        expect(page).not_to_have_url(before)


def test_what_is_not_a_page(sign_in, states):
    page, wrong = sign_in("ada"), []
    for what, address in rows(NOT_PAGES):
        answer = page.request.get(address.format(**states), max_redirects=0)
        kind, disposition = (
            answer.headers.get("content-type", ""),
            answer.headers.get("content-disposition", ""),
        )
        is_so = {
            "posts": answer.status == 405,
            "redirect": answer.status == 302,
            "fragment": answer.ok and "<html" not in answer.text(),
            "file": answer.ok and disposition.startswith("attachment"),
            "json": kind.startswith("application/json"),
        }[what]
        if not is_so:
            wrong.append(f"{address} is not “{what}”: {answer.status} {kind}")
    assert not wrong, "\n".join(wrong)
