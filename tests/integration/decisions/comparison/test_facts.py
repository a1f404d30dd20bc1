"""What is called a fact in the matrix has its evidence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.draft.scenarios import set_column_basis
from decisions.readiness.assess import assess
from decisions.states.stages import Stage
from tests.factories import make_record

CODE = "fact_without_evidence"


@pytest.fixture
def record(load_margins):
    load_margins(dt.date(2026, 7, 1), 12, 11, 11, 10)
    return make_record(to=Stage.COMPARE, **{"class": "standard"})


def cell(record, label="B"):
    return m.Estimate.objects.filter(
        option__record=record, option__label=label, criterion__metric__key="partner_contribution_margin"
    )


def readiness(record, to=Stage.COMMIT):
    return assess(load_draft(record), to, timezone.localdate())


def said(record):
    return [blocker.message for blocker in readiness(record).blockers if blocker.code == CODE]


def test_a_fact_without_evidence_says_where_and_how_to_mend_it(record):
    assert said(record) == []
    cell(record).update(basis="fact", evidence=None)
    assert said(record) == [
        "Partner contribution margin of option B is called a fact: add its evidence, or call it an assumption."
    ]
    cell(record).update(basis="assumption")
    assert said(record) == []


def test_evidence_without_its_source_is_none(record):
    unfinished = m.Evidence.objects.create(record=record, title="A table")
    cell(record).update(basis="fact", evidence=unfinished)
    assert len(said(record)) == 1
    m.Evidence.objects.filter(pk=unfinished.pk).update(source="Finance")
    assert said(record) == []


@pytest.mark.parametrize(
    ("form", "likely", "findings"),
    [("change", "0", 0), ("factor", "1", 0), ("change", "2", 1), ("value", "11", 1)],
    ids=["the baseline", "once the baseline", "more than the baseline", "the same number by hand"],
)
def test_a_baseline_that_goes_on_is_evidence_itself(record, form, likely, findings):
    cell(record, "A").update(
        form=form, low=None, likely=Decimal(likely), high=None, basis="fact", evidence=None
    )
    assert len(said(record)) == findings


def test_a_light_decision_is_only_told(record):
    m.Brief.objects.filter(record=record).update(decision_class="light")
    cell(record).update(basis="fact", evidence=None)
    assert said(record) == []
    assert CODE in {blocker.code for blocker in readiness(record).advice}


def test_a_basis_for_the_whole_column_leaves_the_evidence(record):
    option = m.Option.objects.get(record=record, label="A")
    kept = set(m.Estimate.objects.filter(option=option).values_list("evidence", flat=True))
    by, now = record.created_by, timezone.now()
    set_column_basis(option, basis="fact", statement=None, evidence=None, by=by, now=now)
    assert set(m.Estimate.objects.filter(option=option).values_list("evidence", flat=True)) == kept != {None}
