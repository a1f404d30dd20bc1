"""A committee meets in the browser: pack, hands, minutes, and what anybody can check of it a year later."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.looking import check_page
from tests.browser.printed import printed
from tests.browser.stack import told


@pytest.fixture(scope="module")
def proposed(stack):
    return told(stack, "from tests.browser import voting; voting.tell()")


def call(page: Page, committee: str) -> str:
    """From the committee to a meeting that is called; its code."""
    page.goto("/committees/")
    page.get_by_role("link", name=committee).click()
    page.get_by_role("link", name="Call a meeting").click()
    soon = page.evaluate("new Date(Date.now() + 864e5).toISOString().slice(0, 16)")
    page.get_by_label("Begins").fill(soon)
    page.get_by_label("Where").fill("Room Kyoto")
    page.get_by_role("button", name="Call the members").click()
    expect(page.get_by_text("planned")).to_be_visible()
    return page.url.rstrip("/").rpartition("/")[2]


def test_from_the_proposal_over_pack_and_minutes_to_a_verified_paper(
    sign_in, open_browser, proposed, tmp_path
):
    code, committee = proposed["code"], proposed["committee"]
    ines = sign_in("ines")
    meeting = call(ines, committee)
    expect(ines.get_by_role("link", name="Do we let the committee decide")).to_be_visible()
    ines.locator("#add-topic").get_by_label("Topic").fill("Any other business")
    ines.get_by_role("button", name="Add topic").click()
    ines.get_by_role("button", name="Up Any other business").click()
    expect(ines.locator(".agenda li").first).to_contain_text("Any other business")
    ines.get_by_role("button", name="Down Any other business").click()
    ines.get_by_role("button", name="Print the pack").click()
    pack = printed(ines, f"/meetings/{meeting}/pack.pdf")
    assert pack.startswith(b"%PDF-")
    check_page(ines)

    tom = sign_in("tom")
    tom.goto(f"/records/{code}/versions/1/round/")
    tom.get_by_text("I have a conflict of interest").click()
    tom.get_by_label("What it is").fill("I hold shares of the marketplace.")
    tom.get_by_role("button", name="Declare").click()

    ines.goto(f"/meetings/{meeting}/")
    ines.get_by_role("button", name="Open the meeting").click()
    for name in ("Ines", "Kenji", "Jonas"):
        ines.get_by_label(name, exact=False).and_(ines.locator(".presence select")).select_option("present")
    ines.get_by_role("button", name="Note who is there").click()
    for name, choice in (("Ines", "Approve"), ("Jonas", "Approve")):
        hand = ines.get_by_role("group", name=name)
        hand.get_by_label("Vote").select_option(label=choice.lower())
        if name == "Jonas":
            hand.get_by_label("Condition").fill("Show the fees in the first review")
    ines.get_by_role("button", name="Enter the hands").click()
    expect(ines.get_by_text("2 votes were entered.")).to_be_visible()
    check_page(ines)

    kenji = sign_in("kenji", width=390, dark=True)
    kenji.goto(f"/records/{code}/versions/1/round/")
    kenji.get_by_role("button", name="Approve").click()

    ines.reload()
    ines.get_by_label("What was said").fill("Jonas asked who pays the listing fee.")
    ines.get_by_label("What was decided").fill("Approved, with the fees shown in the first review.")
    ines.get_by_label("What was decided").blur()
    expect(ines.locator("form [data-saved]")).to_have_text(re.compile(r"^\s*saved"))
    ines.locator("#add-action").get_by_label("What is to be done").fill("Ask for the list of fees")
    ines.locator("#add-action").get_by_label("By whom").select_option(label="Maria Sandberg")
    ines.locator("#add-action").get_by_label("By when").fill(
        ines.evaluate("new Date(Date.now() + 864e6).toISOString().slice(0, 10)")
    )
    ines.get_by_role("button", name="Agree on it").click()
    expect(ines.get_by_role("link", name="Ask for the list of fees")).to_be_visible()
    ines.get_by_role("button", name="Close the vote now").click()
    expect(ines.get_by_text("More than the needed share approves.")).to_be_visible()
    ines.get_by_role("link", name="Next").click()
    expect(ines.get_by_role("heading", name="2. Any other business")).to_be_visible()
    ines.get_by_role("button", name="End the meeting").click()
    expect(ines.get_by_role("button", name="Approve the minutes")).to_be_visible()
    check_page(ines)
    expect(ines.get_by_text("Jonas asked who pays the listing fee.")).to_be_visible()
    ines.get_by_role("button", name="Approve the minutes").click()
    expect(ines.get_by_text("minutes approved", exact=True)).to_be_visible()

    maria = sign_in("maria")
    maria.goto("/?group=actions")
    maria.get_by_role("link", name="Ask for the list of fees").click()
    maria.get_by_label("What came of it").fill("It came by mail.")
    maria.get_by_role("button", name="It is done").click()
    expect(maria.get_by_text("It came by mail.")).to_be_visible()

    anybody = open_browser()
    for name, data, words in (
        ("minutes.pdf", printed(ines, f"/meetings/{meeting}/minutes.pdf"), "a paper of meeting"),
        ("pack.pdf", pack, "a paper of meeting"),
        (
            "v1.pdf",
            printed(ines, f"/records/{code}/versions/1/one-pager.pdf"),
            f"given out of {code}, version 1",
        ),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        anybody.goto("/verify/")
        anybody.locator("input[type=file]").set_input_files(path)
        anybody.get_by_role("button", name="Check this file").click()
        expect(anybody.get_by_role("heading", name="Unaltered")).to_be_visible()
        expect(anybody.get_by_text(words)).to_be_visible()

    maria.goto(f"/records/{code}/")
    maria.get_by_role("button", name="Adapt").click()
    maria.goto(f"/records/{code}/one-pager/?version=1")
    expect(maria.get_by_text("The approval does not cover it.")).to_be_visible()


def test_a_meeting_without_javascript(sign_in, proposed):
    ines = sign_in("ines", js=False)
    ines.goto("/committees/")
    ines.get_by_role("link", name=proposed["committee"]).click()
    ines.get_by_role("link", name="Call a meeting").click()
    soon = timezone.localtime() + dt.timedelta(days=1)
    ines.get_by_label("Begins").fill(f"{soon:%Y-%m-%dT%H:%M}")
    ines.get_by_role("button", name="Call the members").click()
    ines.locator("#add-topic").get_by_label("Topic").fill("Plans")
    ines.get_by_role("button", name="Add topic").click()
    ines.get_by_role("button", name="Open the meeting").click()
    ines.get_by_role("link", name="Plans").first.click()
    ines.get_by_label("What was said").fill("We plan.")
    ines.get_by_role("button", name="Save").click()
    expect(ines.get_by_label("What was said")).to_have_value("We plan.")
