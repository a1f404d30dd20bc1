"""Scenarios and the run that is kept: what moves, when it is out of date, what a version freezes of it."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.committee import propose
from decisions.comparison.flips import Flips
from decisions.draft.load import load_draft
from decisions.draft.scenarios import run_scenarios
from decisions.readiness.move import adapt
from decisions.sections.scenarios import run_is_stale
from decisions.states.stages import Stage
from decisions.versions.report import report_of_version
from partnerdesk.core.refusals import Blocked
from tests.factories import decide, fresh, make_record, version_of
from tests.integration.decisions.comparison.changing import (
    author_of,
    criterion_of,
    estimate_of,
    flips_of,
    messages_of,
    save,
)
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


def test_what_differs_is_added_to_its_scenario(record):
    scenario = m.Scenario.objects.filter(record=record).first()
    client, pk = client_of(author_of(record)), uuid.uuid4()
    address = f"/records/{record.code}/rows/override/"
    assert client.post(address, {"id": pk, "scenario": scenario.pk}).status_code == 302
    assert m.Override.objects.get(pk=pk).scenario == scenario
    other = m.Scenario.objects.filter(record=make_record(to=Stage.COMPARE)).first()
    assert client.post(address, {"id": uuid.uuid4(), "scenario": other.pk}).status_code == 404


def test_an_override_moves_its_scenario_alone(record):
    flips = flips_of(record)
    override = m.Override.objects.filter(record=record, option=None).first()
    named = override.scenario.name
    before = {row.name: [cell.value for cell in row.cells] for row in flips.scenarios}
    save(override, at="high")
    after = {row.name: [cell.value for cell in row.cells] for row in flips_of(record).scenarios}
    assert before.pop(named) != after.pop(named)
    assert before == after


# Runs


def test_a_run_is_kept_with_the_hash_of_its_inputs_and_its_seed(record):
    run = run_scenarios(record, by=author_of(record), now=timezone.now())
    again = run_scenarios(record, by=author_of(record), now=timezone.now())
    assert run.inputs_sha256 == again.inputs_sha256 == load_draft(record).comparison.inputs_sha256
    assert run.result == again.result
    assert m.ScenarioRun.objects.filter(record=record).count() == 1


@pytest.mark.parametrize("moved", ["estimate", "weight", "level", "override", "side"])
def test_a_run_is_out_of_date_as_soon_as_an_input_moves(record, moved):
    criterion = criterion_of(record)
    if moved == "estimate":
        estimate = estimate_of(record, "C", criterion)
        save(estimate, high=estimate.high + 1)
    elif moved == "weight":
        save(criterion, swing=Decimal(11))
    elif moved == "level":
        save(criterion, best=Decimal(999))
    elif moved == "side":
        save(criterion, side="")
    else:
        override = m.Override.objects.filter(record=record).first()
        save(override, at="value", level=Decimal(1))
    content = load_draft(record)
    assert run_is_stale(content)
    assert any("run them again" in message for message in messages_of(record))
    flips = flips_of(record)
    assert flips.is_stale
    page = client_of(author_of(record)).get(f"/records/{record.code}/one-pager/")
    assert "out of date" in page.content.decode()


def test_words_and_owners_do_not_make_a_run_out_of_date(record):
    save(m.Option.objects.get(record=record, label="B"), name="Another name")
    assert not run_is_stale(load_draft(record))


def test_what_cannot_be_compared_is_not_run(record):
    criterion = criterion_of(record)
    save(estimate_of(record, "C", criterion), low=None, likely=None, high=None)
    with pytest.raises(Blocked, match="there is no estimate yet"):
        run_scenarios(record, by=author_of(record), now=timezone.now())


def test_a_committed_version_carries_the_comparison_frozen(record):
    version = propose.propose(record, by=author_of(record), now=timezone.now())
    frozen = Flips(report_of_version(version_of(record)))
    before = frozen.sentence, [row.level for row in frozen.rows], frozen.first_ranks
    assert before[0]
    assert version.data()["parts"]["analysis"]["counterfactual"]["levels"]
    decide(record)
    adapt(fresh(record), by=author_of(record), now=timezone.now())
    criterion = criterion_of(record)
    save(estimate_of(record, "C", criterion), high=Decimal(9999))
    frozen = Flips(report_of_version(version_of(record)))
    assert (frozen.sentence, [row.level for row in frozen.rows], frozen.first_ranks) == before
    assert not frozen.is_stale


# The sentence
