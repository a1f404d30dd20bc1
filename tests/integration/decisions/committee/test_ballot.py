"""The page of a vote says in words what a voter has to know, before the paper, and leads to the ballot."""

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Role
from decisions import models as m
from decisions.states.stages import Stage
from tests.factories import make_committee, make_person, make_record, version_of
from tests.integration.people import client_of
from workspace.desk import to_decide


@pytest.fixture
def voter():
    return make_person(Role.VIEWER, name="Ann")


@pytest.fixture
def page(voter):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(voter, make_person(Role.VIEWER)))
    m.Waiver.objects.filter(record=record).delete()
    address = reverse("decisions:round", args=[record.code, version_of(record).number])
    return lxml.html.fromstring(client_of(voter).get(address).content)


def told(page):
    """The questions and their answers, as one reads them."""
    (facts,) = page.find_class("before-the-vote")
    terms = [" ".join(term.text_content().split()) for term in facts.iter("dt")]
    return dict(zip(terms, [" ".join(said.text_content().split()) for said in facts.iter("dd")], strict=True))


def test_a_voter_reads_the_facts_in_words(page):
    found = told(page)
    assert found["Age of the data"].startswith("Without any figure: ")
    assert "estimates" in found["What the estimates rest on"]
    assert "(No extract yet) weakens" in found["What gaps weaken"]
    assert found["Waived"] == "Nothing was waived."
    assert found["What differs"] == "This is the first version."


def test_the_facts_stand_before_the_paper_and_lead_to_the_ballot(page):
    """One tap on the notice, one on “To the ballot”."""
    (facts,) = page.find_class("before-the-vote")
    (paper,) = page.find_class("paper-sheet")
    order = list(page.iter())
    assert order.index(facts) < order.index(paper)
    (link,) = facts.xpath(".//a[@href='#ballot']")
    assert order.index(link) < order.index(next(facts.iter("dl")))
    assert page.get_element_by_id("ballot").tag == "h2"


def test_what_waits_leads_straight_to_the_vote(voter):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(voter, make_person(Role.VIEWER)))
    address = reverse("decisions:round", args=[record.code, version_of(record).number])
    assert address in [found.address for found in to_decide(voter)]
