"""The list of records: who sees which, newest first, page by page, in a number of queries that stays."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from decisions import listing
from decisions.models import Access, Summary
from tests.factories import make_person, make_record
from tests.integration.people import BACKEND


@pytest.fixture
def author():
    return make_person(name="Maria Sandberg")


@pytest.fixture
def records(author):
    """Five in frame, the newest first; the fourth is private."""
    made = [make_record(is_filled=False, author=author) for _ in range(5)]
    newest = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    for age, record in enumerate(made):
        is_private = age == 3
        type(record).objects.filter(pk=record.pk).update(is_private=is_private)
        Summary.objects.filter(pk=record.pk).update(
            updated_at=newest - dt.timedelta(days=age), is_private=is_private
        )
    return made


def codes(page) -> list[str]:
    return [row.code for row in page.rows]


def test_a_row_says_what_the_list_shows(records, author):
    row = listing.list_records(author, {}, None).rows[0]
    summary = Summary.objects.get(record=records[0])
    assert row == listing.Row(
        code=records[0].code,
        question=summary.question,
        framework_name=summary.framework_name,
        owner_name="Maria Sandberg",
        decision_class="light",
        stage="frame",
        stage_label="Frame",
        blockers=summary.blockers,
        is_private=False,
        version_number=None,
        next_review_on=summary.next_review_on,
        updated_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
    )


def test_private_records_are_listed_for_those_whom_they_name(records, author):
    stranger, shared = make_person(), make_person(Role.VIEWER)
    Access.objects.create(record=records[3], user=shared, via=Access.Via.COLLABORATOR)
    everything = [record.code for record in records]
    assert codes(listing.list_records(author, {}, None)) == everything
    assert codes(listing.list_records(shared, {}, None)) == everything
    found = listing.list_records(stranger, {}, None)
    assert codes(found) == [*everything[:3], everything[4]]
    assert found.count == 4


def test_pages_follow_one_another_without_gap_or_repeat(records, author, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    seen, after = [], None
    while True:
        page = listing.list_records(author, {}, after)
        seen += codes(page)
        after = page.after and listing.Cursor.parse(str(page.after))
        if after is None:
            break
    assert seen == [record.code for record in records]


def test_counting_ends_at_the_most_that_is_counted(records, author, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 4)
    page = listing.list_records(author, {}, None)
    assert (page.count, page.is_more) == (4, True)
    page = listing.list_records(author, {"stage": "commit"}, None)
    assert (page.count, page.is_more, page.rows) == (0, False, [])


def test_the_page_makes_as_many_queries_for_many_rows_as_for_one(records, author, client, monkeypatch):
    client.force_login(author, backend=BACKEND)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert records[0].code in client.get("/records/").content.decode()
        return len(captured)

    many = queries()
    monkeypatch.setattr(listing, "PAGE_ROWS", 1)
    assert queries() == many
