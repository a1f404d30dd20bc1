"""What is watched of a version, on screen: its page, its cases, amendments."""

import datetime as dt
import re
from decimal import Decimal

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decisions import models as m
from decisions.states.cases_and_reviews import Outcome
from decisions.triggers.cases import handle
from decisions.triggers.evaluating import evaluate_series
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews import plan
from decisions.triggers.reviews.conclude import conclude
from tests.factories import make_decided, make_person, make_record
from tests.integration.people import client_of

RULE = {"level": Decimal(20), "clear_level": Decimal(25), "active_from": dt.date(2026, 1, 1)}
NOW = timezone.now
BAD = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def kept(keep, decided):
    return keep(decided, RULE)


@pytest.fixture
def trigger(kept):
    """A trigger of a decision in force: it fires where gross margin falls below 20 %."""
    return m.Trigger.objects.get(pk=kept[0].pk)


@pytest.fixture
def case(trigger, margins):
    """An open case: gross margin is at 10 % in February."""
    margins({"2026-01": 30, "2026-02": 10})
    evaluate_series(trigger.series_id, None, now=NOW())
    return m.Case.objects.get()


@pytest.fixture
def client(case):
    return client_of(case.owner)


def page(client, name, *arguments, status=200, **query):
    answer = client.get(reverse(f"decisions:{name}", args=arguments), query)
    assert answer.status_code == status
    return lxml.html.fromstring(answer.content)


def words(tree):
    return re.sub(r"\s+", " ", tree.text_content())


def send(client, name, *arguments, **sent):
    return client.post(reverse(f"decisions:{name}", args=arguments), sent)


# What is watched


def test_the_page_says_what_is_watched_and_how_it_stands(case, client):
    tree = page(client, "watched", case.record.code)
    text = words(tree)
    for said in ("Gross margin below 20.0 %", "triggered", "10.0 %", "Feb 2026", case.owner.name, "Amend"):
        assert said in text
    assert case.what in words(tree.xpath("//section[@aria-labelledby='cases-title']")[0])
    assert "1 open case" in words(tree.get_element_by_id("record-head")).replace(" 1 ", " 1 ")


def test_each_partner_is_counted_by_state_and_named_below(decided, margins):
    (trigger,) = decided(RULE | {"by_partner": True})
    margins({"2026-02": 10})
    evaluate_series(trigger.series_id, None, now=NOW())
    text = words(page(client_of(trigger.owner), "watched", trigger.record.code))
    assert re.search(r"\d+ (triggered|normal)", text)
    assert "Partner by partner" in text


def test_a_record_that_was_never_in_force_says_so_and_has_no_link():
    record = make_record()
    tree = page(client_of(record.created_by), "watched", record.code)
    assert "Nothing is watched yet" in words(tree)
    assert not tree.xpath("//header[@id='record-head']//a[contains(@href, '/watch/')]")


def test_a_stopped_version_says_that_it_is_no_longer_watched(case):
    by = m.Approval.objects.get(record=case.record).author
    review = plan.open_review_of(case, by=by, now=NOW())
    conclude(review, outcome=Outcome.STOP, words="Not worth it", by=by, now=NOW())
    tree = page(client_of(by), "watched", case.record.code)
    assert "Version 1 was stopped" in words(tree)
    assert not tree.xpath("//main//form[contains(@action, '/watch/') or contains(@action, '/reviews/')]")
    assert not tree.xpath("//a[contains(@href, '/amend/')]")


def test_the_page_asks_as_much_for_one_trigger_as_for_many(decided, margins):
    def questions(trigger):
        client = client_of(trigger.owner)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            page(client, "watched", trigger.record.code)
        return len(asked)

    few = questions(decided(RULE)[0])
    assert questions(decided(RULE, RULE, RULE | {"level": Decimal(10)})[0]) == few


def test_a_change_that_no_metric_shows_opens_a_case(case, client):
    code = case.record.code
    answer = send(client, "report_change", code, words=f"Northwind was bought {BAD}")
    reported = m.Case.objects.get(trigger__kind="report")
    assert answer["Location"] == reverse("decisions:case", args=[code, reported.pk])
    html = client.get(answer["Location"]).content.decode()
    assert "Northwind was bought" in html
    assert BAD not in html
    again = send(client, "report_change", code, words="")
    assert again.status_code == 422
    assert "This field is required" in again.content.decode()


# Amending


def test_an_amendment_shows_what_is_frozen_and_what_was_amended_before(case, client):
    at = (case.record.code, case.trigger_id)
    answer = send(client, "amend_trigger", *at, level="15", clear_level="18", samples="2", reason="Agreed")
    assert answer["Location"] == reverse("decisions:watched", args=[case.record.code])
    trigger = m.Trigger.objects.get(pk=case.trigger_id)
    assert (trigger.level, trigger.clear_level, trigger.samples) == (15, 18, 2)
    text = words(page(client, "amend_trigger", *at))
    for said in ("As approved in version 1", "20.0 %", "Level 20.0 % → 15.0 %", "samples 1 → 2", "Agreed"):
        assert said in text
    assert "amended once" in words(page(client, "watched", case.record.code))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"clear_level": "10"}, "safe side"),
        ({"level": "much"}, "is no number"),
        ({"reason": " "}, "required"),
        ({"samples": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_can_not_be_amended_comes_back_as_it_was_written(case, client, changed, said):
    sent = {"level": "15", "clear_level": "18", "samples": "1", "reason": "Agreed"} | changed
    answer = send(client, "amend_trigger", case.record.code, case.trigger_id, **sent)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert m.Trigger.objects.get(pk=case.trigger_id).level == 20


def test_a_trigger_without_samples_is_not_amended(case, client):
    other = m.Trigger.objects.get(version=case.version, kind="report")
    page(client, "amend_trigger", case.record.code, other.pk, status=404)


# Cases


def test_a_case_shows_its_history_its_episodes_and_what_happened(case, client):
    handle.acknowledge(case, by=case.owner, now=NOW(), words=f"On it {BAD}")
    answer = client.get(reverse("decisions:case", args=[case.record.code, case.pk]))
    html = answer.content.decode()
    assert BAD not in html
    tree = lxml.html.fromstring(html)
    assert tree.xpath("//figure//*[local-name()='svg']")
    text = words(tree)
    for said in ("fired", "goes on", "opened", "acknowledged", "On it", "10.0 %"):
        assert said in text


def test_each_step_is_offered_only_where_it_can_be_taken(case, client):
    def steps():
        tree = page(client, "case", case.record.code, case.pk)
        return {form.action.split("/")[-2] for form in tree.forms if "/cases/" in (form.action or "")}

    assert steps() == {"acknowledge", "snooze", "review", "close"}
    send(client, "acknowledge_case", case.record.code, case.pk)
    assert steps() == {"snooze", "review", "close"}
    answer = send(client, "review_case", case.record.code, case.pk)
    assert steps() == set()
    review = m.Review.objects.get(state="open", kind="case")
    assert answer["Location"] == reverse("decisions:review", args=[case.record.code, review.pk])
    stranger = page(client_of(make_person()), "case", case.record.code, case.pk)
    assert not [form for form in stranger.forms if "/cases/" in (form.action or "")]


def test_putting_aside_and_settling(case, client):
    at = (case.record.code, case.pk)
    later = (NOW() + dt.timedelta(days=9)).date()
    assert send(client, "snooze_case", *at, until="2001-01-01", reason="Fair").status_code == 422
    assert send(client, "snooze_case", *at, until=later.isoformat(), reason="Fair").status_code == 302
    assert "put aside until" in words(page(client, "case", *at))
    assert send(client, "close_case", *at, words="One bad month").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closing_words) == ("closed", "continue", "One bad month")
    assert "Settled: continue" in words(page(client, "case", *at))


def test_a_case_of_another_record_is_not_found(case, client):
    other = make_decided()
    page(client, "case", other.code, case.pk, status=404)
    assert send(client, "close_case", other.code, case.pk, words="x").status_code == 404


def test_each_partner_with_an_episode_has_its_picture(decided, margins):
    (trigger,) = decided(RULE | {"by_partner": True})
    margins({"2026-02": 10}, partner=m.Condition.objects.filter(trigger=trigger).first().partner.key)
    evaluate_series(trigger.series_id, None, now=NOW())
    case = m.Case.objects.get(trigger=trigger)
    tree = page(client_of(case.owner), "case", case.record.code, case.pk)
    name = case.episodes.get().condition.partner.name
    assert name in words(tree.xpath("//main//section[1]")[0])
    assert tree.xpath("//figure")


def test_a_reported_case_has_no_picture(trigger):
    record = trigger.record
    case = report_change(record, words="Sold", by=record.created_by, now=NOW())
    assert not page(client_of(record.created_by), "case", record.code, case.pk).xpath("//figure")
