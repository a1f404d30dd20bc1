"""What differs between versions, by section, in words and numbers; and what an approval does not cover."""

import uuid

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.committee import propose
from decisions.life import reopen
from decisions.readiness.move import adapt, move_draft
from decisions.readiness.record_head import RecordHead
from decisions.states.stages import Stage
from decisions.versions.compare import differences
from decisions.versions.report import report_of_page, report_of_version
from tests.factories import decide, make_decided, make_person, version_of
from tests.integration.people import client_of


@pytest.fixture
def record():
    """In force, with a newer draft."""
    found = make_decided()
    adapt(found, by=found.created_by, now=timezone.now())
    return m.Record.objects.with_header().get(pk=found.pk)


def save(unit, **values):
    fresh = type(unit).objects.get(pk=unit.pk)
    return reopen.save_unit(
        fresh,
        fresh.values() | values,
        revision=fresh.revision,
        save_id=uuid.uuid4(),
        by=fresh.record.created_by,
        now=timezone.now(),
    )


def lines(record):
    """What differs between the version in force and the draft, as one text per line."""
    page = RecordHead.of(record, record.created_by, Stage.PROPOSED, timezone.now())
    found = differences(report_of_version(record.in_force), report_of_page(page))
    return {
        section.label: [(line.what, line.field, line.before, line.after) for line in section.differences]
        for section in found
    }


def test_an_untouched_draft_differs_only_in_what_has_to_be_confirmed_again(record):
    told = [line for rows in lines(record).values() for line in rows]
    assert {field for _what, field, _before, _after in told} == {
        "inputs and assumptions confirmed by",
        "confirmed on",
    }
    assert {after for _what, _field, _before, after in told} == {""}


def test_a_number_is_told_in_its_unit_with_option_and_criterion(record):
    estimate = m.Estimate.objects.filter(record=record, likely__isnull=False, option__label="B").first()
    save(estimate, likely=estimate.likely + 1)
    found = [line for rows in lines(record).values() for line in rows]
    told = next(line for line in found if line[1] == "likely")
    assert told[0] == f"B · {estimate.criterion.name}"
    assert told[2] != told[3]


def test_words_people_and_rows_that_came_or_went(record):
    brief = m.Brief.objects.get(record=record)
    heir = make_person(name="The Heir")
    save(brief, question="Do we still want this?", owner=heir.pk)
    gone = m.Risk.objects.filter(record=record).first()
    added = reopen.add_row(record, "risk", pk=uuid.uuid4(), by=record.created_by, now=timezone.now()).unit
    save(added, statement="The market shrinks")
    reopen.remove_row(gone, by=record.created_by, now=timezone.now())
    found = {line for rows in lines(record).values() for line in rows}
    owner = version_of(record).proposed_by.name
    assert ("", "owner", owner, "The Heir") in found
    assert ("", "", "", "The market shrinks") in found
    assert ("", "", gone.statement, "") in found


def test_the_page_says_that_the_approval_does_not_cover_the_draft(record):
    save(m.Brief.objects.get(record=record), question="Another question?")
    client = client_of(record.created_by)
    html = client.get(f"/records/{record.code}/versions/compare/").content.decode()
    assert "The approval does not cover this." in html
    assert "Another question?" in html
    html = client.get(f"/records/{record.code}/versions/compare/?from=draft&to=1").content.decode()
    assert "The approval does not cover this." not in html
    assert client.get(f"/records/{record.code}/versions/compare/?from=7").status_code == 404
    assert client.get(f"/records/{record.code}/versions/compare/?to=x").status_code == 404


def test_the_voter_sees_what_changed_since_the_version_in_force(record):
    save(m.Brief.objects.get(record=record), question="A sharper question?")
    threshold = m.Threshold.objects.filter(record=record, level__isnull=False).first()
    save(threshold, effect=m.Effect.STOP, note="Said again by finance")
    assumption = m.Statement.objects.filter(record=record, sort="assumption").first()
    save(assumption, text="Prices stay for another year")
    by, now = record.created_by, timezone.now()
    move_draft(record, to=Stage.COMMIT, by=by, now=now)
    save(m.ReviewPlan.objects.get(record=record), confirmed_by=by.pk, confirmed_on=now.date())
    propose.propose(record, by=by, now=now)
    client = client_of(record.approval.approver)
    html = client.get(f"/records/{record.code}/versions/2/round/").content.decode()
    assert "What changed since version 1" in html
    assert "A sharper question?" in html
    assert "Said again by finance" in html, "thresholds are told"
    assert "Prices stay for another year" in html, "assumptions are told"
    assert "Nothing differs." not in html
    decide(record)
    assert record.versions.count() == 2
