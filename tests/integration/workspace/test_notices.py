"""The list of notices and the number in the bar: one's own, newest first, at a fixed price."""

import datetime as dt
import uuid

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerdesk.core import outbox
from partnerdesk.core.models import Notice
from tests.factories import make_person
from tests.integration.people import client_of
from workspace import notices as listing

NOW = timezone.now()


def tell(person, what="Something", *, minutes=0, **more):
    now = NOW - dt.timedelta(minutes=minutes)
    given = {"about": "CP-0001", "address": "/records/", "subject_kind": "record", "subject_id": uuid.uuid4()}
    outbox.notify([person.pk], kind="vote", key=uuid.uuid4().hex, what=what, now=now, **(given | more))


def page_of(client, address="/notices/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.content.decode())


def links(page, condition=""):
    return page.xpath(f"//ul[contains(@class, 'notices')]/li{condition}//a[@class='row-link']")


def listed(page, condition=""):
    return [link.text_content() for link in links(page, condition)]


def badge(page):
    return "".join(found.text_content() for found in page.find_class("badge")).split()


def test_ones_own_newest_first_each_leading_on():
    person, other = make_person(), make_person()
    tell(person, "Older", minutes=5)
    tell(person, "Newer", address="/partners/")
    tell(other, "For another")
    page = page_of(client_of(person))
    assert listed(page) == ["Newer", "Older"]
    assert [link.get("href") for link in links(page)] == ["/partners/", "/records/"]
    assert "Decisions that wait for me" in page.text_content()


def test_the_bar_counts_what_is_new_on_every_page():
    person = make_person()
    client = client_of(person)
    assert badge(page_of(client, "/")) == []
    tell(person)
    tell(person)
    tell(make_person())
    for address in ("/", "/records/", "/settings/", "/notices/"):
        assert badge(page_of(client, address)) == ["2", "new"]


def test_very_many_are_counted_up_to_a_hundred():
    person = make_person()
    for _number in range(outbox.MOST_COUNTED + 5):
        tell(person)
    assert badge(page_of(client_of(person), "/")) == ["99+", "new"]


def test_marking_all_as_seen_leaves_what_came_since():
    person, other = make_person(), make_person()
    client = client_of(person)
    tell(person, "Shown", minutes=1)
    tell(other)
    page = page_of(client)
    assert listed(page, "[@class='unseen']") == ["Shown"]
    form = next(form for form in page.forms if form.action.endswith("/seen/"))
    tell(person, "Came since")
    assert client.post("/notices/seen/", dict(form.form_values()))["Location"] == "/notices/"
    page = page_of(client)
    assert listed(page, "[@class='unseen']") == ["Came since"]
    assert badge(page) == ["1", "new"]
    assert Notice.objects.filter(person=other, seen_at=None).count() == 1
    client.post("/notices/seen/")
    page = page_of(client)
    assert badge(page) == []
    assert not [form for form in page.forms if form.action and form.action.endswith("/seen/")]


@pytest.mark.parametrize("until", ["", "soon", "2026-01-01", "2026-13-01T00:00:00+00:00"])
def test_an_odd_moment_means_all(until):
    person = make_person()
    tell(person)
    client_of(person).post("/notices/seen/", {"until": until})
    assert outbox.unseen_count(person.pk) == 0


def test_every_notice_stands_once_on_the_pages(monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 4)
    person = make_person()
    for number in range(11):
        tell(person, f"Notice {number}", minutes=number // 3)
    client, address, found = client_of(person), "/notices/", []
    while address:
        page = page_of(client, address)
        found += listed(page)
        onward = page.xpath("//a[@rel='next']")
        address = f"/notices/{onward[0].get('href')}" if onward else ""
    expected = (
        Notice.objects.filter(person=person).order_by("-created_at", "-id").values_list("what", flat=True)
    )
    assert found == list(expected)


def test_anothers_notice_or_nonsense_is_no_place_to_begin():
    person, other = make_person(), make_person()
    tell(person)
    tell(other, minutes=60)
    for before in (Notice.objects.get(person=other).pk, uuid.uuid4(), "x"):
        assert len(listed(page_of(client_of(person), f"/notices/?before={before}"))) == 1


def test_words_of_others_are_words():
    person = make_person()
    tell(person, "<script>alert(1)</script>", about="<b>x</b>")
    html = client_of(person).get("/notices/").content.decode()
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


def test_the_number_costs_one_question_and_a_stranger_none():
    person = make_person()
    client = client_of(person)

    def questions(address, who):
        who.get(address)
        with CaptureQueriesContext(connection) as asked:
            who.get(address)
        return [query["sql"] for query in asked if "core_notice" in query["sql"]]

    [few] = questions("/", client)
    for number in range(60):
        tell(person, minutes=number)
    assert questions("/", client) == [few]
    assert len(questions("/notices/", client)) == 2
    assert questions("/account/login/", Client()) == []


def test_the_number_is_read_from_an_index():
    person = make_person()
    given = {"person": person, "kind": "vote", "subject_kind": "x", "address": "/", "created_at": NOW}
    Notice.objects.bulk_create(
        Notice(key=str(number), subject_id=person.pk, seen_at=NOW, **given) for number in range(5000)
    )
    tell(person)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Notice.objects.filter(person=person, seen_at=None).explain()
    assert "notice_unseen" in plan
