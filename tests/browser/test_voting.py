"""A committee finishes a vote in the browser: questions, a recusal, a condition, the chair, and what follows."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import check_page
from tests.browser.stack import told
from tests.browser.writing import Writer


@pytest.fixture(scope="module")
def proposed(stack):
    return told(stack, "from tests.browser import voting; voting.tell()")


def test_from_the_proposal_to_a_decision_with_a_condition(sign_in, proposed):
    code = proposed["code"]
    address = f"/records/{code}/versions/1/round/"

    tom = sign_in("tom")
    tom.goto("/")
    tom.get_by_role("link", name="Do we let the committee decide").first.click()
    expect(tom.get_by_label("What you ask")).to_be_visible()
    check_page(tom)
    tom.get_by_label("What you ask").fill("Who pays the listing fee?")
    tom.get_by_role("button", name="Ask a question").click()
    expect(tom.get_by_text("Not answered yet.")).to_be_visible()
    tom.get_by_text("I have a conflict of interest").click()
    tom.get_by_label("What it is").fill("I hold shares of the marketplace.")
    tom.get_by_role("button", name="Declare").click()
    expect(tom.get_by_text("That recuses you.")).to_be_visible()

    maria = sign_in("maria")
    maria.goto(address)
    maria.get_by_label("Answer on record").fill("Partners do.")
    maria.get_by_role("button", name="Answer").click()
    expect(maria.get_by_text("Partners do.")).to_be_visible()
    expect(maria.get_by_role("button", name="Approve")).to_have_count(0)

    kenji = sign_in("kenji", js=False)
    kenji.goto(address)
    kenji.get_by_label("Condition of your approval").fill("Show the fees in the first review")
    kenji.get_by_role("button", name="Approve").click()
    expect(kenji.get_by_text("Your vote is kept: approve.")).to_be_visible()
    jonas = sign_in("jonas", width=390, dark=True)
    jonas.goto("/")
    jonas.get_by_role("link", name="Do we let the committee decide").first.click()
    expect(jonas.get_by_text("What the estimates rest on")).to_be_visible()
    jonas.get_by_role("link", name="To the ballot").click()
    expect(jonas.get_by_role("heading", name="Vote", exact=True)).to_be_in_viewport()
    jonas.get_by_label("Comment or dissent").fill("The fees are not known.")
    jonas.get_by_role("button", name="Reject").click()
    expect(jonas.get_by_text("Your vote is kept: reject.")).to_be_visible()
    check_page(jonas)

    ines = sign_in("ines")
    ines.goto(address)
    expect(ines.get_by_text("Those who have not voted yet can still change the result.")).to_be_visible()
    ines.get_by_role("button", name="Approve").click()
    ines.get_by_role("button", name="Close the vote now").click()
    expect(ines.get_by_text("More than the needed share approves.")).to_be_visible()
    expect(ines.get_by_text("in force: version 1")).to_be_visible()
    check_page(ines)
    ines.goto(f"/records/{code}/one-pager/")
    expect(ines.locator(".r-foot")).to_contain_text("2 approve, 1 reject, 1 recuse")
    expect(ines.locator(".r-foot")).to_contain_text("Condition of Kenji Aoki")

    maria.goto(f"/records/{code}/")
    maria.get_by_role("button", name="Adapt").click()
    Writer(maria)  # a draft is open
    maria.goto(f"/records/{code}/one-pager/?version=1")
    expect(maria.get_by_text("The approval does not cover it.")).to_be_visible()
