"""What an action refuses reaches who pressed it: as a fragment for its place under htmx, else as a page."""

import uuid

import lxml.html
import pytest
from django.contrib.auth.models import AnonymousUser

from decisions import models as m
from partnerdesk.core.middleware import HEADER
from partnerdesk.core.page_again import page_again
from tests.factories import make_person, make_record
from tests.integration.decisions.pages import address, htmx
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def refused(client, record):
    """What can be refused on a record's page, each with its address and what is sent."""
    metric = m.MetricBinding.objects.filter(record=record).first()
    text = m.TextBlock.objects.filter(record=record).first()
    return {
        "remove": (address(record, "remove_row", "metric", metric.pk), {}),
        "remove a text": (address(record, "remove_row", "text", text.pk), {}),
        "add": (address(record, "add_row", "text"), {"id": uuid.uuid4()}),
        "run": (address(record, "run"), {}),
    }


@pytest.mark.parametrize("what", ["remove", "remove a text", "add", "run"])
def test_under_htmx_the_words_come_as_an_alert_for_the_place_where_it_was_pressed(client, record, what):
    where, sent = refused(client, record)[what]
    answer = client.post(where, sent, headers=htmx(record))
    assert (answer.status_code, answer[HEADER]) == (422, "true")
    html = lxml.html.fromstring(answer.content)
    (alert,) = html.xpath("//*[@role='alert']")
    assert alert.text_content().strip()
    assert b"<html" not in answer.content


@pytest.mark.parametrize("what", ["remove", "add", "run"])
def test_where_the_page_has_no_such_form_a_page_of_its_own_says_it_and_leads_back(client, record, what):
    where, sent = refused(client, record)[what]
    page = f"http://testserver{address(record, 'stage', 'frame')}"
    answer = client.post(where, sent, headers={"Referer": page})
    html = lxml.html.fromstring(answer.content)
    assert answer.status_code == 422
    assert html.xpath("//*[@role='alert']")
    assert html.xpath(f"//a[@href='{page}']")
    elsewhere = client.post(where, sent, headers={"Referer": "https://elsewhere.example/"})
    assert b"elsewhere.example" not in elsewhere.content


def test_what_one_may_not_do_is_said_as_well(record):
    other = client_of(make_person(role="viewer"))
    row = m.MetricBinding.objects.filter(record=record).first()
    answer = other.post(address(record, "remove_row", "metric", row.pk), headers=htmx(record))
    assert (answer.status_code, answer[HEADER]) == (403, "true")


def pressed(client, record, page, *, host="http://testserver", **sent):
    """The answer to a plain form that takes the record on, sent from this page."""
    return client.post(address(record, "move"), sent, headers={"Referer": f"{host}{page}"})


def test_without_javascript_the_page_comes_again_with_the_words_in_the_form(client, record):
    page = address(record, "stage", "frame")
    answer = pressed(client, record, page, to="compare")
    html = lxml.html.fromstring(answer.content)
    (alert,) = html.xpath("//*[@role='alert']")
    assert (answer.status_code, answer[HEADER]) == (422, "true")
    assert alert.getparent().xpath("self::form//button/@value") == ["compare"]
    assert len(html.forms) == len(lxml.html.fromstring(client.get(page).content).forms)


def test_what_is_refused_is_not_done_by_asking_for_its_page_again(client, record):
    before = m.MetricBinding.objects.filter(record=record).count()
    answer = pressed(client, record, f"{address(record, 'stage', 'frame')}?show=%00&x=1", to="compare")
    assert answer.status_code == 422
    assert b"<h1>Refused</h1>" in answer.content, "a NUL in an address is asked for by nobody"
    assert m.MetricBinding.objects.filter(record=record).count() == before


@pytest.mark.parametrize(
    "page", ["/records/VE-9999/", "/account/logout/", "/nowhere/", "/records/%C3%A9/", "/static/icon.svg", ""]
)
def test_a_page_that_does_not_show_this_form_is_not_shown(client, record, page):
    answer = pressed(client, record, page, to="compare")
    assert answer.status_code == 422
    assert b"<h1>Refused</h1>" in answer.content


@pytest.mark.parametrize("who", ["nobody", "a stranger to a private record", "the author"])
def test_a_page_is_asked_for_again_as_the_person_alone(record, rf, who):
    record.is_private = True
    record.save(update_fields=["is_private"])
    people = {"nobody": AnonymousUser, "a stranger to a private record": lambda: make_person(role="viewer")}
    request = rf.post("/", headers={"Referer": f"http://testserver{address(record, 'stage', 'frame')}"})
    request.user = people.get(who, lambda: record.created_by)()
    request.htmx = False
    assert bool(page_again(request)) == (who == "the author")
