"""People in a browser, on a stack of its own per test process. What goes wrong in a page fails its test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stack import Stack, running

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
AXE_RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is in order is not told in detail, which takes most of the time
}
SEEN_RULES: dict[str, Any] = AXE_RULES | {
    "runOnly": {
        "type": "rule",
        "values": [
            *("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"),
            *("button-name", "link-name", "label", "select-name", "svg-img-alt", "aria-hidden-focus"),
        ],
    }
}
"""Of a page that was looked at already: what hangs on colours and width, and on what only this width shows."""
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)  # two stacks and two browsers may share a machine
SignIn = Callable[..., Page]
_looked_at: set[str] = set()
# While the server restarts or the line is cut, a page may complain about that.
EXPECTED_COMPLAINTS = ("Failed to load resource", "net::ERR_", "htmx:")


@pytest.fixture(scope="session")
def stack(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("stack"), worker_id) as found:
        yield found


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    # Tests that printed before have set the report's own fonts for this process; a browser has the system's.
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    return {
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        "env": environment,
    }


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """Signed-in states, by email: signing in is slow on purpose."""
    return {}


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages write to the console as errors; none may be left at the end."""
    found: list[str] = []
    yield found
    left = [words for words in found if not any(known in words for known in EXPECTED_COMPLAINTS)]
    assert not left, left


@pytest.fixture
def open_browser(
    browser: Browser, stack: Stack, contexts: list[BrowserContext], complaints: list[str]
) -> Callable[..., Page]:
    """A page of nobody yet: `open_browser(width=390, dark=True, js=False)`."""

    def opened(
        *,
        width: int = 1280,
        dark: bool = False,
        js: bool = True,
        state: Any = None,
        address: str = stack.address,
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda line: complaints.append(f"{page.url}: {line.text}") if line.type == "error" else None,
        )
        return page

    return opened


@pytest.fixture
def sign_in(open_browser: Callable[..., Page], stack: Stack, cookies: dict[str, Any]) -> SignIn:
    """A page of somebody from the demo: `sign_in("maria")`."""

    def signed_in(name: str, **options: Any) -> Page:
        email = f"{name}@example.com"
        if email not in cookies:
            page = open_browser()
            enter(page, email, stack.password)
            cookies[email] = page.context.storage_state()
        return open_browser(state=cookies[email], **options)

    return signed_in


def enter(page: Page, email: str, password: str) -> None:
    """Sign in as people do."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My desk")).to_be_visible()


def check_page(page: Page) -> None:
    """Accessible by axe's rules, and nothing reaches beyond the window's width.

    The four frameworks have the same pages: whose structure was looked at in this process is looked at for the rest.
    """
    route = resolve(unquote(urlsplit(page.url).path)).view_name
    problems = problems_of(page, SEEN_RULES if route in _looked_at else AXE_RULES)
    _looked_at.add(route)
    assert not problems, "\n".join([page.url, *problems])


def problems_of(page: Page, rules: dict[str, Any] = AXE_RULES) -> list[str]:
    page.evaluate("scrollTo(0, 0)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    violations = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", rules)
    problems = [
        f"{each['id']}: {each['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in violations
        for node in each["nodes"][:2]
    ]
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*problems, f"{beyond} px too wide"] if beyond > 0 else problems
