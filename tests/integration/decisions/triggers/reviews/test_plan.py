"""Reviews keep the planned day of their rhythm, and whose day it is says whether one is late."""

import datetime as dt
import importlib

import lxml.html
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from decisions import models as m
from decisions.states.cases_and_reviews import Outcome
from decisions.triggers.reviews.conclude import conclude, proposed_next
from decisions.triggers.reviews.plan import move_review, open_due
from partnerdesk.core.models import Workspace
from tests import source
from tests.factories import fresh, make_decided
from tests.integration.people import client_of

EVENING = dt.datetime(2026, 11, 28, 1, 54, tzinfo=dt.UTC)
"""The 27th of November, 17:54, in Los Angeles."""

WEST = "America/Los_Angeles"


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_decided)


@pytest.fixture
def record(kept):
    return fresh(kept)


def ahead(record):
    return m.Review.objects.get(record=record, kind="operating", state__in=["planned", "open"])


def plan(record, day):
    """The operating review that lies ahead, on a day with which its rhythm begins."""
    review = ahead(record)
    m.Review.objects.filter(pk=review.pk).update(due_on=day, planned_on=day, rhythm_from=day)
    return ahead(record)


def at(day, hour=12):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def go_on(record, day=None, **options):
    """Conclude the review that lies ahead, on its day; when the next one is due."""
    review = ahead(record)
    now = at(day or review.due_on)
    conclude(review, outcome=Outcome.CONTINUE, words="It holds", by=record.created_by, now=now, **options)
    return ahead(record).due_on.isoformat()


def test_every_quarter_on_the_last_day_comes_back_to_it(record):
    plan(record, dt.date(2026, 11, 30))
    assert [go_on(record) for _time in range(4)] == ["2027-02-28", "2027-05-30", "2027-08-30", "2027-11-30"]


def test_a_review_that_is_moved_leaves_the_rhythm_where_it_is(record):
    review = plan(record, dt.date(2026, 11, 30))
    to = dt.date(2026, 12, 11)
    move_review(review, to=to, reason="Fair", by=record.created_by, now=at(dt.date(2026, 11, 28)))
    assert (ahead(record).due_on, ahead(record).planned_on) == (to, dt.date(2026, 11, 30))
    assert go_on(record) == "2027-02-28"
    assert go_on(record) == "2027-05-30"


def test_one_that_came_late_is_followed_by_the_next_day_of_the_rhythm(record):
    plan(record, dt.date(2026, 11, 30))
    assert go_on(record, dt.date(2027, 2, 26)) == "2027-03-05", "a week ahead at the earliest"
    assert go_on(record) == "2027-05-30"


def test_a_day_that_somebody_chooses_begins_the_rhythm_anew(record):
    plan(record, dt.date(2026, 11, 30))
    assert go_on(record, next_on=dt.date(2027, 3, 31)) == "2027-03-31"
    assert [go_on(record) for _time in range(2)] == ["2027-06-30", "2027-09-30"]


def test_only_operating_reviews_have_a_rhythm(record):
    review = ahead(record)
    assert review.planned_on == review.rhythm_from == review.due_on
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Review.objects.filter(pk=review.pk).update(planned_on=None)


def test_a_review_of_a_case_asks_the_rhythm_of_its_version(record):
    plan(record, dt.date(2026, 11, 30))
    review = m.Review.objects.create(
        record=record, version=ahead(record).version, kind="case", due_on=dt.date(2026, 12, 10)
    )
    assert proposed_next(review, dt.date(2026, 12, 10)) == dt.date(2027, 2, 28)


def test_homes_from_before_come_back_to_the_day_that_was_approved(record):
    review = ahead(record)
    drifted = review.due_on + dt.timedelta(days=28)
    m.Review.objects.filter(pk=review.pk).update(due_on=drifted, planned_on=drifted, rhythm_from=drifted)
    (path,) = (source.ROOT / "decisions" / "migrations").glob("*_rhythm_of_reviews.py")
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module(f"decisions.migrations.{path.stem}").BACKFILL)
    found = ahead(record)
    assert (found.planned_on, found.rhythm_from) == (drifted, review.due_on)


@pytest.fixture
def in_the_west(record):
    """The reviewer, in Los Angeles on the evening of the 27th."""
    by = record.created_by
    by.time_zone = WEST
    by.save()
    with time_machine.travel(EVENING, tick=False):
        yield client_of(by)


def asked(client, name, review, **sent):
    return client.post(reverse(f"decisions:{name}", args=[review.record.code, review.pk]), sent)


def test_tomorrow_is_the_reviewers_tomorrow(record, in_the_west):
    review = plan(record, dt.date(2026, 11, 27))
    answer = asked(in_the_west, "move_review", review, to="2026-11-28", reason="Fair")
    assert answer.status_code == 302
    assert ahead(record).due_on == dt.date(2026, 11, 28)
    assert asked(in_the_west, "move_review", review, to="2026-11-27", reason="Back").status_code == 422


def test_what_is_due_today_is_not_late(record, in_the_west):
    review = plan(record, dt.date(2026, 11, 27))
    address = reverse("decisions:review", args=[record.code, review.pk])
    text = lxml.html.fromstring(in_the_west.get(address).content).text_content()
    assert "late" not in text.split("Metrics")[0]
    assert "is late" not in in_the_west.get(reverse("decisions:watched", args=[record.code])).content.decode()


@pytest.mark.parametrize(("zone", "opened"), [("UTC", 1), (WEST, 0)])
def test_the_clock_opens_reviews_on_the_day_of_the_workspace(record, zone, opened):
    plan(record, dt.date(2026, 11, 28))
    Workspace.objects.create(time_zone=zone)
    assert open_due(EVENING) == opened
