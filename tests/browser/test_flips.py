"""A record of each framework: an estimate moves until the recommendation flips, and everything says so."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.looking import check_page
from tests.browser.stack import told
from tests.browser.writing import Writer
from workspace.demo.loading import story_of

FRAMEWORKS = ("channel-performance", "value-exchange", "alignment-scorecard", "channel-prioritization")


@pytest.mark.one_in(4)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_an_estimate_moves_until_the_recommendation_flips(sign_in, stack, framework):
    story = story_of(framework)
    code = told(stack, f"from tests.browser import flipping; flipping.tell({framework!r})")
    is_light = story["class"] == "light"  # there the readiness list has it as advice
    page = sign_in("maria")
    page.goto(f"/records/{code}/compare/")
    writer = Writer(page)
    sentence, heads = page.locator("#values-title"), page.locator(".option-head")
    best = _best(heads)
    expect(sentence).to_contain_text(f"{best} is best")
    bars = page.locator(".panel .value-bars text")
    before = bars.all_text_contents()
    holds = page.locator("#readiness").get_by_text("Scenarios run on the present inputs")
    expect(holds).to_have_count(0 if is_light else 1)
    check_page(page)

    # The best option's estimate on the first criterion goes to its worst.
    worst = next(iter(story["criteria"].values()))[0]
    column = list(story["options"]).index(best)
    writer.write("estimate", column, form="value", low=worst, likely=worst, high=worst, basis="assumption")
    other = _best(heads)
    assert other != best
    expect(sentence).to_contain_text(f"{other} is best")
    assert bars.all_text_contents() != before
    expect(page.locator("#readiness")).to_contain_text("run them again")
    expect(page.locator("#run")).to_contain_text("Inputs have moved since.")
    check_page(page)
    writer.run_scenarios(story)
    expect(page.locator("#readiness")).not_to_contain_text("run them again")

    # A choice that is not the best must say why.
    writer.go_on("To Commit")
    writer.write("recommendation", option=re.compile(rf"^{best} "))
    expect(page.locator("#readiness")).to_contain_text(f"Option {other} has the highest value")
    expect(sentence).to_contain_text("which is selected")
    writer.write("recommendation", why_not_best="Nobody else can deliver it.")
    expect(page.locator("#readiness")).not_to_contain_text("has the highest value")


def _best(heads):
    found = heads.locator("..").locator(".option-head.is-best .option-letter")
    expect(found).to_have_count(1)
    return found.inner_text()


def test_a_flip_is_watched_in_one_click(sign_in):
    """What is selected has a flip within its range; the level is proposed, and lands among the triggers."""
    page = sign_in("jonas")
    page.goto("/records/VE-0002/compare/")
    link = (
        page.locator("#section-part-analysis, .panel")
        .get_by_role("link", name=re.compile("watch this"))
        .first
    )
    link.click()
    expect(page.get_by_role("button", name="Add the threshold")).to_be_visible()
    check_page(page)
    level = page.locator("[name='level']").input_value()
    assert Decimal(level)
    page.get_by_role("button", name="Add the threshold").click()
    if page.get_by_label("Watch it all the same").count():
        check_page(page)
        page.get_by_label("Watch it all the same").check()
        page.get_by_role("button", name="Add the threshold").click()
    expect(page.locator("form.unit-threshold [name='level']").last).to_have_value(level)
    check_page(page)
    row = page.locator(".row-threshold").last
    row.get_by_role("button", name="Remove").click()


def test_a_threshold_says_when_it_would_have_fired(sign_in):
    """Asked for when it is unfolded, and again when the level is another."""
    page = sign_in("jonas")
    page.goto("/records/VE-0002/commit/")
    row = page.locator(".row-threshold").first
    expect(row.locator(".backtest svg")).to_have_count(0)
    row.get_by_text("When would it have fired?").click()
    expect(row.locator(".backtest")).to_contain_text("it would have fired")
    expect(row.locator(".backtest svg:visible")).to_have_count(1)
    check_page(page)
    writer = Writer(page)
    before = row.locator("[name='level']").input_value()
    for level, words in (("-1000", "it would not have fired"), (before, "it would have fired")):
        writer.write("threshold", 0, level=level)
        row.locator(".backtest").hover()
        expect(row.locator(".backtest")).to_contain_text(words)


def test_a_threshold_says_so_without_javascript(sign_in):
    page = sign_in("jonas", js=False)
    page.goto("/records/VE-0002/commit/")
    row = page.locator(".row-threshold").first
    row.get_by_text("When would it have fired?").click()
    row.get_by_role("link", name="Show it on its history").click()
    expect(page.locator("main")).to_contain_text("it would have fired")
    page.locator(".crumbs a").click()
    expect(row.locator("[name='level']")).to_be_visible()


def test_the_panel_works_without_javascript(sign_in):
    page = sign_in("jonas", js=False)
    page.goto("/records/CP-0002/compare/")
    expect(page.locator("#values-title")).to_contain_text("is best")
    page.get_by_role("button", name="Run the scenarios").click()
    expect(page.locator("#run")).to_contain_text("10,000 draws")
