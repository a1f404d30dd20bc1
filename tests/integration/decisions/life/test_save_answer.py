"""The answer to a changed estimate: what it asks of the database, and what stands in it."""

import uuid

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decisions import models as m
from decisions.life import reopen
from decisions.readiness import assess, record_head, summary
from decisions.states.stages import Stage
from tests.factories import make_record
from tests.integration.people import client_of

QUERIES = 36
"""Half of them save: who asks, locks, the row with its history, the row in lists. The others read the draft."""


@pytest.fixture
def record():
    return make_record(to=Stage.COMMIT)


@pytest.fixture
def change(record):
    """Saves another likely level of the first estimate from the compare page."""
    client = client_of(record.created_by)
    stage = reverse("decisions:stage", args=[record.code, "compare"])

    def change(likely):
        estimate = m.Estimate.objects.filter(record=record).earliest("pk")
        sent = {"form": "value", "low": "1", "likely": str(likely), "high": "99", "basis": "fact"}
        answer = client.post(
            reverse("decisions:save_unit", args=[record.code, "estimate", estimate.pk]),
            sent | {"revision": estimate.revision, "save_id": uuid.uuid4()},
            headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{stage}"},
        )
        assert answer.status_code == 200
        return answer

    return change


def grow(record, kind, count):
    by, now = record.created_by, timezone.now()
    for _ in range(count):
        reopen.add_row(record, kind, pk=uuid.uuid4(), by=by, now=now)
    if kind == "criterion":
        m.Criterion.objects.filter(record=record).update(worst=0, best=100, swing=50)
    m.Estimate.objects.filter(record=record, likely=None).update(likely=40, basis="fact")


def queries(change, likely):
    with CaptureQueriesContext(connection) as asked:
        change(likely)
    return len(asked)


def test_as_many_queries_for_a_large_matrix_as_for_a_small_one(record, change):
    change(30)
    few = queries(change, 31)
    grow(record, "option", 5 - m.Option.objects.filter(record=record).count())
    grow(record, "criterion", 12 - m.Criterion.objects.filter(record=record).count())
    many = queries(change, 32)
    assert m.Estimate.objects.filter(record=record).count() == 60
    assert many == few <= QUERIES


def test_readiness_is_asked_once(change, monkeypatch):
    asked = []

    def counted(*arguments):
        asked.append(arguments)
        return assess.assess(*arguments)

    for module in (record_head, summary):
        monkeypatch.setattr(module, "assess", counted)
    change(30)
    assert len(asked) == 1


def test_every_cell_is_said_again_without_its_form(record, change):
    page = lxml.html.fromstring(change(30).content)
    cells = {f"{estimate.anchor}-words" for estimate in m.Estimate.objects.filter(record=record)}
    assert {found.get("id") for found in page.iter("summary") if found.get("hx-swap-oob")} == cells
    assert not page.xpath("//form[contains(@action, '/units/')]")


def test_the_answer_has_panel_values_and_readiness(record, change):
    page = lxml.html.fromstring(change(30).content)
    swapped = {found.get("id") for found in page.iter() if found.get("hx-swap-oob")}
    values = {f"value-{option.pk}" for option in m.Option.objects.filter(record=record)}
    assert {"values", "readiness", "record-head", "stage-bar", "section-nav"} | values <= swapped


def test_the_row_in_lists_counts_what_the_page_counts(record, change):
    change(30)
    everything = assess.assess(record_head.load_draft(record), Stage.PROPOSED, timezone.now().date())
    assert m.Summary.objects.get(record=record).blockers == len(everything.up_to(Stage.PROPOSED).blockers)
