"""Gallery, guidance and glossary, for everybody who is signed in."""

import re

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from frameworks.loading import publish
from frameworks.models import FrameworkVersion, GlossaryTerm
from tests.factories import FRAMEWORKS


@pytest.fixture
def viewer(signed_in):
    return signed_in(Role.VIEWER)


def main_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.content).get_element_by_id("main")


def links(node):
    return [link for _element, attribute, link, _position in node.iterlinks() if attribute == "href"]


def test_the_gallery_shows_each_framework_once_in_its_newest_version(viewer):
    version = FrameworkVersion.objects.newest().get(framework__key="value-exchange")
    names = version.content.names.model_copy(update={"en": "Renewed Exchange"})
    publish(version.content.model_copy(update={"names": names}), by=None, now=timezone.now())
    page = main_of(viewer, "/frameworks/")
    for key in FRAMEWORKS:
        assert f"/frameworks/{key}/" in links(page)
    words = page.text_content()
    assert "Renewed Exchange" in words
    assert version.content.names.en not in words


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_the_guidance_of_a_framework_leads_to_its_terms(viewer, key):
    page = main_of(viewer, f"/frameworks/{key}/")
    content = FrameworkVersion.objects.newest().get(framework__key=key).content
    words = re.sub(r"\s+", " ", page.text_content())
    for section in content.sections:
        assert section.label in words
    slugs = {slug for section in content.sections for slug in section.terms}
    assert {f"/glossary/{slug}/" for slug in slugs} <= set(links(page))


@pytest.mark.parametrize("query", ["co-innovation", "ＣＯ－ＩＮＮＯＶＡＴＩＯＮ", "prototypes  LAUNCH"])
def test_the_search_finds_words_of_any_case_and_width_anywhere(viewer, query):
    html = viewer.get("/glossary/", {"q": query}).content.decode()
    assert "/glossary/co-innovation/" in html
    assert html.count("/glossary/alliance-management/") == 0


def test_a_search_without_result_says_so_and_no_search_shows_all(viewer):
    assert not [
        link for link in links(main_of(viewer, "/glossary/?q=zzzz")) if re.match(r"/glossary/[a-z]", link)
    ]
    every = set(links(main_of(viewer, "/glossary/")))
    assert {term.get_absolute_url() for term in GlossaryTerm.objects.all()} <= every
    wild = set(links(main_of(viewer, "/glossary/?q=%25")))
    assert len(wild) < len(every), "a sign that is a wildcard elsewhere is a sign here"


def test_htmx_gets_the_terms_alone(viewer):
    headers = {"HX-Request": "true", "HX-Target": "terms"}
    html = viewer.get("/glossary/", {"q": "lifecycle"}, headers=headers).content.decode()
    assert "<html" not in html
    assert 'id="terms"' in html


def test_related_terms_link_both_ways(viewer):
    terms = list(GlossaryTerm.objects.all())
    by_name = {name: term for term in terms for name in (term.name, term.data["aka"]) if name}
    checked = 0
    for term in terms[:12]:
        page = links(main_of(viewer, term.get_absolute_url()))
        for name in term.content.related:
            other = by_name.get(name)
            if other is None or other == term:
                continue
            assert other.get_absolute_url() in page
            back = links(main_of(viewer, other.get_absolute_url()))
            assert term.get_absolute_url() in back
            checked += 1
    assert checked > 5


def test_the_pages_ask_a_fixed_number_of_questions(viewer):
    def questions(address):
        with CaptureQueriesContext(connection) as asked:
            viewer.get(address)
        return len(asked)

    for address in (
        "/glossary/",
        "/frameworks/",
        "/frameworks/channel-performance/",
        "/glossary/co-innovation/",
    ):
        viewer.get(address)
        assert questions(address) < 10, address


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_what_a_neighbour_is_for_is_said_under_its_name(viewer, key):
    page = re.sub(r"\s+", " ", main_of(viewer, f"/frameworks/{key}/").text_content())
    content = FrameworkVersion.objects.newest().get(framework__key=key).content
    for neighbour in content.neighbours:
        assert f"Turn to {neighbour.name} when: {neighbour.when}" in page
        # The sentence stands under the neighbour's name: “it” and “this one” have no owner there.
        assert not re.search(r"\b(It|This one)\b", neighbour.difference), neighbour.difference
        assert len(re.findall(r"[.!?](?= |$)", neighbour.when)) == 1, "one condition, nothing that follows it"


@pytest.mark.parametrize("key", FRAMEWORKS)
def test_a_framework_leaves_no_sentence_without_its_subject(viewer, key):
    main = main_of(viewer, f"/frameworks/{key}/")
    page = re.sub(r"\s+", " ", main.text_content())
    content = FrameworkVersion.objects.newest().get(framework__key=key).content
    for misconception in content.misconceptions:
        assert f"“{misconception.claim}”" in page
    assert content.decision_pattern.decision in re.sub(r"\s+", " ", main.find(".//blockquote").text_content())
    assert "→" not in page
    facts = {term.text_content().strip(): term.getnext().text_content().strip() for term in main.iter("dt")}
    assert facts["Updated"] == facts["Source"] == "not stated"
    assert facts["Conflict of interest"] in {"none", "not stated"}
    assert {
        mark.text_content() for mark in main.xpath(".//ol[@class='section-list']//span[@class='mark']")
    } <= {
        "Frame",
        "Compare",
        "Commit",
    }
