"""How long the hands need for a light record: typed and pointed at human speed, from “New record” to in force.

Not part of the tests; it takes twelve minutes: `python3 desk.py test tests/browser/by_hand.py -n 0 -s`. With
HAND_SPEED=20 before it, everything is twenty times as fast, to see that it still works.

The times are those of the keystroke-level model (Card, Moran and Newell 1980, “The keystroke-level model for user
performance time with interactive systems”): before each field somebody gets ready, points at it, presses the button,
then types at 40 words a minute. What to write is known: no second is spent on thinking about the decision.
"""

import faulthandler
import os
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.writing import Hand, Writer
from workspace.demo.loading import story_of

SPEED = float(os.environ.get("HAND_SPEED", "1"))
READY, POINT, PRESS, KEY = 1.35, 1.1, 0.2, 0.3
"""Seconds: to get ready for the next step, to point, to press and let go, for one key."""


@dataclass
class SlowHand(Hand):
    """Takes its time, and counts."""

    counts: dict[str, int] = field(default_factory=lambda: {"ready": 0, "points": 0, "keys": 0})

    @property
    def modelled(self) -> float:
        """What the model alone gives, in seconds."""
        found = self.counts
        return found["ready"] * READY + found["points"] * (POINT + PRESS) + found["keys"] * KEY

    def ready(self) -> None:
        self.counts["ready"] += 1
        pause(READY)

    def point(self, control: Locator) -> None:
        control.scroll_into_view_if_needed()
        self.counts["points"] += 1
        pause(POINT + PRESS)

    def click(self, control: Locator) -> None:
        self.ready()
        self.point(control)
        control.click()

    def open(self, form: Locator, names: Iterable[str]) -> None:
        """Unfold what hides these fields, each fold with a click."""
        for name in names:
            control = form.locator(f":is(input, select, textarea)[name='{name}']").last
            folds = control.locator("xpath=ancestor::details[not(@open)]/summary")
            while folds.count():
                self.click(folds.first)

    def put(self, control: Locator, value: Any) -> None:
        """A field that holds the value already is only looked at."""
        self.ready()
        kind = control.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
        if kind == "select":
            self._choose(control, value)
        elif control.input_value() != str(value):
            self._type(control, str(value), kind)

    def _choose(self, control: Locator, value: Any) -> None:
        """Point at the list, then at one of its lines."""
        chosen = control.locator("option:checked").inner_text()
        if control.input_value() == value or (isinstance(value, re.Pattern) and value.search(chosen)):
            return
        self.point(control)
        self.point(control)
        super().put(control, value)

    def _type(self, control: Locator, text: str, kind: str) -> None:
        keys = (
            text[5:7] + text[8:] + text[:4] if kind == "date" else text
        )  # as the browser's own language asks
        self.point(control)
        if kind == "date":
            control.focus()
        else:
            control.click()
            if control.input_value():
                self._press(control, "ControlOrMeta+a")
        for key in keys:
            self._press(control, key)
        expect(control).to_have_value(text)

    def _press(self, control: Locator, key: str) -> None:
        self.counts["keys"] += 1
        pause(KEY)
        keyboard = control.page.keyboard
        (keyboard.press if len(key) > 1 else keyboard.type)(key)


def pause(seconds: float) -> None:
    time.sleep(seconds / SPEED)


def test_a_light_record_by_hand(sign_in):
    faulthandler.cancel_dump_traceback_later()
    story = story_of("channel-prioritization")
    page, approver, hand = sign_in("maria"), sign_in("ines"), SlowHand()
    writer = Writer(page, hand=hand)
    begun = time.monotonic()
    writer.begin(story)
    writer.frame(story)
    writer.go_on("To Compare")
    writer.compare(story)
    writer.go_on("To Commit")
    writer.commit(story)
    writer.go_on("Propose")
    expect(page.get_by_text("Waits for Ines Moreau.")).to_be_visible()
    approver.goto("/")
    hand.click(approver.locator(f"main a[href^='/records/{writer.code}/']").first)
    hand.put(approver.get_by_label("Comment"), "Agreed.")
    hand.click(approver.get_by_role("button", name="Approve"))
    expect(approver.get_by_text(re.compile("in force")).first).to_be_visible()
    seconds = time.monotonic() - begun
    counts = ", ".join(f"{count} {name}" for name, count in hand.counts.items())
    alone = words(hand.modelled / SPEED)
    sys.stdout.write(f"\n{words(seconds)} at {SPEED:g} × human speed; the model alone: {alone} ({counts})\n")


def words(seconds: float) -> str:
    return f"{int(seconds // 60)} min {seconds % 60:.0f} s"
