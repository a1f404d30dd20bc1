"""Weights are asked, levels are proposed from the data, columns get their basis."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.comparison.propose_levels import proposed_anchors, round_range
from decisions.draft.load import load_draft
from decisions.draft.scenarios import confirm_weight, set_column_basis
from decisions.life import reopen
from partnerdesk.core.refusals import NotAllowed
from tests.factories import make_person
from tests.integration.decisions.comparison.changing import author_of, criterion_of, messages_of, save
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


def test_until_every_weight_is_asked_all_count_alike(record):
    save(criterion_of(record), swing=None)
    content = load_draft(record)
    assert not content.comparison.has_weights
    assert len(set(content.comparison.weights.values())) == 1
    assert "its weight has not been asked yet" in str(messages_of(record))


def test_a_weight_is_asked_again_when_a_level_changes(record):
    criterion = save(criterion_of(record), worst=Decimal(-4))
    assert criterion.has_moved
    assert any("ask its weight again" in message for message in messages_of(record))
    confirmed = confirm_weight(criterion, by=author_of(record), now=timezone.now())
    assert not confirmed.has_moved
    moved = save(confirmed, best=Decimal(150))
    assert moved.has_moved
    save(moved, swing=Decimal(77))
    assert not m.Criterion.objects.get(pk=criterion.pk).has_moved


def test_ranks_that_contradict_the_weights_are_named(record):
    rows = list(m.Criterion.objects.filter(record=record).order_by("-swing"))
    save(rows[0], rank=3)
    save(rows[2], rank=1)
    assert any("was ranked before it" in message for message in messages_of(record))


def test_a_rubric_runs_from_1_to_5_and_speaks_in_words(record):
    row = reopen.add_row(record, "criterion", pk=uuid.uuid4(), by=author_of(record), now=timezone.now()).unit
    saved = save(row, name="Fit", scale="rubric", rubric="none\nlittle\nsome\ngood\nfull")
    assert (saved.worst, saved.best) == (1, 5)
    assert saved.rubric_words(Decimal(4)) == "good"
    assert saved.rubric_words(Decimal("4.5")) == ""


# Levels from the data


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (["3.1", "14.8"], ("2", "16")),
        (["0", "100"], ("0", "100")),
        (["-0.7", "0.2"], ("-0.8", "0.2")),
        (["1234", "5678"], ("1000", "6000")),
    ],
)
def test_proposed_levels_are_round_and_hold_everything(levels, expected):
    assert round_range(map(Decimal, levels)) == tuple(map(Decimal, expected))


def test_one_level_proposes_nothing():
    assert round_range([Decimal(3), Decimal(3)]) is None


def test_levels_are_proposed_around_the_estimates_and_can_be_taken(record):
    criterion = criterion_of(record)
    found = proposed_anchors(load_draft(record), criterion)
    ends = [estimate.low for estimate in m.Estimate.objects.filter(criterion=criterion)]
    assert found.worst <= min(ends)
    client_of(author_of(record)).post(f"/records/{record.code}/criteria/{criterion.pk}/anchors/")
    taken = m.Criterion.objects.get(pk=criterion.pk)
    assert (taken.worst, taken.best) == (found.worst, found.best)
    assert proposed_anchors(load_draft(record), taken) is None


# Columns and status quo


def test_a_column_gets_its_basis_at_once(record):
    option = m.Option.objects.get(record=record, label="C")
    statement = m.Statement.objects.filter(record=record, sort="fact").first()
    set_column_basis(
        option, basis="fact", statement=statement.pk, evidence=None, by=author_of(record), now=timezone.now()
    )
    rows = m.Estimate.objects.filter(option=option)
    assert {(row.basis, row.statement_id) for row in rows} == {("fact", statement.pk)}
    assert not m.Estimate.objects.filter(record=record, option__label="B", basis="fact").exists()


def test_a_stranger_changes_no_column(record):
    option = m.Option.objects.get(record=record, label="C")
    with pytest.raises(NotAllowed):
        set_column_basis(
            option, basis="fact", statement=None, evidence=None, by=make_person(), now=timezone.now()
        )


# Scenarios
