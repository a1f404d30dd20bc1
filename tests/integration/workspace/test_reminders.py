"""Reminders: who votes and whose action is due is told once, however often it is looked for."""

import datetime as dt

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.record.sharing import set_private
from decisions.states.stages import Stage
from partnerdesk.core.models import Notice
from tests.factories import decide, fresh, make_decided, make_person, make_record
from workspace.reminders import ACTION_DUE, VOTE, remind
from workspace.tasks import remind as run

NOW = timezone.now()


def told(person, kind):
    return list(
        Notice.objects.filter(person=person, kind=kind).order_by("created_at").values_list("what", flat=True)
    )


@pytest.fixture(scope="module")
def kept(keep):
    """A proposed record and two decisions without actions."""
    proposed, *decided = keep(make_record, to=Stage.PROPOSED), keep(make_decided), keep(make_decided)
    keep(m.ActionItem.objects.all().delete)
    return proposed, decided


@pytest.fixture
def proposed(kept):
    return fresh(kept[0])


@pytest.fixture
def decided(kept):
    return [fresh(record) for record in kept[1]]


def an_action(record, owner, due_in=2):
    return m.ActionItem.objects.create(
        record=record, owner=owner, text="Tell the partners", due_on=NOW.date() + dt.timedelta(days=due_in)
    )


def test_the_approver_is_told_once_that_a_version_waits(proposed):
    approver = proposed.approval.approver
    run()
    assert remind(NOW) == 0
    assert told(approver, VOTE) == [f"For your decision: {proposed.brief.question}"]
    notice = Notice.objects.get(person=approver, kind=VOTE)
    assert notice.address == f"/records/{proposed.code}/versions/1/round/"
    assert told(proposed.created_by, VOTE) == []


def test_who_has_voted_is_not_told_and_a_new_round_is_a_new_notice(proposed):
    approver = proposed.approval.approver
    decide(proposed, "return")
    remind(NOW)
    assert told(approver, VOTE) == []
    second = make_record(to=Stage.PROPOSED, approver=approver)
    remind(NOW)
    assert told(approver, VOTE) == [f"For your decision: {second.brief.question}"]


def test_an_action_is_told_when_it_comes_near_and_when_it_is_late_once_each(decided):
    doer = make_person()
    action = an_action(decided[0], doer, due_in=10)
    for day in range(20):
        remind(NOW + dt.timedelta(days=day))
    day = f"{action.due_on:%-d %b %Y}"
    assert told(doer, ACTION_DUE) == [
        f"Due on {day}: Tell the partners",
        f"Late since {day}: Tell the partners",
    ]


def test_an_action_that_was_moved_is_told_again(decided):
    doer = make_person()
    action = an_action(decided[0], doer)
    remind(NOW)
    m.ActionItem.objects.filter(pk=action.pk).update(due_on=action.due_on + dt.timedelta(days=1))
    remind(NOW)
    assert len(told(doer, ACTION_DUE)) == 2


def test_a_week_without_a_run_is_made_up(decided):
    doer = make_person()
    an_action(decided[0], doer, due_in=-8)
    remind(NOW)
    assert len(told(doer, ACTION_DUE)) == 1


def test_nothing_is_told_of_what_is_done_private_or_a_draft(decided):
    doer = make_person()
    done, hidden = (an_action(record, doer) for record in decided)
    m.ActionItem.objects.filter(pk=done.pk).update(done_on=NOW.date())
    set_private(hidden.record, is_private=True, by=hidden.record.created_by, now=NOW)
    draft = make_record()
    m.ActionItem.objects.create(record=draft, owner=doer, text="Draft", due_on=NOW.date())
    remind(NOW)
    assert told(doer, ACTION_DUE) == []


def test_it_is_told_in_the_persons_language(decided):
    assert an_action(decided[0], make_person(language="ja"))
    remind(NOW)
    assert Notice.objects.filter(kind=ACTION_DUE).count() == 1
