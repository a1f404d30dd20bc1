"""What a framework asks for stays: its rows can't be taken out, and its gates don't go with rows."""

import uuid

import lxml.html
import pytest
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.draft.save import add_row, remove_row
from decisions.readiness.assess import blockers
from decisions.sections.registry import ROWS
from decisions.states.stages import WORKING_STAGES, Stage
from partnerdesk.core.refusals import Blocked
from tests.factories import fresh, make_record
from tests.integration.decisions.pages import address
from tests.integration.people import client_of


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, "alignment-scorecard", to=Stage.COMMIT, **{"class": "standard"})


@pytest.fixture
def record(kept):
    return fresh(kept)


def remove(row):
    remove_row(row, by=row.record.created_by, now=timezone.now())


def messages(record, to=Stage.PROPOSED):
    return [found.message for found in blockers(load_draft(record), to, timezone.now().date())]


STAYING = {
    "guardrail": "The framework requires this guardrail",
    "metric": "set it aside with a reason",
    "input": "The framework asks for this",
    "text": "made by the record itself",
    "estimate": "made by the record itself",
    "path": "made by the record itself",
}


@pytest.mark.parametrize("kind", STAYING)
def test_what_is_asked_for_is_not_removed_and_has_no_button(record, kind):
    model = next(model for model in ROWS if model.kind == kind)
    row = model.objects.filter(record=record).first()
    with pytest.raises(Blocked, match=STAYING[kind]):
        remove(row)
    assert model.objects.filter(pk=row.pk).exists()
    client = client_of(record.created_by)
    for stage in WORKING_STAGES:
        page = lxml.html.fromstring(client.get(address(record, "stage", stage)).content)
        assert not page.xpath(f"//button[@form='{row.anchor}-remove'] | //form[@id='{row.anchor}-remove']")


@pytest.mark.parametrize("kind", ["risk", "option", "criterion"])
def test_what_is_only_proposed_is_removed_and_its_gate_stays(record, kind):
    model = next(model for model in ROWS if model.kind == kind)
    for row in model.objects.filter(record=record):
        remove(row)
    codes = {found.code for found in blockers(load_draft(record), Stage.PROPOSED, timezone.now().date())}
    assert {"risk": "risk_open", "option": "no_choice", "criterion": "criteria_incomplete"}[kind] in codes


def test_the_gate_asks_for_required_guardrails_whatever_rows_there_are(record):
    m.Guardrail.objects.filter(record=record).delete()
    found = [message for message in messages(record) if "requires the guardrail" in message]
    assert len(found) == len(record.framework_version.content.guardrails) == 2


def test_a_required_guardrail_that_is_gone_is_put_back_first(record):
    m.Guardrail.objects.filter(record=record, key="partner_risk_flags").delete()
    by, now = record.created_by, timezone.now()
    row = add_row(record, "guardrail", pk=uuid.uuid4(), by=by, now=now).unit
    assert (row.key, row.watches, bool(row.label)) == ("partner_risk_flags", "risk_flags", True)
    other = add_row(record, "guardrail", pk=uuid.uuid4(), by=by, now=now).unit
    assert (other.key, other.watches, other.label) == ("", "statement", "")
    remove(other)


def test_a_metric_that_is_asked_for_has_its_criterion(record):
    binding = m.MetricBinding.objects.filter(record=record, is_asked=True).first()
    m.Criterion.objects.filter(record=record, metric=binding).delete()
    assert any(binding.definition.name in text and "no criterion" in text for text in messages(record))


BLANK = [
    "guardrail", "input", "statement", "option", "criterion", "scenario", "risk", "threshold", "story", "escalation",
    "action", "evidence", "constraint", "cohort",
]  # fmt: skip


def test_every_list_is_asked_about_rows_that_are_left_blank():
    made = {"estimate", "path", "text"}
    with_a_key, of_a_scenario = {"metric"}, {"override"}
    assert {model.kind for model in ROWS} == {*BLANK} | made | with_a_key | of_a_scenario


@pytest.mark.parametrize("decision_class", ["light", "standard"])
@pytest.mark.parametrize("kind", BLANK)
def test_a_row_that_was_left_blank_is_filled_in_or_taken_out(record, kind, decision_class):
    m.Brief.objects.filter(record=record).update(decision_class=decision_class)
    by, now = record.created_by, timezone.now()
    row = add_row(record, kind, pk=uuid.uuid4(), by=by, now=now).unit
    found = blockers(load_draft(record), Stage.PROPOSED, now.date())
    assert [(one.code, one.anchor) for one in found if one.code == "row_unfinished"] == [
        ("row_unfinished", row.anchor)
    ]
    assert not [one for one in found if one.code == "row_unfinished" and one.is_waivable]
    remove(row)
    assert "row_unfinished" not in {
        one.code for one in blockers(load_draft(record), Stage.PROPOSED, now.date())
    }


def test_a_threshold_that_lacks_its_level_does_not_vanish_silently(record):
    row = m.Threshold.objects.filter(record=record).first()
    m.Threshold.objects.filter(pk=row.pk).update(level=None)
    assert any("Thresholds and triggers: a row is not filled in" in text for text in messages(record))
