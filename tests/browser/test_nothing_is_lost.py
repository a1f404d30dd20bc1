"""Two tabs, a lost connection, a restart of the server, no JavaScript: what somebody typed is still there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import check_page
from tests.browser.writing import Writer, day
from workspace.demo.loading import story_of

FRAME = "/records/CH-0002/frame/"
SAVED = re.compile(r"^\s*saved")
KEPT = re.compile("again|offline|kept", re.IGNORECASE)


def first_text(page):
    return page.locator("form.unit-text textarea").first


def test_the_second_of_two_tabs_sees_both_texts_and_joins_them(sign_in):
    one, two = sign_in("jonas"), sign_in("jonas")
    for page in (one, two):
        page.goto(FRAME)
    first_text(one).fill("Written in the first tab.")
    first_text(one).blur()
    expect(one.locator("form.unit-text [data-saved]").first).to_have_text(SAVED)
    first_text(two).fill("Written in the second tab.")
    first_text(two).blur()
    conflict = two.get_by_role("alert")
    expect(conflict).to_contain_text("Written in the first tab.")
    expect(first_text(two)).to_have_value("Written in the second tab.")
    check_page(two)
    first_text(two).fill("Written in the first tab. Written in the second tab.")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_have_count(0)
    one.reload()
    expect(first_text(one)).to_have_value("Written in the first tab. Written in the second tab.")


def test_theirs_can_be_taken(sign_in):
    one, two = sign_in("jonas"), sign_in("jonas")
    for page in (one, two):
        page.goto(FRAME)
    first_text(one).fill("Theirs.")
    first_text(one).blur()
    expect(one.locator("form.unit-text [data-saved]").first).to_have_text(SAVED)
    first_text(two).fill("Mine.")
    first_text(two).blur()
    two.get_by_role("link", name="Take theirs").click()
    expect(first_text(two)).to_have_value("Theirs.")


def test_a_lost_connection_loses_nothing(sign_in):
    page = sign_in("jonas")
    page.goto(FRAME)
    page.context.set_offline(True)
    first_text(page).fill("Typed in the train.")
    first_text(page).blur()
    expect(page.locator("form.unit-text [data-saved]").first).to_have_text(KEPT)
    page.context.set_offline(False)
    expect(page.locator("form.unit-text [data-saved]").first).to_have_text(SAVED)
    page.reload()
    expect(first_text(page)).to_have_value("Typed in the train.")


def test_a_restart_of_the_server_while_somebody_writes_loses_nothing(sign_in, stack):
    page = sign_in("jonas")
    page.goto(FRAME)
    stack.stop("web")
    try:
        first_text(page).fill("Typed while the server restarts.")
        first_text(page).blur()
        expect(page.locator("form.unit-text [data-saved]").first).to_have_text(KEPT)
    finally:
        stack.start("web")
    expect(page.locator("form.unit-text [data-saved]").first).to_have_text(SAVED)
    page.reload()
    expect(first_text(page)).to_have_value("Typed while the server restarts.")


def test_a_page_that_is_left_before_the_save_brings_the_words_back(sign_in):
    page = sign_in("jonas")
    page.goto(FRAME)
    page.context.set_offline(True)
    first_text(page).fill("Left too early.")
    page.context.set_offline(False)
    page.goto("/records/")
    page.goto(FRAME)
    expect(first_text(page)).to_have_value("Left too early.")
    expect(page.locator("form.unit-text [data-saved]").first).to_have_text(SAVED)


def test_two_fields_in_quick_succession_are_both_kept(sign_in):
    """The answer to the first save redraws the metric while the second field is being filled."""
    page = sign_in("jonas")
    page.goto(FRAME)
    writer = Writer(page)
    writer.write("metric", 0, first_month="2025-05", last_month="2026-04")
    page.reload()
    form = writer.units("metric").first
    expect(form.locator("[name='first_month']")).to_have_value("2025-05")
    expect(form.locator("[name='last_month']")).to_have_value("2026-04")
    writer.write("metric", 0, first_month="", last_month="")


def test_a_cell_stays_open_when_a_late_answer_draws_the_matrix_again(sign_in):
    page = sign_in("jonas")
    page.goto("/records/CH-0001/compare/")
    held = []
    page.route("**/units/criterion/**", lambda route: held.append(route))
    writer = Writer(page)
    swing = writer.units("criterion").first.locator("[name='swing']")
    before = swing.input_value()
    with page.expect_request("**/units/criterion/**"):
        swing.fill("37")
        swing.blur()
    cell = writer.units("estimate").first
    page.locator("summary[id^='estimate-']").first.click()
    note = cell.locator("[name='note']")
    note.press_sequentially("From the partner")
    matrix = page.locator(".matrix").element_handle()
    slow = page.context.new_cdp_session(page)  # a machine that takes its time to draw the answer
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 12})
    held[0].continue_()
    page.wait_for_function("matrix => !matrix.isConnected", arg=matrix)
    expect(note).to_be_visible()
    expect(note).to_have_value("From the partner")
    page.unroute("**/units/criterion/**")
    writer.save(cell)
    writer.write("estimate", 0, note="")
    writer.write("criterion", 0, swing=before)


def test_a_date_is_saved_when_its_year_is_typed_or_its_field_is_left(sign_in):
    """Each digit of a year makes a date: the first one is long before the horizon begins, and would be refused."""
    page = sign_in("jonas")
    page.goto(FRAME)
    form = Writer(page).write("scope", horizon_from="2026-12-01", horizon_to="")
    sent, until = [], form.locator("[name='horizon_to']")
    page.on("request", lambda request: sent.append(request.url) if "/units/scope/" in request.url else None)

    def type_slowly(keys):
        for key in keys:
            page.keyboard.type(key)
            page.wait_for_timeout(150)

    until.focus()
    type_slowly("03092027")
    expect(until).to_have_value("2027-03-09")
    Writer(page).save(form)
    assert len(sent) == 1
    Writer(page).write("scope", horizon_to="")
    until.blur()
    until.focus()  # at its first digit
    type_slowly("030927")
    assert len(sent) == 2
    until.blur()
    expect(form.get_by_role("alert")).to_have_text("The horizon ends before it begins.")
    Writer(page).write("scope", horizon_to=day(200))


def test_what_is_saved_is_not_sent_again(sign_in):
    """Choosing a side saves the swing too; leaving the swing later has nothing to add."""
    page = sign_in("jonas")
    page.goto("/records/CH-0001/compare/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/units/" in request.url else None)
    form = Writer(page).units("criterion").first
    swing, side = form.locator("[name='swing']"), form.locator("[name='side']")
    before = swing.input_value(), side.input_value()
    swing.fill("41")
    side.select_option("" if before[1] else "left")
    Writer(page).save(form)
    count = len(sent)
    swing.blur()
    page.wait_for_timeout(1500)
    assert len(sent) == count
    Writer(page).write("criterion", 0, swing=before[0], side=before[1])


@pytest.mark.one_in(4, of="records that are written from the beginning")
def test_a_light_record_without_javascript(sign_in):
    story = story_of("channel-prioritization") | {"question": "Can this be written without scripts?"}
    writer = Writer(sign_in("maria", js=False), js=False)
    writer.begin(story)
    writer.frame(story)
    writer.go_on("To Compare")
    writer.compare(story)
    writer.go_on("To Commit")
    writer.commit(story)
    writer.go_on("Propose")
    expect(writer.page.get_by_text("Waits for Ines Moreau.")).to_be_visible()
    approver = sign_in("ines", js=False)
    approver.goto(f"/records/{writer.code}/")
    approver.get_by_role("link", name="Read and vote").click()
    approver.get_by_role("button", name="Approve").click()
    expect(approver.get_by_text("in force").first).to_be_visible()
