"""A record's row in lists names the review that lies ahead, whatever its draft plans."""

import datetime as dt

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.readiness.move import adapt
from decisions.readiness.summary import compute_due
from decisions.states.cases_and_reviews import Outcome
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.reviews.plan import move_review
from tests.factories import make_decided

NOW = timezone.now


def days(count):
    return NOW() + dt.timedelta(days=count)


@pytest.fixture
def record():
    return make_decided()


def ahead(record):
    return m.Review.objects.get(record=record, kind="operating", state__in=["planned", "open"])


def test_the_next_review_of_a_decision_in_force_survives_an_edit_of_its_draft(record):
    by, to = record.created_by, days(200).date()
    move_review(ahead(record), to=to, reason="Fair", by=by, now=NOW())
    adapt(record, by=by, now=NOW())
    m.Summary.objects.update(recheck_at=NOW())
    compute_due(NOW())
    assert m.Summary.objects.get(record=record).next_review_on == to


def test_a_stopped_decision_has_no_next_review(record):
    by = record.created_by
    conclude(ahead(record), outcome=Outcome.STOP, words="Over", by=by, now=NOW())
    compute_due(days(1))
    assert m.Summary.objects.get(record=record).next_review_on is None
