"""Nobody who wrote decides alone: who wrote is read from the history, known at proposing and kept with the round."""

import uuid
from datetime import timedelta

import lxml.html
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role, User
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import propose
from decisions.documents.approvals import sentences
from decisions.documents.export_json_md import as_json, markdown_bytes
from decisions.draft import save
from decisions.draft.load import load_draft
from decisions.readiness.assess import blockers
from decisions.readiness.move import adapt
from decisions.readiness.waivers import waive
from decisions.states.stages import Stage
from decisions.states.votes import RoundFinding, RoundOutcome
from decisions.versions.report import report_of_version
from partnerdesk.core.refusals import Blocked
from tests.factories import decide, fresh, make_committee, make_person, make_record, version_of
from tests.integration.decisions.pages import address
from tests.integration.people import client_of


@pytest.fixture
def helper():
    return make_person(name="Hana Helper")


@pytest.fixture
def record(helper):
    """Ready to be proposed; it waits for somebody who may write in it, too."""
    made = make_record(to=Stage.COMMIT, approver=helper)
    m.Access.objects.create(record=made, user=helper, via=m.Access.Via.COLLABORATOR)
    return fresh(made)


def write(unit, by, **values):
    current = type(unit).objects.get(pk=unit.pk)
    now = timezone.now()
    return save.save_unit(
        current, current.values() | values, revision=current.revision, save_id=uuid.uuid4(), by=by, now=now
    )


def question(record):
    return m.Brief.objects.get(record=record)


def wrote(record):
    return load_draft(fresh(record)).contributors


def found(record):
    open_ones = blockers(load_draft(fresh(record)), Stage.PROPOSED, timezone.now().date())
    return [one for one in open_ones if one.code == "nobody_else_approves"]


def propose_it(record):
    return propose.propose(fresh(record), by=record.created_by, now=timezone.now())


def test_the_author_wrote_and_who_only_reads_did_not(record, helper):
    assert set(wrote(record)) == {record.created_by_id}
    assert found(record) == []


def test_whoever_changes_a_field_is_named_with_it_and_somebody_else_is_offered(record, helper):
    write(question(record), helper, question="What do we offer?")
    assert wrote(record)[helper.pk] == ("decision question",)
    (blocker,) = found(record)
    assert "Hana Helper wrote decision question" in blocker.message
    assert not blocker.is_waivable
    make_person(Role.VIEWER, name="Aaron Another")
    (blocker,) = found(record)
    assert "for example Aaron Another" in blocker.message
    with pytest.raises(Blocked):
        propose_it(record)


def test_rows_count_by_what_they_say(record, helper):
    now = timezone.now()
    blank = save.add_row(record, "risk", pk=uuid.uuid4(), by=helper, now=now).unit
    assert helper.pk not in wrote(record), "an empty row says nothing"
    save.remove_row(blank, by=helper, now=timezone.now())
    assert helper.pk not in wrote(record)
    row = m.Risk.objects.filter(record=record).first()
    save.move_row(row, up=False, by=helper, now=timezone.now())
    assert helper.pk not in wrote(record), "nor does the order of rows"
    save.remove_row(row, by=helper, now=timezone.now())
    assert set(wrote(record)[helper.pk]) >= {"risk", "mitigation"}


def test_a_row_that_is_added_with_content_counts(record, helper):
    save.add_row(record, "risk", pk=uuid.uuid4(), values={"statement": "Rain"}, by=helper, now=timezone.now())
    assert wrote(record)[helper.pk] == ("risk",)


def test_waivers_are_no_content(record, helper):
    m.Risk.objects.filter(record=record).update(owner=None)
    m.Brief.objects.filter(record=record).update(decision_class="standard")
    open_ones = blockers(load_draft(fresh(record)), Stage.PROPOSED, timezone.now().date())
    waivable = next(one for one in open_ones if one.is_waivable)
    waive(
        fresh(record),
        code=waivable.code,
        subject=waivable.subject,
        reason="Small",
        by=helper,
        now=timezone.now(),
    )
    assert helper.pk not in wrote(record)


def test_what_was_decided_on_begins_anew(record, helper):
    write(question(record), helper, question="What do we offer?")
    m.Approval.objects.filter(record=record).update(approver=make_person(Role.VIEWER))
    propose_it(record)
    decide(record)
    m.Approval.objects.filter(record=record).update(approver=helper)
    adapt(fresh(record), by=record.created_by, now=timezone.now())
    assert wrote(record) == {}, "nobody has written in the new draft"


def test_a_version_that_came_back_goes_on(record, helper):
    write(question(record), helper, question="What do we offer?")
    m.Approval.objects.filter(record=record).update(approver=make_person(Role.VIEWER))
    propose_it(record)
    decide(record, "return", comment="Say more.")
    assert helper.pk in wrote(record)


def test_reopening_is_no_writing(record, helper):
    propose_it(record)
    decide(record, by=helper)
    adapt(fresh(record), by=helper, now=timezone.now())
    assert helper.pk not in wrote(record)


def seated(record, *people, **rule):
    m.Approval.objects.filter(record=record).update(committee=make_committee(*people, **rule))


def test_a_committee_of_writers_is_known_at_proposing(record, helper):
    other = make_person(Role.VIEWER, name="Olga Other")
    seated(record, helper)
    write(question(record), helper, question="What do we offer?")
    (blocker,) = found(record)
    assert "has to vote" in blocker.message
    assert "Olga Other" in blocker.message
    seated(record, helper, other)
    assert found(record) == []


def test_a_committee_needs_the_approval_of_one_who_did_not_write(record, helper):
    other = make_person(Role.VIEWER)
    third = make_person()
    m.Access.objects.create(record=record, user=third, via=m.Access.Via.COLLABORATOR)
    seated(record, other, helper, third)
    write(question(record), helper, question="What do we offer?")
    write(m.People.objects.get(record=record), third, decides="The board")
    version = propose_it(record)
    assert set(version.round.writers) == {str(person.pk) for person in (record.created_by, helper, third)}
    for by in (helper, third):
        decide(record, by=by)
    decide(record, "reject", by=other, comment="Too early.")
    outcome = deciding.close_early(version_of(record), by=other, now=timezone.now())
    closed = version_of(record).round
    assert (outcome, closed.finding) == (RoundOutcome.UNDECIDED, RoundFinding.WRITERS_ONLY)
    assert not m.Enactment.objects.exists()


def test_the_list_is_kept_with_the_round(record, helper):
    version = propose_it(record)
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Round.objects.filter(version=version).update(writers={})


def test_the_database_refuses_what_only_writers_approved(record, helper):
    """Whoever has a seat and did not write has to approve; that somebody who wrote has one is not enough."""
    write(question(record), helper, question="What do we offer?")
    m.Approval.objects.filter(record=record).update(committee=make_committee(helper, make_person()))
    check_is_refused(propose_it(record), helper, ["approve"])


def test_the_database_asks_for_the_last_word(record, helper):
    check_is_refused(propose_it(record), helper, ["approve", "reject"])


def check_is_refused(version, voter, choices):
    now = timezone.now()
    for number, choice in enumerate(choices):
        m.Vote.objects.create(
            round=version.round,
            user=voter,
            choice=choice,
            comment="So",
            cast_at=now + timedelta(seconds=number),
        )
    m.VersionStanding.objects.filter(version=version).update(state="in_force")
    with (
        pytest.raises(IntegrityError, match="nobody approved it but those who wrote it"),
        transaction.atomic(),
    ):
        m.Enactment.objects.create(version=version, record=version.record, in_force_from=now, approvals=[])


def text_of(answer):
    return " ".join(lxml.html.fromstring(answer.content).text_content().split())


def test_two_people_may_decide_what_is_light_and_it_prints(record, helper, settings):
    User.objects.exclude(pk__in=[helper.pk, record.created_by_id]).update(is_active=False)
    write(question(record), helper, question="What do we offer?")
    assert len(found(record)) == 1
    settings.LIGHT_APPROVED_BY_WRITERS = True
    assert found(record) == []
    by_author = {"saved_by": record.created_by, "saved_at": timezone.now()}
    m.Brief.objects.filter(record=record).update(decision_class="standard", **by_author)
    assert len(found(record)) == 1, "for light decisions alone"
    m.Brief.objects.filter(record=record).update(decision_class="light", **by_author)
    version = propose_it(record)
    ballot = text_of(client_of(helper).get(address(record, "round", version.number)))
    assert "You wrote this of it: decision question" in ballot
    assert decide(record) == RoundOutcome.APPROVED
    report = report_of_version(version_of(record))
    assert "by Hana Helper, who also wrote decision question." in " ".join(sentences(report))
    assert "also wrote decision question" in markdown_bytes(report).decode()
    assert as_json(report)["approvals"][0]["wrote"] == "decision question"
    page = text_of(client_of(helper).get(address(record, "round", version.number)))
    assert "also wrote decision question" in page


def test_where_enough_others_are_there_one_of_them_approves(record, helper, settings):
    settings.LIGHT_APPROVED_BY_WRITERS = True
    for _number in range(2):
        make_person(Role.VIEWER)
    write(question(record), helper, question="What do we offer?")
    assert len(found(record)) == 1


def test_it_comes_with_the_draft_in_one_statement(record, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert load_draft(record).contributors
