"""A standard decision says where things stand; whoever may waive its neighbours may waive this."""

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess
from decisions.readiness.waivers import waive
from decisions.states.stages import Stage
from tests.factories import fresh, make_record


def found(record):
    readiness = assess(load_draft(record), Stage.COMPARE, timezone.localdate())
    codes = {"blockers": readiness.blockers, "advice": readiness.advice}
    return {name: [each.code for each in rows] for name, rows in codes.items()}


@pytest.mark.parametrize(
    ("asked", "place"), [("standard", "blockers"), ("major", "blockers"), ("light", "advice")]
)
def test_the_context_of_a_decision_is_asked_for(asked, place):
    record = make_record(is_filled=False, **{"class": asked})
    assert "no_context" in found(record)[place]
    m.TextBlock.objects.filter(record=record, key="context").update(body="  Margins fall.  ")
    assert "no_context" not in found(record)[place]


def test_it_can_be_waived():
    record = make_record(to=Stage.COMMIT, **{"class": "standard"})
    m.TextBlock.objects.filter(record=record, key__in=("context", "objective")).update(body="")
    approver = fresh(record).approval.approver
    waive(record, code="no_context", subject="", reason="It is known.", by=approver, now=timezone.now())
    assert "no_context" not in found(record)["blockers"]
