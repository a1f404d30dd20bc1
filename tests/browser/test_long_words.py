"""Texts and names that are one long word of 80 letters are broken: no page of a record is wider than a small screen."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import enter
from tests.browser.stack import Stack, running, told

WIDTH = 390
PAGES = {
    "draft": "frame compare commit one-pager document history versions sharing waivers links retention",
    "proposed": "one-pager document versions versions/1/round",
    "decided": "one-pager document history versions watch links",
}
"""By what the record is, its pages."""
BEYOND = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return [];
  const beyond = (element) => element.getBoundingClientRect().right > innerWidth + 0.5;
  const found = [...document.querySelectorAll("body *")].filter(beyond);
  const innermost = found.filter((element) => ![...element.children].some(beyond));
  return [`${wide} px too wide`, ...innermost.slice(0, 8).map((element) => element.outerHTML.slice(0, 160))];
}"""
"""By how much a page is wider than its window, and what stands out of it."""


@pytest.fixture(scope="module")
def long(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, dict[str, Any]]]:
    """A demo of its own: everybody in it has another name."""
    with running(tmp_path_factory.mktemp("long"), worker_id, purpose="long") as found:
        yield found, told(found, "from tests.browser import long_words; long_words.tell()")


def test_no_page_of_a_record_is_wider_than_a_small_screen(open_browser, long):
    stack, codes = long
    page = open_browser(width=WIDTH, address=stack.address)
    enter(page, "maria@example.com", stack.password)
    wide = {}
    for what, pages in PAGES.items():
        for name in pages.split():
            address = f"/records/{codes[what]}/{name}/"
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate(
                "() => { for (const fold of document.querySelectorAll('main details')) fold.open = true; }"
            )
            if found := page.evaluate(BEYOND):
                wide[f"{what} {name}"] = found
    assert not wide, "\n".join(f"{where}: {one}" for where, found in wide.items() for one in found)
