"""Reviews and open cases across records: whose are shown, filtered, page by page, at a fixed price."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.record.sharing import set_private
from decisions.states.cases_and_reviews import Outcome
from decisions.triggers import due as due_lists
from decisions.triggers.cases import handle
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.reviews.plan import open_review
from tests.factories import fresh, make_decided, make_person
from tests.integration.people import client_of

NOW = timezone.now


def days(count):
    return NOW() + dt.timedelta(days=count)


def ahead(record, kind="operating"):
    return m.Review.objects.get(record=record, kind=kind, state__in=["planned", "open"])


def shown(user, show, now=None, **filters):
    return [line.what for line in due_lists.due_page(user, show, filters, "", now or NOW()).lines]


@pytest.fixture(scope="module")
def kept(keep):
    return [keep(make_decided) for _number in range(3)]


@pytest.fixture
def records(kept):
    """Three decisions in force, each of an author of its own."""
    return [fresh(record) for record in kept]


@pytest.fixture
def record(records):
    """The only one that others may see."""
    for other in records[1:]:
        show(other, False)
    return records[0]


def show(record, is_shown):
    set_private(record, is_private=not is_shown, by=record.created_by, now=NOW())


def test_each_list_shows_what_belongs_there(record):
    reader, question = make_person(Role.VIEWER), record.brief.question
    by, review = record.created_by, ahead(record)
    due = dt.datetime.combine(review.due_on, dt.time(12), tzinfo=dt.UTC)
    assert question not in shown(reader, due_lists.OPEN)
    assert question in shown(reader, due_lists.AHEAD, due - dt.timedelta(days=89))
    assert question not in shown(reader, due_lists.AHEAD, due - dt.timedelta(days=91))
    open_review(review, by=by, now=NOW())
    assert shown(reader, due_lists.OPEN) == [question]
    case = report_change(record, words="Sold", by=by, now=NOW())
    assert shown(reader, due_lists.CASES) == ["Sold"]
    handle.close(case, outcome=Outcome.CONTINUE, words="Fine", by=by, now=NOW())
    conclude(review, outcome=Outcome.CONTINUE, words="It holds", by=by, now=NOW())
    assert (shown(reader, due_lists.CASES), shown(reader, due_lists.OPEN)) == ([], [])
    assert shown(reader, due_lists.DONE)[0] == question


def test_what_one_may_not_see_is_neither_listed_nor_counted(record):
    by = record.created_by
    report_change(record, words="Sold", by=by, now=NOW())
    open_review(ahead(record), by=by, now=NOW())
    set_private(record, is_private=True, by=by, now=NOW())
    for role in Role:
        page = due_lists.due_page(make_person(role), due_lists.CASES, {}, "", NOW())
        assert (page.lines, set(page.counts.values())) == ([], {0})
    assert shown(by, due_lists.CASES) == ["Sold"]


def test_filters_by_owner_kind_and_time(records):
    record, other = records[:2]
    by = record.created_by
    for found in (record, other):
        open_review(ahead(found), by=found.created_by, now=NOW())
        report_change(found, words=f"Sold {found.code}", by=found.created_by, now=days(-8))
    late = dt.datetime.combine(ahead(record).due_on, dt.time(12), tzinfo=dt.UTC) + dt.timedelta(days=1)
    assert len(shown(by, due_lists.OPEN)) == 2
    assert shown(by, due_lists.CASES, whose="mine") == [f"Sold {record.code}"]
    assert len(shown(by, due_lists.OPEN, kind="post")) == 0
    assert len(shown(by, due_lists.OPEN, late="late")) == 0
    assert len(shown(by, due_lists.OPEN, late, late="late", whose="mine")) == 1
    assert len(shown(by, due_lists.CASES, late="late")) == 2
    handle.acknowledge(m.Case.objects.get(record=record), by=by, now=NOW())
    assert shown(by, due_lists.CASES, late="late") == [f"Sold {other.code}"]


@pytest.mark.parametrize("show", [due_lists.CASES, due_lists.DONE, due_lists.AHEAD])
def test_pages_show_everything_once(records, show, monkeypatch):
    monkeypatch.setattr(due_lists, "PAGE_ROWS", 2)
    for record in records:
        by = record.created_by
        report_change(record, words=f"Sold {record.code}", by=by, now=NOW())
        conclude(ahead(record), outcome=Outcome.CONTINUE, words="It holds", by=by, now=NOW())
    m.Review.objects.filter(state="planned").update(due_on=days(9).date())
    found, query, pages = [], f"?show={show}", 0
    while query and pages < 9:
        html = client_of(by).get(f"/reviews/{query}").content.decode()
        found += re.findall(r'href="(/records/[^"]+/(?:cases|reviews)/[^"]+/)"', html)
        more = re.search(r'href="(\?[^"]*after=[^"]*)"', html)
        query, pages = more[1].replace("&amp;", "&") if more else "", pages + 1
    expected = {due_lists.CASES: 3, due_lists.DONE: 6, due_lists.AHEAD: 6}[show]
    assert (len(found), len(set(found))) == (expected, expected)


@pytest.mark.parametrize(
    "query",
    ["?show=no-such", "?show=done&after=x", "?show=done&after=2026-01-01_x", "?kind=no-such&late=1&whose=x"],
)
def test_what_nobody_would_ask_is_the_first_page(record, query):
    assert client_of(record.created_by).get(f"/reviews/{query}").status_code == 200


def test_a_cursor_of_another_list_is_the_first_page(record):
    for show in (due_lists.OPEN, due_lists.CASES, due_lists.AHEAD, due_lists.DONE):
        for after in (
            f"2026-01-01_{record.pk}",
            f"2026-01-01T00:00:00_{record.pk}",
            "2026-01-01T00:00:00+00:00",
        ):
            assert due_lists.due_page(record.created_by, show, {}, after, NOW()) is not None


def test_the_list_asks_as_much_for_one_as_for_many(record, records):
    client = client_of(make_person())

    def grow(found):
        show(found, True)
        report_change(found, words="Sold", by=found.created_by, now=NOW())
        open_review(ahead(found), by=found.created_by, now=NOW())

    def questions():
        asked = []
        for show in ("open", "cases", "ahead", "done"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/reviews/?show={show}").status_code == 200
            asked.append(len(captured))
        return asked

    grow(record)
    questions()
    few = questions()
    for other in records[1:]:
        grow(other)
    assert questions() == few
    assert max(few) < 12


def test_how_often_ranges_held_is_told_by_owner_once_it_is_known(record):
    by = record.created_by
    assert due_lists.ranges_held(by) == []
    assert "How often ranges held" not in client_of(by).get("/reviews/").content.decode()
    post = ahead(record, "post")
    inputs = m.ChoiceInput.objects.filter(trigger__version=post.version)
    inputs.update(value=1e6, period=dt.date(2026, 10, 1))
    conclude(post, outcome=Outcome.CONTINUE, words="Learned", by=by, now=NOW())
    [row] = due_lists.ranges_held(by)
    assert (row.owner, row.held, row.asked, row.pct) == (by.name, 0, inputs.count(), 0)
    assert "How often ranges held" in client_of(by).get("/reviews/").content.decode()
    set_private(record, is_private=True, by=by, now=NOW())
    assert due_lists.ranges_held(make_person()) == []
