"""The list of records: whose it shows, in which order, page by page, at a fixed price."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.life import index as listing
from decisions.life.create import create_record
from decisions.readiness.move import move_draft
from decisions.record.sharing import set_private, share_record, unshare_record
from decisions.states.stages import Stage
from frameworks.models import FrameworkVersion
from tests.factories import make_person
from tests.integration.people import client_of

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def begin():
    """Records as they are begun: `begin(3, by=…, private=True)`."""
    versions = {version.content.key: version for version in FrameworkVersion.objects.newest()}

    def begin(count=1, *, by=None, framework="channel-performance", private=False, owner=None, now=NOW):
        by = by or make_person()
        return [
            create_record(
                versions[framework], question=f"Question {number}?", decision_class="light", owner=owner or by,
                is_private=private, by=by, now=now,
            )
            for number in range(count)
        ]  # fmt: skip

    return begin


def shown(client, query=""):
    """The codes on one page of the list, in order; and the address behind “Older records”."""
    html = client.get(f"/records/{query}").content.decode()
    older = re.search(r'href="(\?[^"]*after=[^"]*)"', html)
    codes = re.findall(r'href="/records/([A-Z]{2}-\d+)/"', html)
    return codes, older[1].replace("&amp;", "&") if older else ""


def all_shown(client, query=""):
    """The codes of every page, following the link at its foot."""
    found, pages = [], 0
    while True:
        codes, query = shown(client, query)
        found, pages = found + codes, pages + 1
        assert pages < 30
        if not query:
            return found, pages


def codes(records):
    return {record.code for record in records}


def test_the_list_asks_as_much_for_3_records_as_for_30(begin):
    reader = make_person(Role.VIEWER)
    client = client_of(reader)

    def grow(count):
        begin(count)
        for record in begin(count, private=True):
            share_record(record, person=reader, by=record.created_by, now=NOW)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/records/").status_code == 200
        return len(asked)

    grow(3)
    questions()
    few = questions()
    grow(15)
    assert questions() == few
    assert few < 15


def test_every_record_stands_once_and_in_order_on_the_pages(begin, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 4)
    reader = make_person()
    client = client_of(reader)
    public, private = begin(7), begin(5, private=True)
    mine = begin(3, by=reader)
    for record in (*private, public[0]):  # one is reached in two ways
        share_record(record, person=reader, by=record.created_by, now=NOW)
    for index, record in enumerate([*public, *private]):  # many were changed in the same moment
        changed = NOW + dt.timedelta(hours=index % 3)
        m.Summary.objects.filter(record=record).update(updated_at=changed)
    rows = m.Summary.objects.filter(record__in=[*public, *private, *mine])
    expected = [
        row.record.code for row in rows.order_by("-updated_at", "-record_id").select_related("record")
    ]
    assert all_shown(client) == (expected, 4)


def test_pages_of_a_filtered_list(begin, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    reader = make_person()
    wanted = begin(5, framework="value-exchange", owner=reader)
    begin(3, framework="value-exchange")
    begin(3, owner=reader)
    query = "?framework=value-exchange&whose=mine&stage=frame"
    found, pages = all_shown(client_of(reader), query)
    assert (set(found), len(found), pages) == (codes(wanted), 5, 3)


def test_the_filters(begin):
    reader = make_person()
    client = client_of(reader)
    [frame], [withdrawn], [mine] = begin(), begin(framework="value-exchange"), begin(owner=reader)
    move_draft(withdrawn, to=Stage.NONE, by=withdrawn.created_by, now=NOW)
    assert set(shown(client)[0]) == codes([frame, withdrawn, mine])
    assert set(shown(client, "?stage=frame")[0]) == codes([frame, mine])
    assert set(shown(client, "?stage=none")[0]) == codes([withdrawn])
    assert set(shown(client, "?framework=value-exchange")[0]) == codes([withdrawn])
    assert set(shown(client, "?whose=mine")[0]) == codes([mine])
    assert shown(client, "?stage=commit")[0] == []
    assert set(shown(client, "?stage=nonsense&framework=nonsense&whose=nobody")[0]) == codes(
        [frame, withdrawn, mine]
    )


@pytest.mark.parametrize("role", Role)
def test_a_private_record_is_listed_for_the_people_whom_it_names_alone(begin, role):
    reader, author = make_person(role), make_person()
    [record] = begin(by=author, private=True)
    [public] = begin(by=author)
    client = client_of(reader)
    assert shown(client)[0] == [public.code]
    share_record(record, person=reader, by=author, now=NOW)
    assert set(shown(client)[0]) == codes([record, public])
    unshare_record(record, person=reader, by=author, now=NOW)
    assert shown(client)[0] == [public.code]


def test_making_a_record_private_takes_it_from_the_list_at_once(begin):
    [record] = begin()
    client = client_of(make_person(Role.ADMIN))
    assert shown(client)[0] == [record.code]
    set_private(record, is_private=True, by=record.created_by, now=NOW)
    assert shown(client)[0] == []
    assert shown(client_of(record.created_by))[0] == [record.code]


def test_the_count_covers_all_pages_and_ends_somewhere(begin, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    reader = make_person()
    begin(3)
    begin(1, private=True)
    client = client_of(reader)
    assert "3 records" in client.get("/records/").content.decode()
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    assert "more than 2 records" in client.get("/records/").content.decode()


@pytest.mark.parametrize("after", ["", "x", "2026-03-02", "2026-03-02_no-uuid", "_"])
def test_a_mark_that_is_none_gives_the_first_page(begin, after):
    [record] = begin()
    assert shown(client_of(make_person()), f"?after={after}")[0] == [record.code]


def test_a_mark_without_a_zone_is_read_as_utc(begin):
    [record] = begin()
    later = (NOW + dt.timedelta(minutes=1)).replace(tzinfo=None).isoformat()
    client = client_of(make_person(time_zone="Asia/Tokyo"))
    assert shown(client, f"?after={later}_{record.pk}")[0] == [record.code]
    earlier = NOW.replace(tzinfo=None).isoformat()
    assert shown(client, f"?after={earlier}_{record.pk}")[0] == []


def test_htmx_gets_the_rows_alone_and_a_browser_the_page(begin):
    [record] = begin(now=timezone.now())
    client = client_of(make_person())
    fragment = client.get("/records/?stage=frame", headers={"HX-Request": "true", "HX-Target": "rows"})
    assert "HX-Request" in fragment["Vary"]
    html = fragment.content.decode()
    assert record.code in html
    assert "<html" not in html
    assert html.strip().startswith('<div id="rows"')
    other = client.get("/records/", headers={"HX-Request": "true", "HX-Target": "somewhere"})
    assert "<html" in other.content.decode()


def test_who_has_nothing_is_told_how_to_begin():
    assert "No records yet" in client_of(make_person()).get("/records/").content.decode()
    viewer = client_of(make_person(Role.VIEWER)).get("/records/").content.decode()
    assert "/records/new/" not in viewer
