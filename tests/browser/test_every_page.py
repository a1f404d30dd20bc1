"""Every page: accessible by axe, as wide as its window, without a complaint; on a wide and a narrow screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_page, problems_of

DOORS = ["/account/login/", "/account/password/reset/"]
PAGES = {
    "maria": [
        "/",
        "/records/",
        "/records/new/",
        "/records/new/channel-performance/",
        "/records/CP-0001/",
        "/records/CP-0001/compare/",
        "/records/CP-0001/one-pager/",
        "/records/CP-0001/document/",
        "/records/CP-0001/versions/",
        "/records/CP-0002/frame/",
        "/records/CP-0002/compare/",
        "/records/CP-0002/commit/",
        "/records/CP-0002/history/",
        "/records/CP-0002/waivers/",
        "/records/VE-0002/sharing/",
        "/records/AS-0001/",
        "/metrics/",
        "/metrics/partner_contribution_margin/",
        "/metrics/partner_contribution_margin/versions/1/",
        "/metrics/compliance_score/scores/",
        "/metrics/sources/",
        "/metrics/sources/crm-opportunities/",
        "/metrics/imports/",
        "/metrics/uploads/new/",
        "/metrics/gaps/",
        "/partners/",
        "/partners/new/",
        "/partners/labels/",
        "/partners/import/",
        "/frameworks/",
        "/frameworks/channel-performance/",
        "/frameworks/value-exchange/",
        "/frameworks/alignment-scorecard/",
        "/frameworks/channel-prioritization/",
        "/glossary/",
        "/glossary/?q=partner",
        "/settings/",
        "/no-such-page/",
    ],
    "ines": ["/", "/records/AS-0001/", "/records/CP-0001/"],
    "kenji": ["/metrics/new/", "/metrics/gross_margin/edit/", "/metrics/sources/crm-opportunities/"],
    "ada": ["/settings/people/"],
    "tom": ["/", "/records/CP-0001/", "/metrics/"],
}
SCREENS = [
    pytest.param({"width": 1280}, id="wide, light"),
    pytest.param({"width": 390, "dark": True}, id="narrow, dark"),
]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_pages(sign_in, name, screen):
    page, problems = sign_in(name, **screen), {}
    for path in PAGES[name]:
        answer = page.goto(path)
        assert answer.status == (404 if "no-such" in path else 200), path
        if found := problems_of(page):
            problems[path] = found
    assert not problems


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", DOORS)
def test_doors(open_browser, path, screen):
    page = open_browser(**screen)
    page.goto(path)
    check_page(page)


def test_pages_behind_a_list(sign_in):
    """Pages whose address holds an id are reached as people reach them."""
    page = sign_in("kenji")
    for path, link in {
        "/partners/": "main table a >> nth=0",
        "/metrics/gaps/": "main table a >> nth=0",
        "/metrics/imports/": "main table a >> nth=0",
        "/glossary/": "main a[href^='/glossary/'] >> nth=0",
    }.items():
        page.goto(path)
        page.locator(link).click()
        expect(page).not_to_have_url(path)
        check_page(page)


def test_where_one_number_comes_from(sign_in):
    page = sign_in("maria")
    page.goto("/partners/?q=Alder")
    page.locator("main table a").first.click()
    check_page(page)
    page.locator("a[href*='/lineage/?']").first.click()
    check_page(page)
