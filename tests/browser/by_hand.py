"""How long the hands need for a light record: typed and pointed at human speed, from “New record” to in force.

Not part of the tests, they take many minutes: `python3 desk.py test tests/browser/by_hand.py -n 0 -s`. With
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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.writing import INES, MARIA, Hand, Writer, day
from workspace.demo.filling import Story
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
        control.hover()
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


def test_a_light_record_with_every_section(sign_in):
    """All that the template offers is filled in, whether a light record needs it or not."""

    def fill(writer: Writer, story: Story) -> None:
        writer.frame(story)
        writer.go_on("To Compare")
        writer.compare(story)
        writer.go_on("To Commit")
        writer.commit(story)

    by_hand(sign_in, fill)


def test_a_light_record_with_what_it_requires(sign_in):
    """What the readiness list of a light record asks for, and the comparison in single numbers; no more."""

    def fill(writer: Writer, story: Story) -> None:
        begin, end = story["horizon_days"]
        writer.write("scope", horizon_from=day(begin), horizon_to=day(end), partners="all")
        writer.write("approval", approver=INES, coi="none")
        writer.go_on("To Compare")
        for index, told in enumerate(story["options"].values()):
            writer.write("option", index, **told)
        for index, (worst, best, _swing, _side) in enumerate(story["criteria"].values()):
            writer.write("criterion", index, worst=worst, best=best)
        for row, key in enumerate(story["criteria"]):
            for column, label in enumerate(story["options"]):
                stated = story["estimates"][label, key]
                if stated != "baseline":
                    writer.write("estimate", row * len(story["options"]) + column, likely=stated[1])
        writer.go_on("To Commit")
        writer.write(
            "recommendation",
            option=re.compile(rf"^{story['choice']} "),
            rationale=story["rationale"],
            reversal_signal=story["reversal_signal"],
        )
        writer.write(
            "review_plan",
            confirmed_by=MARIA,
            confirmed_on=day(0),
            next_review_on=day(story["reviews"]["next"]),
        )

    by_hand(sign_in, fill)


def by_hand(sign_in: Any, fill: Callable[[Writer, Story], None]) -> None:
    """From “New record” to in force at the pace of a person; prints how long it took."""
    faulthandler.cancel_dump_traceback_later()
    story = story_of("channel-prioritization")
    page, approver, hand = sign_in("maria"), sign_in("ines"), SlowHand()
    writer = Writer(page, hand=hand)
    begun = time.monotonic()
    writer.begin(story)
    fill(writer, story)
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
