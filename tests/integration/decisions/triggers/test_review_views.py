"""Reviews on screen: what changed since, and each outcome."""

import datetime as dt
import re

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage
from decisions.triggers.reviews.conclude import conclude
from tests.factories import fresh, make_decided, make_partner, make_person
from tests.integration.people import client_of

NOW = timezone.now
BAD = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_decided)


@pytest.fixture
def record(kept):
    return fresh(kept)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def ahead(record, kind="operating"):
    return m.Review.objects.get(record=record, kind=kind, state__in=["planned", "open"])


def page(client, review, status=200):
    answer = client.get(reverse("decisions:review", args=[review.record.code, review.pk]))
    assert answer.status_code == status
    return lxml.html.fromstring(answer.content)


def words(tree):
    return re.sub(r"\s+", " ", tree.text_content())


def send(client, name, review, **sent):
    return client.post(reverse(f"decisions:{name}", args=[review.record.code, review.pk]), sent)


def outcomes(tree):
    return {form.action.split("/")[-2] for form in tree.forms if "/reviews/" in (form.action or "")}


def test_every_section_says_something(record, client):
    text = words(page(client, ahead(record)))
    for title in (
        "Metrics",
        "Would it still be chosen?",
        "Triggers that are not normal",
        "Cases",
        "Assumptions past their date",
        "Evidence that has expired",
        "Actions that are late",
        "Other decisions on the same partners",
    ):
        assert title in text
    assert text.count("Nothing") >= 5


def test_still_valid_takes_one_sentence_and_proposes_the_next_day(record, client):
    review = ahead(record)
    tree = page(client, review)
    form = next(form for form in tree.forms if form.action.endswith("/continue/"))
    proposed = form.fields["next_on"]
    assert proposed > review.due_on.isoformat()
    answer = client.post(form.action, dict(form.form_values()) | {"words": f"Margins hold {BAD}"})
    assert answer["Location"] == reverse("decisions:watched", args=[record.code])
    assert ahead(record).due_on.isoformat() == proposed
    done = m.Review.objects.get(pk=review.pk)
    html = client.get(reverse("decisions:review", args=[record.code, done.pk])).content.decode()
    assert "Margins hold" in html
    assert BAD not in html
    assert outcomes(lxml.html.fromstring(html)) == set()


def test_what_was_found_stays_as_it_stood(record, client):
    review = ahead(record)
    m.ActionItem.objects.filter(record=record).update(due_on=dt.date(2020, 1, 1), done_on=None)
    text = m.ActionItem.objects.filter(record=record).exclude(text="").first().text
    send(client, "continue_review", review, words="It holds")
    m.ActionItem.objects.filter(record=record).update(done_on=NOW().date())
    assert text in words(page(client, review))
    assert text not in words(page(client, ahead(record)))


def test_a_next_day_that_lies_behind_is_refused_and_nothing_is_lost(record, client):
    answer = send(client, "continue_review", ahead(record), words="It holds", next_on="2001-01-01")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "still to come" in html
    assert "It holds" in html


def test_adapt_opens_the_draft_at_compare(record, client):
    answer = send(client, "adapt_review", ahead(record), words="Raise the floor")
    record.refresh_from_db()
    assert (record.stage, record.in_force is not None) == (Stage.COMPARE, True)
    assert answer["Location"] == reverse("decisions:record", args=[record.code])


def test_who_approves_may_review_and_is_not_offered_what_writes(record):
    approver = client_of(record.approval.approver)
    assert outcomes(page(approver, ahead(record))) == {"begin", "continue", "stop", "move"}
    assert outcomes(page(client_of(make_person()), ahead(record))) == set()
    assert send(approver, "adapt_review", ahead(record), words="Raise it").status_code == 403


def test_stop_gives_the_actions_that_wind_it_down(record, client):
    doer, day = make_person(Role.VIEWER), (NOW() + dt.timedelta(days=9)).date().isoformat()
    rows = {"action2-text": "Tell the resellers", "action2-owner": doer.pk, "action2-due_on": day}
    half = send(client, "stop_review", ahead(record), words="Over", **{"action2-text": "Tell them"})
    assert half.status_code == 422
    assert "Tell them" in half.content.decode()
    answer = send(client, "stop_review", ahead(record), words="Over", **rows)
    assert answer["Location"] == reverse("decisions:watched", args=[record.code])
    action = m.ActionItem.objects.get(record=record, text="Tell the resellers")
    assert (action.owner, action.due_on.isoformat()) == (doer, day)
    record.refresh_from_db()
    assert record.in_force is None


def test_partners_of_one_trigger_stand_in_one_row(record, client):
    review = ahead(record)
    trigger = m.Trigger.objects.filter(version=review.version, kind="level").first()
    m.Trigger.objects.filter(pk=trigger.pk).update(by_partner=True)
    m.Condition.objects.filter(trigger=trigger).delete()
    names = [f"Northwind {number}" for number in range(5)]
    m.Condition.objects.bulk_create(
        m.Condition(trigger=trigger, partner=make_partner(name=name), state="triggered", value=1.0)
        for name in names
    )
    text = words(page(client, review))
    assert "Northwind 0, Northwind 1, Northwind 2 and 2 more" in text
    assert "Northwind 3" not in text


def test_a_choice_that_turned_is_said_as_one_says_it(record, client):
    review = ahead(record)
    m.Condition.objects.filter(trigger__version=review.version, trigger__kind="choice").update(
        state="triggered", value=-0.031
    )
    assert "behind by 0.03 no longer" in words(page(client, review))


def test_begin_and_move(record, client):
    review = ahead(record)
    assert send(client, "begin_review", review).status_code == 302
    assert "begin" not in outcomes(page(client, review))
    to = (NOW() + dt.timedelta(days=60)).date()
    assert send(client, "move_review", review, to=to.isoformat(), reason="").status_code == 422
    assert send(client, "move_review", review, to=to.isoformat(), reason="Fair").status_code == 302
    assert ahead(record).due_on == to


def test_a_dropped_review_says_so(record, client):
    review, post = ahead(record), ahead(record, "post")
    conclude(review, outcome=Outcome.STOP, words="Over", by=record.created_by, now=NOW())
    tree = page(client, post)
    assert "was dropped" in words(tree)
    assert outcomes(tree) == set()


def test_a_post_review_holds_predicted_against_actual(record, client):
    post = ahead(record, "post")
    trigger = m.Trigger.objects.get(version=post.version, kind="choice")
    known = trigger.inputs.first()
    m.ChoiceInput.objects.filter(pk=known.pk).update(value=1e6, period=dt.date(2026, 10, 1))
    text = words(page(client, post))
    assert "Predicted and actual" in text
    assert "missed" in text


def test_a_case_review_leaves_the_planned_one_where_it_is(record, client):
    planned = ahead(record)
    review = m.Review.objects.create(
        record=record, version=planned.version, kind="case", due_on=NOW().date(), state="planned"
    )
    tree = page(client, review)
    assert "stays where it is" in words(tree)
    assert not tree.xpath("//input[@name='next_on']")
    send(client, "continue_review", review, words="It holds")
    assert ahead(record) == planned
