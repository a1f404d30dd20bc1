"""People in a browser, on a stack of its own per test process. What goes wrong in a page fails its test."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import patience
from tests.browser.stack import Stack, running

expect.set_options(timeout=patience.MILLISECONDS)
SignIn = Callable[..., Page]
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
            reduced_motion="reduce",
            java_script_enabled=js,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            storage_state=state,
        )
        context.set_default_timeout(patience.MILLISECONDS)
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
