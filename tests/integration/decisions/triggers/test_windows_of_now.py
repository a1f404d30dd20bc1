"""Every “now” says its window, and a condition says of its running episode what its case says."""

import datetime as dt
from decimal import Decimal
from functools import partial

import lxml.html
import pytest
import time_machine
from django.urls import reverse

from decisions import models as m
from decisions.states.stages import Stage
from decisions.triggers.external_states import mark_stale
from decisions.triggers.reviews.review_findings import findings_of
from decisions.triggers.tags import state_label
from decisions.triggers.watch import follow_change
from metrics.models import MetricChange
from tests.factories import fresh, make_record
from tests.integration.decisions.triggers.conftest import condition_of
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
BELOW_20 = {
    "level": Decimal(20),
    "clear_level": Decimal(25),
    "samples": 1,
    "window_months": 3,
    "active_from": dt.date(2026, 1, 1),
}
WINDOW = "3 months to Oct 2026"
BOTH = "triggered, data overdue"


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


@pytest.fixture
def fired(kept, decided, margins):
    """A trigger over three months that has fired, on a record whose baselines are over twelve."""
    (trigger,) = partial(decided, record=fresh(kept))(BELOW_20)
    margins({f"2026-{month:02}": 10 for month in range(1, 11)})
    for change in MetricChange.objects.all():
        follow_change(change.pk, NOW)
    assert condition_of(trigger).state == "triggered"
    return trigger


def words_of(trigger, name, *parts):
    address = reverse(f"decisions:{name}", args=[trigger.record.code, *parts])
    tree = lxml.html.fromstring(client_of(trigger.record.created_by).get(address).content.decode())
    return " ".join(" ".join(tree.itertext()).split())


def case_of(trigger):
    return m.Case.objects.get(trigger=trigger)


def test_the_list_says_over_what_a_value_is(fired):
    assert f"10.0 % {WINDOW}" in words_of(fired, "watched")


def test_a_case_says_it_in_its_first_sentence_and_of_its_state(fired):
    assert ": 10.0 % in 3 months to " in case_of(fired).what
    words = words_of(fired, "case", case_of(fired).pk)
    assert f"State now triggered 10.0 % {WINDOW}" in words
    assert "Worst 10.0 % over 3 months" in words


def test_a_review_says_both_windows_and_why_they_differ(fired):
    found = findings_of(fired.version, now=NOW)
    (metric,) = [row for row in found["metrics"] if row["key"] == "gross_margin"]
    assert metric["now_window"] == "12 months to Oct 2026"
    (row,) = [row for row in found["triggers"] if row["value"] == "10.0 %"]
    assert row["window"] == WINDOW


def test_overdue_data_do_not_hide_that_it_is_triggered(fired, clock):
    clock.move_to(LATER)
    assert mark_stale(LATER)
    assert condition_of(fired).state == "stale"
    assert BOTH in words_of(fired, "watched")
    assert f"State now {BOTH} 10.0 % {WINDOW}" in words_of(fired, "case", case_of(fired).pk)
    (row,) = [row for row in findings_of(fired.version, now=LATER)["triggers"] if row["value"] == "10.0 %"]
    assert state_label(row) == BOTH


def test_overdue_data_of_a_normal_condition_are_only_that(fired, clock):
    m.Condition.objects.filter(trigger=fired).update(state="normal", since=None)
    clock.move_to(LATER)
    assert mark_stale(LATER)
    words = words_of(fired, "watched")
    assert "data overdue" in words
    assert BOTH not in words


def test_findings_of_early_reviews_are_still_read():
    assert state_label({"state": "stale", "kind": "level"}) == "data overdue"
