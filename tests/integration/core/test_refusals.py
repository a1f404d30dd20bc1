"""What an action refuses reaches who pressed it: as a fragment for its place under htmx, else as a page."""

import uuid

import lxml.html
import pytest

from decisions import models as m
from partnerdesk.core.middleware import HEADER
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
def test_without_javascript_a_page_says_it_and_leads_back(client, record, what):
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
