"""A page of one unit without a server: its saves are answered one by one by the test."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from tests import patience

ADDRESS = "http://localhost"
START = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "responseHandling": [
        {"code": "409|422|[23]..", "swap": True},
        {"code": "...", "swap": False, "error": True},
    ],
}


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


@contextmanager
def page_alone(browser):
    """A page whose clock the test may stop; what goes wrong in it fails the test."""
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
