"""Waivers: one blocker, by the approver, with a reason."""

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess, blockers
from decisions.readiness.waivers import take_back_waiver, waive
from decisions.states.stages import Stage
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import fresh, make_person, make_record


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT, **{"class": "standard"})


@pytest.fixture
def record(kept):
    m.ActionItem.objects.filter(record=kept).update(due_on=None)
    return fresh(kept)


def open_blockers(record):
    return blockers(load_draft(record), Stage.PROPOSED, timezone.now().date())


def give(record, blocker, *, by=None, reason="Due dates follow on Monday."):
    return waive(
        record,
        code=blocker.code,
        subject=blocker.subject,
        reason=reason,
        by=by or record.approval.approver,
        now=timezone.now(),
    )


def test_a_waiver_lets_exactly_one_blocker_pass_and_is_taken_back(record):
    before = open_blockers(record)
    waiver = give(record, before[0])
    assert open_blockers(record) == before[1:]
    line = next(
        line
        for line in assess(load_draft(record), Stage.PROPOSED, timezone.now().date()).lines
        if line.waived
    )
    assert line.waived[0][1].reason == "Due dates follow on Monday."
    take_back_waiver(waiver, by=record.approval.approver, now=timezone.now())
    assert open_blockers(record) == before


@pytest.mark.parametrize("who", ["author", "stranger"])
def test_only_the_approver_waives(record, who):
    by = record.created_by if who == "author" else make_person()
    with pytest.raises(NotAllowed):
        give(record, open_blockers(record)[0], by=by)


def test_a_waiver_needs_a_reason(record):
    with pytest.raises(Blocked):
        give(record, open_blockers(record)[0], reason="  ")


def test_what_is_settled_is_not_waived(record):
    blocker = open_blockers(record)[0]
    give(record, blocker)
    with pytest.raises(Blocked):
        give(record, blocker)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (m.Recommendation, {"option": None}),
        (m.Recommendation, {"reversal_signal": ""}),
        (m.Brief, {"owner": None}),
    ],
)
def test_three_things_are_never_waived(record, model, values):
    model.objects.filter(record=record).update(**values)
    blocker = next(blocker for blocker in open_blockers(record) if not blocker.is_waivable)
    with pytest.raises(Blocked):
        give(record, blocker)


def test_a_waiver_for_one_field_does_not_cover_another(record):
    give(record, open_blockers(record)[0])
    m.ActionItem.objects.filter(record=record).update(owner=None)
    assert any(blocker.code == "action_incomplete" for blocker in open_blockers(record))
