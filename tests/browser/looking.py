"""Looking at a page: nothing against axe's rules, nothing beyond the window's width.

Pages are made of the same parts over and over, and axe takes longer than a page to come. So axe looks at what is new:
an element was looked at when one stood at the same place (tag, classes, roles and states of it and of all around it)
and was named in the same way. A page with one new element is looked at whole.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STRUCTURE = (HERE / "structure.js").read_text(encoding="utf-8")
EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is in order is not told in detail, which takes most of the time
}
OF_A_SCREEN: dict[str, Any] = EVERYTHING | {
    "runOnly": {
        "type": "rule",
        "values": [
            *("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"),
            *("button-name", "link-name", "label", "select-name", "svg-img-alt", "aria-hidden-focus"),
        ],
    }
}
"""What hangs on colours and width, and on what only this width shows."""

_seen: dict[Any, set[str]] = defaultdict(set)
"""What this process has looked at: on any screen by every rule, on each screen by its own."""


def problems_of(page: Page) -> list[str]:
    """What is wrong with a page on its present screen, in words."""
    page.wait_for_load_state()  # a click may have left for another page
    page.evaluate("scrollTo(0, 0)")
    found = page.evaluate(STRUCTURE)
    screen, parts = tuple(found["screen"]), set(found["parts"])
    problems: list[str] = []
    for place, rules in ((None, EVERYTHING), (screen, OF_A_SCREEN)):
        if parts - _seen[place]:
            problems = violations(page, rules)
            if not problems:
                _seen[place] |= parts
                _seen[screen] |= parts
            break
    beyond = found["beyond"]
    return [*problems, f"{beyond} px too wide"] if beyond > 0 else problems


def violations(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds, in words."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", rules)
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"][:2]
    ]


SETTLED = "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
"""In JavaScript: what was swapped in listens to what is done with it."""


def settled(page: Page) -> None:
    """Wait until what is swapped in listens. Asked again by the clock: a browser without a screen draws no frames."""
    page.wait_for_function(f"() => {SETTLED}", polling=50)


def check_page(page: Page) -> None:
    """Fail with what is wrong with a page. Not without JavaScript: axe would never answer there."""
    problems = problems_of(page)
    assert not problems, "\n".join([page.url, *problems])
