"""Writing a record in the browser, from a story of the demo: field by field, with or without JavaScript."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import SETTLED
from workspace.demo.filling import Story

TODAY = dt.datetime.now(tz=dt.UTC).date()
FIELD = 'input:not([type="hidden"]), select, textarea'


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


class Hand:
    """What a writer does with mouse and keys: here at once, in by_hand.py as long as a person takes."""

    def click(self, control: Locator) -> None:
        control.click()

    def put(self, control: Locator, value: Any) -> None:
        put(control, value)

    def open(self, form: Locator, names: Iterable[str]) -> None:
        """Unfold what hides these fields; here all that is around the form or in it."""
        form.evaluate(
            "form => { for (let d = form.closest('details'); d; d = d.parentElement.closest('details')) d.open = true; "
            "for (const d of form.querySelectorAll('details')) d.open = true }"
        )


class Writer:
    """Fills units and adds rows as a person does; each save has arrived before the next begins."""

    def __init__(self, page: Page, *, js: bool = True, hand: Hand | None = None) -> None:
        self.page = page
        self.js = js
        self.hand = hand or Hand()

    @property
    def code(self) -> str:
        found = re.search(r"/records/([A-Z]{2}-\d+)/", self.page.url)
        assert found, self.page.url
        return found[1]

    def begin(self, story: Story) -> None:
        """From the gallery to the first stage of a new record."""
        self.page.goto("/records/new/")
        self.hand.click(self.page.locator(f"a[href='/records/new/{story['framework']}/']").first)
        self.hand.put(self.page.get_by_label("Decision question"), story["question"])
        self.hand.click(self.page.get_by_label(story["class"], exact=True))
        self.hand.click(self.page.get_by_role("button", name="Begin in Frame"))
        expect(self.page.get_by_role("heading", name=story["question"])).to_be_visible()

    def units(self, kind: str) -> Locator:
        return self.page.locator(f"form[data-unit][action*='/units/{kind}/']")

    def write(self, kind: str, index: int = 0, **values: Any) -> Locator:
        """Fill fields of the unit; people, choices and the like by what is read on the screen."""
        form = self.units(kind).nth(index)
        self.hand.open(form, values)
        for name, value in values.items():
            control = form.locator(f":is(input, select, textarea)[name='{name}']").locator("visible=true")
            self.hand.put(control.first, value)
        self.save(form)
        return form

    def save(self, form: Locator) -> None:
        if not self.js:
            form.get_by_role("button", name="Save").click()
            return
        form.locator(FIELD).last.blur()
        identity = form.get_attribute("id")
        self.page.wait_for_function(
            f"id => document.getElementById(id) && !localStorage.getItem('desk:unit:' + id) && {SETTLED}",
            arg=identity,
            polling=50,
        )

    def add(self, kind: str, **values: Any) -> Locator:
        """Add a row, and fill it."""
        rows = self.units(kind)
        before = rows.count()
        self.hand.click(self.page.locator(f"form[action$='/rows/{kind}/'] button").last)
        expect(rows).to_have_count(before + 1)
        return self.write(kind, before, **values)

    def go_on(self, words: str) -> None:
        """Take the record to the next stage."""
        self.hand.click(self.page.get_by_role("button", name=words))
        self.page.wait_for_load_state()

    def frame(self, story: Story, *, gaps: Iterable[int] = (), **scope: Any) -> None:
        """All sections of Frame. `gaps` are the metrics, by place, that have no data."""
        begin, end = story["horizon_days"]
        self.fill_wherever(story, story["texts"]["context"])
        chosen = (
            {"partners": "segment", "segment": story["segment"], "segment_on": day(0)}
            if story.get("segment")
            else {"partners": "all"}
        )
        self.write("scope", horizon_from=day(begin), horizon_to=day(end), **(chosen | scope))
        for index in range(self.units("metric").count()):
            gap = {"gap_reason": "No extract yet", "gap_owner": KENJI, "gap_due_on": day(30)}
            self.write("metric", index, owner=KENJI, **(gap if index in set(gaps) else {}))
        for index, (value, source) in enumerate(story["inputs"].values()):
            self.write("input", index, value=value, source=source, as_of=day(0), owner=KENJI)
        for sort, text in story["statements"]:
            more = {"assumption_set": "base"} if sort == "assumption" else {}
            self.add("statement", sort=sort, text=text, owner=MARIA, **more)

    def fill_wherever(self, story: Story, words: str) -> None:
        """What frameworks put into different stages: people, limits, the artifact, and each text that is empty."""
        if self.units("people").count():
            self.write("people", **story["people"])
        if self.units("approval").count():
            self.write("approval", approver=INES, coi="none")
        for index in range(self.units("risk").count()):
            self.write("risk", index, owner=MARIA)
        for index in range(self.units("guardrail").count()):
            self.write("guardrail", index, limit="None below its floor", owner=KENJI)
        if self.units("artifact").count():
            self.write("artifact", content="One page per partner, each quarter.")
        for index in range(self.units("text").count()):
            if not self.units("text").nth(index).locator("textarea").input_value():
                self.write("text", index, body=words)

    def compare(self, story: Story) -> None:
        for index, words in enumerate(story["options"].values()):
            self.write("option", index, **words)
        for index, (worst, best, swing, side) in enumerate(story["criteria"].values()):
            self.write("criterion", index, worst=worst, best=best, swing=swing, side=side)
        assumption = next(text for sort, text in story["statements"] if sort == "assumption")
        for row, key in enumerate(story["criteria"]):
            for column, label in enumerate(story["options"]):
                self.estimate(
                    row * len(story["options"]) + column, story["estimates"][label, key], assumption
                )
        self.fill_wherever(story, "What each side gains and what it gives up.")
        self.run_scenarios(story)

    def run_scenarios(self, story: Story) -> None:
        """Write the scenarios where there are none, and run them."""
        for index, (name, probability, narrative) in enumerate(story.get("scenarios", ())):
            if self.units("scenario").count() <= index:
                self.add("scenario", name=name, probability_pct=probability or "", narrative=narrative)
        self.page.get_by_role("button", name="Run the scenarios").click()
        expect(self.page.locator("#run")).to_contain_text("10,000 draws")

    def estimate(self, index: int, stated: Any, assumption: str) -> None:
        if stated == "baseline":
            self.write("estimate", index, form="change", likely="0", basis="fact")
            return
        low, likely, high, basis = stated
        because = {"statement": re.compile(re.escape(assumption[:40]))} if basis == "assumption" else {}
        self.write("estimate", index, low=low, likely=likely, high=high, basis=basis, **because)

    def commit(self, story: Story) -> None:
        self.write(
            "recommendation",
            option=re.compile(rf"^{story['choice']} "),
            rationale=story["rationale"],
            **({"why_not_best": story["why_not_best"]} if "why_not_best" in story else {}),
            reversal_signal=story["reversal_signal"],
        )
        plan = story["reviews"]
        heavier = (
            {
                "rhythm": plan["rhythm"],
                "post_review_on": day(plan["post"]),
                "stop_conditions": plan["stop"],
                "escalation": plan["escalation"],
            }
            if plan.get("stop")
            else {}
        )
        self.write(
            "review_plan",
            confirmed_by=MARIA,
            confirmed_on=day(0),
            next_review_on=day(plan["next"]),
            **heavier,
        )
        for text, _owner, days in story.get("actions", ()):
            self.add("action", text=text, owner=MARIA, due_on=day(days))
        for index, (_key, direction, level, effect, _months) in enumerate(story.get("thresholds", ())):
            self.add(
                "threshold", metric=index + 1, direction=direction, level=level, effect=effect, owner=MARIA
            )
        for text, ending in story.get("stories", ()):
            self.add("story", story=text, **_ending(ending))
        for evidence in story.get("evidence", ()):
            self.add("evidence", **evidence)
        self.fill_wherever(story, "Refreshed each month by the data steward.")


def _ending(ending: Any) -> dict[str, Any]:
    """What is done about a story of how it fails, as one chooses it."""
    if isinstance(ending, int):
        return {"ending": "threshold", "threshold": ending + 1}
    if isinstance(ending, str):
        return {"ending": "aside", "reason": ending}
    return {"ending": "check", "owner": MARIA, "check_on": day(ending[1])}


MARIA = re.compile("Maria Sandberg")
KENJI = re.compile("Kenji Aoki")
INES = re.compile("Ines Moreau")


def put(control: Locator, value: Any) -> None:
    """A value into a field, whatever kind of field it is. A place in a list is counted from 0."""
    tag = control.evaluate("field => field.type === 'checkbox' ? 'checkbox' : field.tagName.toLowerCase()")
    if tag == "checkbox":
        control.set_checked(value)
    elif tag != "select":
        control.fill(str(value))
    elif isinstance(value, int):
        control.select_option(index=value)
    elif isinstance(value, re.Pattern):
        labels = control.locator("option").all_inner_texts()
        control.select_option(label=next(label for label in labels if value.search(label)))
    else:
        control.select_option(value)
