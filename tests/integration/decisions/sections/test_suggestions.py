"""What a framework proposes is nobody's word until it is accepted: neither frozen nor printed nor counted."""

import importlib
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from decisions import models as m
from decisions.documents.export_json_md import markdown_bytes
from decisions.draft.load import load_draft
from decisions.life import reopen
from decisions.life.copy import copy_record
from decisions.readiness.assess import assess
from decisions.states.stages import Stage
from decisions.versions.report import report_of_draft
from tests.factories import make_record
from tests.integration.people import client_of

ACCEPTED = importlib.import_module("decisions.migrations.0011_accepted_rows_and_zones")
MARK = importlib.import_module("decisions.migrations.0010_suggestions").MARK


@pytest.fixture
def record():
    """A draft in which nobody has written yet, of a class that asks for risks."""
    return make_record(is_filled=False, **{"class": "standard"})


def risks(record):
    return list(m.Risk.objects.filter(record=record).order_by("position"))


def report(record):
    return report_of_draft(load_draft(record), number=1, by=record.created_by, now=timezone.now())


def blockers(record):
    found = assess(load_draft(record), Stage.COMMIT, timezone.localdate())
    return [blocker.code for blocker in found.blockers]


def submit(record, risk, **changes):
    """The row's form as the page has it, sent by its button."""
    address = reverse("decisions:save_unit", args=[record.code, "risk", risk.pk])
    sent = {"statement": risk.statement, "mitigation": risk.mitigation, "owner": risk.owner_id or ""}
    sent |= {"revision": risk.revision, "save_id": str(uuid.uuid4())}
    return client_of(record.created_by).post(address, sent | changes)


def test_the_frameworks_risks_are_suggestions(record):
    assert len(risks(record)) > 1
    assert all(risk.is_suggested for risk in risks(record))
    found = report(record)
    assert found.rows("risks") == []
    assert risks(record)[0].statement not in markdown_bytes(found).decode()
    assert "risk_open" in blockers(record)


def test_accepting_makes_one_somebodys_own_without_a_word_changed(record):
    """The button sends the row's form: with JavaScript and without."""
    first, *others = risks(record)
    assert submit(record, first).status_code in (200, 302)
    first.refresh_from_db()
    assert (first.is_suggested, first.revision, first.saved_by) == (False, 2, record.created_by)
    assert [row["statement"] for row in report(record).rows("risks")] == [first.statement]
    assert all(risk.is_suggested for risk in risks(record)[1:])
    assert others


def test_an_open_page_is_told_that_it_is_accepted(record):
    """The answer draws the row's state again: without the mark and the button."""
    first = risks(record)[0]
    address = reverse("decisions:save_unit", args=[record.code, "risk", first.pk])
    sent = {"statement": first.statement, "mitigation": first.mitigation, "owner": ""}
    sent |= {"revision": 1, "save_id": str(uuid.uuid4())}
    answer = client_of(record.created_by).post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert f"risk-{first.pk}-state" in answer
    assert ">Accept<" not in answer


def test_saving_a_change_accepts_it_too(record):
    first = risks(record)[0]
    submit(record, first, mitigation="We watch it.")
    assert [row["mitigation"] for row in report(record).rows("risks")] == ["We watch it."]


def test_the_page_says_so_and_offers_to_accept(record):
    client = client_of(record.created_by)
    address = reverse("decisions:stage", args=[record.code, "compare"])
    before = client.get(address).content.decode()
    assert before.count(">suggested<") == before.count(">Accept<") == len(risks(record))
    answer = submit(record, risks(record)[0])
    assert answer.status_code in (200, 302)
    after = client.get(address).content.decode()
    assert after.count(">Accept<") == len(risks(record)) - 1


def test_what_somebody_adds_is_no_suggestion(record):
    reopen.add_row(
        record,
        "risk",
        pk=uuid.uuid4(),
        values={"statement": "Own risk"},
        by=record.created_by,
        now=timezone.now(),
    )
    assert [row["statement"] for row in report(record).rows("risks")] == ["Own risk"]


def test_a_copy_keeps_what_is_a_suggestion(record):
    submit(record, risks(record)[0])
    made = copy_record(record, months=3, by=record.created_by, now=timezone.now())
    assert [risk.is_suggested for risk in risks(made)] == [risk.is_suggested for risk in risks(record)]


def inputs(record):
    return list(m.InputItem.objects.filter(record=record).order_by("position"))


def submit_unit(unit, **changes):
    """The form of a row as the page has it, sent by its button."""
    sent = {name: "" if value is None else value for name, value in unit.values().items()} | changes
    sent |= {"revision": unit.revision, "save_id": str(uuid.uuid4())}
    address = reverse("decisions:save_unit", args=[unit.record.code, unit.kind, unit.pk])
    return client_of(unit.record.created_by).post(address, sent)


def offered(record, stage):
    """How many suggestions the page of a stage offers to accept."""
    address = reverse("decisions:stage", args=[record.code, stage])
    return client_of(record.created_by).get(address).content.decode().count(">Accept<")


def test_inputs_are_suggestions_until_they_are_accepted(record):
    first, *others = inputs(record)
    assert others
    assert offered(record, "frame") == len(others) + 1
    assert report(record).rows("inputs") == []
    assert submit_unit(first).status_code == 302
    assert [row["label"] for row in report(record).rows("inputs")] == [first.label]
    assert offered(record, "frame") == len(others)
    assert "input_not_collected" in blockers(record), "what is accepted still has to be collected"


def test_an_input_that_is_written_is_accepted(record):
    submit_unit(inputs(record)[1], value="Known")
    assert [found["value"] for found in report(record).rows("inputs")] == ["Known"]


@pytest.fixture(params=["light", "standard"])
def aligned(request):
    """A draft of a framework that requires guardrails, which the desk observes by itself."""
    return make_record("alignment-scorecard", is_filled=False, **{"class": request.param})


def test_a_required_guardrail_is_accepted_by_somebody_or_blocks(aligned):
    """It holds whatever the options say: no class goes on without it, and none has it by itself."""
    first, second = m.Guardrail.objects.filter(record=aligned).order_by("position")
    assert report(aligned).rows("guardrails") == []
    assert blockers(aligned).count("guardrail_suggested") == 2
    assert submit_unit(first).status_code == 302
    assert [row["label"] for row in report(aligned).rows("guardrails")] == [first.label]
    assert blockers(aligned).count("guardrail_suggested") == 1
    submit_unit(second, limit="None of them missed")
    assert "guardrail_suggested" not in blockers(aligned)
    assert not m.Guardrail.objects.filter(record=aligned, is_suggested=True).exists()


def test_guardrails_offer_to_be_accepted(aligned):
    shown = offered(aligned, "compare")
    submit_unit(m.Guardrail.objects.filter(record=aligned).first())
    assert offered(aligned, "compare") == shown - 1


def test_a_guardrail_that_only_has_a_name_is_not_printed(aligned):
    own = m.Guardrail.objects.create(record=aligned, label="No exclusivity", position=9)
    assert report(aligned).rows("guardrails") == []
    m.Guardrail.objects.filter(pk=own.pk).update(limit="None of it")
    assert [row["label"] for row in report(aligned).rows("guardrails")] == ["No exclusivity"]


def test_drafts_of_before_have_inputs_and_guardrails_to_accept(aligned):
    """Untouched rows become suggestions; what was saved is taken."""
    submit_unit(inputs(aligned)[0], value="Known")
    submit_unit(m.Guardrail.objects.filter(record=aligned).earliest("position"))
    m.InputItem.objects.update(is_suggested=False)
    m.Guardrail.objects.update(is_suggested=False)
    with connection.cursor() as cursor:
        cursor.execute(ACCEPTED.INPUTS)
        cursor.execute(ACCEPTED.GUARDRAILS)
    assert [row.is_suggested for row in inputs(aligned)] == [False] + [True] * (len(inputs(aligned)) - 1)
    rows = m.Guardrail.objects.filter(record=aligned).order_by("position")
    assert [row.is_suggested for row in rows] == [False, True]


def test_drafts_of_before_are_carried_over(record):
    """Untouched rows of the framework become suggestions; what was saved, copied or proposed once is taken."""
    first, second, *_rest = risks(record)
    submit(record, first)
    copied = copy_record(record, months=3, by=record.created_by, now=timezone.now())
    proposed = make_record(to=Stage.PROPOSED)
    m.Risk.objects.all().update(is_suggested=False)
    with connection.cursor() as cursor:
        cursor.execute(MARK)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.is_suggested, second.is_suggested) == (False, True)
    assert not any(risk.is_suggested for risk in [*risks(copied), *risks(proposed)])
