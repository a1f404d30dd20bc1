"""Committees vote on exactly one version: who may, what counts, how it ends, and what follows."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import conflicts_of_interest, members, propose, questions, rounds
from decisions.committee import decide as deciding
from decisions.draft.load import load_draft
from decisions.draft.unit_view import ChoiceLists
from decisions.states.stages import Stage, Standing
from decisions.states.votes import Choice, RoundOutcome
from partnerdesk.core.models import Event, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import Partner
from tests.factories import decide, make_committee, make_person, make_record, version_of
from workspace.desk import waiting_for


@pytest.fixture
def people():
    return [make_person(Role.VIEWER, name=name) for name in ("Ann", "Bob", "Cleo", "Dan")]


def proposed(people, **options):
    return make_record(to=Stage.PROPOSED, committee=make_committee(*people), **options)


def close(record, by):
    return deciding.close_early(version_of(record), by=by, now=timezone.now())


def test_a_proposal_opens_a_round_on_its_hash_with_members_rules_and_an_end(people):
    committee = make_committee(*people, quorum=60, threshold=75)
    record = make_record(to=Stage.PROPOSED, committee=committee)
    found = version_of(record).round
    assert (found.sha256, found.committee) == (version_of(record).sha256, committee)
    assert (found.quorum, found.threshold) == (60, 75)
    assert found.ends_at - found.opened_at == dt.timedelta(days=7)
    assert {seat.user for seat in found.seats.all()} == set(people)


def test_a_majority_closed_by_the_chair_puts_it_in_force_with_all_votes(people):
    record = proposed(people)
    ann, bob, cleo, dan = people
    for voter in (ann, bob, cleo):
        assert decide(record, by=voter, comment="") is None
    assert close(record, ann) == RoundOutcome.APPROVED
    record.refresh_from_db()
    assert record.in_force == version_of(record)
    assert {vote["choice"] for vote in record.in_force.enactment.approvals} == {"approve"}
    assert len(record.in_force.enactment.approvals) == 3
    kinds = list(Event.objects.filter(subject_id=record.pk).values_list("kind", flat=True))
    assert (kinds.count("vote.cast"), kinds.count("round.closed")) == (3, 1)
    told = set(Notice.objects.filter(kind="round_closed").values_list("person", flat=True))
    assert dan.pk in told
    assert ann.pk not in told


def test_conditions_become_actions_of_the_owner(people):
    record = proposed(people)
    decide(record, by=people[0], condition="Report after a quarter")
    decide(record, by=people[1])
    decide(record, by=people[2])
    before = m.ActionItem.objects.filter(record=record).count()
    close(record, people[0])
    made = m.ActionItem.objects.filter(record=record).order_by("position").last()
    assert m.ActionItem.objects.filter(record=record).count() == before + 1
    assert made.text == "Condition of Ann: Report after a quarter"
    assert made.owner == record.brief.owner
    assert made.due_on > timezone.now().date()
    approvals = record.enactments.get().approvals
    assert [vote["condition"] for vote in approvals if vote["condition"]] == ["Report after a quarter"]


def test_a_vote_can_be_changed_and_what_was_said_before_is_kept(people):
    record = proposed(people)
    decide(record, "reject", by=people[0])
    decide(record, "approve", by=people[0])
    found = version_of(record).round
    assert rounds.count(found).counts[Choice.APPROVE] == 1
    assert rounds.count(found).counts[Choice.REJECT] == 0
    assert m.Vote.objects.filter(round=found, user=people[0]).count() == 2


def test_the_chair_closes_only_when_nobody_can_change_the_result(people):
    record = proposed(people)
    decide(record, by=people[0])
    decide(record, by=people[1])
    with pytest.raises(Blocked, match="still change"):
        close(record, people[0])
    decide(record, by=people[2])
    with pytest.raises(NotAllowed):
        close(record, people[1])
    assert close(record, people[0]) == RoundOutcome.APPROVED
    with pytest.raises(Blocked, match="decided already"):
        close(record, people[0])


@pytest.mark.parametrize(
    ("votes", "outcome", "finding", "standing", "stage"),
    [
        (("approve", "reject"), "undecided", "tie", Standing.UNDECIDED, Stage.COMMIT),
        (("approve",), "undecided", "no_quorum", Standing.UNDECIDED, Stage.COMMIT),
        ((), "undecided", "no_quorum", Standing.UNDECIDED, Stage.COMMIT),
        (("abstain", "abstain"), "undecided", "abstained", Standing.UNDECIDED, Stage.COMMIT),
        (("approve", "abstain"), "approved", "carried", Standing.IN_FORCE, Stage.NONE),
        (("reject", "reject"), "rejected", "against", Standing.REJECTED, Stage.NONE),
        (("return", "approve", "return"), "returned", "changes", Standing.RETURNED, Stage.COMMIT),
        (("recuse",) * 4, "undecided", "all_recused", Standing.UNDECIDED, Stage.COMMIT),
    ],
)
def test_a_round_whose_time_is_over_ends_in_words(people, votes, outcome, finding, standing, stage):
    record = proposed(people)
    for voter, choice in zip(people, votes, strict=False):
        decide(record, choice, by=voter)
    later = timezone.now() + dt.timedelta(days=8)
    assert deciding.close_due(later) == 1
    assert deciding.close_due(later) == 0
    version = version_of(record)
    assert (version.round.outcome, version.round.finding) == (outcome, finding)
    assert version.round.closed_by is None
    assert version.standing.state == standing
    record.refresh_from_db()
    assert record.stage == stage


def test_a_round_is_left_alone_before_its_time(people):
    proposed(people)
    assert deciding.close_due(timezone.now() + dt.timedelta(days=6)) == 0


def test_nobody_votes_after_the_end_even_where_it_is_not_counted_yet(people):
    record = proposed(people, now=timezone.now() - dt.timedelta(days=8))
    with pytest.raises(Blocked, match="ended"):
        decide(record, by=people[0])


def test_a_running_round_keeps_members_and_rules(people):
    admin = make_person(Role.ADMIN)
    record = proposed(people)
    committee = version_of(record).round.committee
    now = timezone.now()
    members.remove_member(committee.members.get(user=people[3]), by=admin, now=now)
    rule = committee.rules.get(decision_class="light")
    rule.threshold = 90
    members.save_rule(rule, by=admin, now=now)
    decide(record, by=people[3])
    assert version_of(record).round.threshold == 50
    assert len(rounds.places_of(version_of(record).round)) == 4
    kinds = set(Event.objects.filter(subject_id=committee.pk).values_list("kind", flat=True))
    assert kinds == {"committee.member_removed", "committee.rule_changed"}


def test_a_deputy_votes_where_the_member_has_not(people):
    deputy, record_people = people[3], people[:3]
    committee = make_committee(*record_people)
    committee.members.filter(user=people[1]).update(deputy=deputy)
    record = make_record(to=Stage.PROPOSED, committee=committee)
    found = version_of(record).round
    decide(record, "reject", by=deputy)
    assert [(p.choice, p.is_by_deputy) for p in rounds.places_of(found) if p.vote] == [(Choice.REJECT, True)]
    decide(record, "approve", by=people[1])
    assert [(p.choice, p.is_by_deputy) for p in rounds.places_of(found) if p.vote] == [
        (Choice.APPROVE, False)
    ]
    with pytest.raises(Blocked, match="has voted for this seat"):
        decide(record, "reject", by=deputy)


def test_a_deputy_stands_in_for_a_member_who_recused(people):
    committee = make_committee(*people[:3])
    committee.members.filter(user=people[1]).update(deputy=people[3])
    record = make_record(to=Stage.PROPOSED, committee=committee)
    decide(record, "recuse", by=people[1])
    decide(record, "approve", by=people[3])
    assert rounds.count(version_of(record).round).counts[Choice.RECUSE] == 0


def test_the_authors_vote_never_decides_alone(people):
    author = make_person()
    record = make_record(
        to=Stage.PROPOSED, committee=make_committee(author, *people, quorum=20), author=author
    )
    decide(record, by=author)
    deciding.close_due(timezone.now() + dt.timedelta(days=8))
    assert version_of(record).round.finding == "author_alone"


def test_nobody_outside_votes_and_nobody_votes_on_another_version(people):
    record = proposed(people)
    with pytest.raises(NotAllowed):
        decide(record, by=make_person(Role.ADMIN))
    with pytest.raises(NotAllowed):
        decide(record)  # the approver has no seat where a committee votes
    with pytest.raises(Blocked, match="not the version"):
        decide(record, by=people[0], seen="0" * 64)


@pytest.mark.parametrize("choice", ["reject", "return", "recuse"])
def test_saying_no_needs_words(people, choice):
    record = proposed(people)
    with pytest.raises(Blocked, match="Say why"):
        decide(record, choice, by=people[0], comment=" ")


def test_only_an_approval_has_a_condition(people):
    record = proposed(people)
    with pytest.raises(Blocked, match="Only an approval"):
        decide(record, "reject", by=people[0], condition="If it rains")
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Vote.objects.create(
            round=version_of(record).round,
            user=people[0],
            choice="reject",
            condition="x",
            cast_at=timezone.now(),
        )


def test_a_conflict_of_interest_with_a_partner_in_scope_recuses(people):
    partner = Partner.objects.first() or Partner.objects.create(key="P1", name="Partner")
    conflicts_of_interest.declare(people[1], partner=partner, reason="My brother owns it", now=timezone.now())
    record = proposed(people)
    place = next(p for p in rounds.places_of(version_of(record).round) if p.seat.user == people[1])
    assert (place.choice, place.vote.is_declared, place.vote.comment) == (
        Choice.RECUSE,
        True,
        "My brother owns it",
    )
    with pytest.raises(Blocked, match="conflict of interest"):
        decide(record, by=people[1])


def test_a_conflict_declared_during_the_round_recuses_also_who_has_voted(people):
    record = proposed(people)
    decide(record, by=people[1])
    deciding.declare_interest(people[1], record=record, reason="I sold to them", now=timezone.now())
    assert rounds.count(version_of(record).round).counts[Choice.RECUSE] == 1
    assert rounds.count(version_of(record).round).counts[Choice.APPROVE] == 0


def test_a_partner_that_is_not_in_scope_recuses_nobody(people):
    other = Partner.objects.create(key="Z9", name="Elsewhere")
    conflicts_of_interest.declare(people[1], partner=other, reason="Mine", now=timezone.now())
    record = make_record(to=Stage.COMMIT, committee=make_committee(*people))
    inside = Partner.objects.exclude(pk=other.pk).first() or Partner.objects.create(key="Z8", name="Inside")
    m.Scope.objects.filter(record=record).update(partners="list", partner_ids=[inside.pk])
    assert conflicts_of_interest.interest_of(record, people[1]) is None


def test_changes_that_were_asked_for_are_answered_before_the_next_proposal(people):
    record = proposed(people)
    version = version_of(record)
    key = version.data()["sections"][0]["key"]
    remark = questions.ask(
        version,
        kind=m.Remark.Kind.CHANGE,
        section=key,
        text="Show the costs",
        by=people[0],
        now=timezone.now(),
    )
    questions.ask(
        version, kind=m.Remark.Kind.QUESTION, section="", text="Why now?", by=people[1], now=timezone.now()
    )
    for voter in people[:3]:
        decide(record, "return", by=voter)
    close(record, people[0])
    author = record.created_by
    with pytest.raises(Blocked, match="Not ready") as refused:
        propose.propose(record, by=author, now=timezone.now())
    assert [reason.code for reason in refused.value.reasons] == ["changes_unanswered"]
    with pytest.raises(NotAllowed):
        questions.answer(remark, text="Done", by=people[2], now=timezone.now())
    questions.answer(remark, text="They stand in the matrix", by=author, now=timezone.now())
    with pytest.raises(Blocked, match="answered already"):
        questions.answer(remark, text="Again", by=author, now=timezone.now())
    assert propose.propose(record, by=author, now=timezone.now()).number == 2


def test_questions_are_asked_by_those_who_vote_and_while_they_vote(people):
    record = proposed(people)
    version = version_of(record)
    ask = {"kind": m.Remark.Kind.QUESTION, "section": "", "now": timezone.now()}
    with pytest.raises(NotAllowed):
        questions.ask(version, text="Me too?", by=make_person(), **ask)
    with pytest.raises(Blocked, match="Write what"):
        questions.ask(version, text=" ", by=people[0], **ask)
    with pytest.raises(Blocked, match="not part of the version"):
        questions.ask(version, text="?", by=people[0], **(ask | {"section": "nowhere"}))
    questions.ask(version, text="Why now?", by=people[0], **ask)
    assert Notice.objects.filter(kind="remark_asked", person=record.created_by).count() == 1


def test_taking_it_back_ends_the_round(people):
    record = proposed(people)
    decide(record, by=people[0])
    propose.withdraw_proposal(record, by=record.created_by, now=timezone.now())
    found = m.Round.objects.get()
    assert (found.outcome, found.finding) == ("withdrawn", "withdrawn")


def test_members_see_a_private_record_that_they_vote_on(people):
    record = make_record(to=Stage.COMMIT, committee=make_committee(*people))
    m.Record.objects.filter(pk=record.pk).update(is_private=True)
    assert not m.Record.objects.visible_to(people[0]).filter(pk=record.pk).exists()
    propose.propose(record, by=record.created_by, now=timezone.now())
    assert m.Record.objects.visible_to(people[0]).filter(pk=record.pk).exists()


def test_a_member_and_a_deputy_have_one_place_each(people):
    admin, now = make_person(Role.ADMIN), timezone.now()
    committee = make_committee(*people[:2])
    with pytest.raises(Blocked, match="is a member"):
        members.save_member(
            m.Member(committee=committee, user=people[2], deputy=people[0]), by=admin, now=now
        )
    members.save_member(m.Member(committee=committee, user=people[2], deputy=people[3]), by=admin, now=now)
    with pytest.raises(Blocked, match="is a deputy"):
        members.save_member(m.Member(committee=committee, user=people[3]), by=admin, now=now)
    seat = committee.members.get(user=people[0])
    seat.deputy = people[0]
    with pytest.raises(Blocked, match="own deputy"):
        members.save_member(seat, by=admin, now=now)


def test_a_new_chair_takes_over(people):
    committee = make_committee(*people)
    seat = committee.members.get(user=people[1])
    seat.is_chair = True
    members.save_member(seat, by=make_person(Role.ADMIN), now=timezone.now())
    assert committee.members.get(is_chair=True).user == people[1]


def test_only_administrators_change_committees(people):
    committee = make_committee(*people)
    with pytest.raises(NotAllowed):
        members.remove_member(committee.members.first(), by=make_person(), now=timezone.now())


@pytest.mark.parametrize(
    ("statement"),
    [
        "UPDATE decisions_round SET threshold = 90",
        "UPDATE decisions_seat SET is_chair = true",
        "DELETE FROM decisions_seat",
        "UPDATE decisions_vote SET choice = 'reject'",
        "UPDATE decisions_remark SET text = 'x'",
        "DELETE FROM decisions_remarkanswer",
        "DELETE FROM decisions_round",
        "TRUNCATE decisions_round CASCADE",
        "ALTER TABLE decisions_round DISABLE TRIGGER ALL",
    ],
)
def test_raw_sql_of_the_serving_role_is_refused(people, statement):
    record = proposed(people)
    decide(record, by=people[0])
    remark = questions.ask(
        version_of(record),
        kind=m.Remark.Kind.QUESTION,
        section="",
        text="?",
        by=people[0],
        now=timezone.now(),
    )
    questions.answer(remark, text="!", by=record.created_by, now=timezone.now())
    from django.db import DatabaseError, connection

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_closed_round_is_kept(people):
    record = proposed(people)
    deciding.close_due(timezone.now() + dt.timedelta(days=8))
    with pytest.raises(Exception, match="a closed round is kept"), transaction.atomic():
        m.Round.objects.filter(version=version_of(record)).update(outcome="approved")


def test_a_conflict_with_a_partner_recuses_from_rounds_that_run(people):
    record = proposed(people)
    decide(record, by=people[1])
    partner = Partner.objects.first()
    deciding.declare_interest(people[1], partner=partner, reason="I joined them", now=timezone.now())
    assert rounds.count(version_of(record).round).counts[Choice.RECUSE] == 1
    deciding.declare_interest(people[1], partner=partner, reason="Again", now=timezone.now())
    assert m.Vote.objects.filter(user=people[1], choice="recuse").count() == 1


def test_a_single_approver_with_a_conflict_leaves_nothing_hanging():
    record = make_record(to=Stage.PROPOSED)
    deciding.declare_interest(record.approval.approver, record=record, reason="My sister", now=timezone.now())
    version = version_of(record)
    assert (version.round.outcome, version.round.finding) == ("undecided", "all_recused")
    record.refresh_from_db()
    assert record.stage == Stage.COMMIT
    with pytest.raises(Blocked, match="name another approver"):
        propose.propose(record, by=record.created_by, now=timezone.now())


def test_who_has_left_has_no_seat_unless_a_deputy_is_there(people):
    committee = make_committee(*people[:3])
    committee.members.filter(user=people[2]).update(deputy=people[3])
    for gone in people[1:3]:
        gone.is_active = False
        gone.save()
    record = make_record(to=Stage.PROPOSED, committee=committee)
    assert {seat.user for seat in version_of(record).round.seats.all()} == {people[0], people[2]}


def test_a_vote_gives_no_draft_to_write(people):
    record = proposed(people)
    propose.withdraw_proposal(record, by=record.created_by, now=timezone.now())
    assert not [group for group in waiting_for(people[0], timezone.now()) if group.key == "drafts"]


def test_a_committee_that_was_closed_stays_chosen_in_the_form(people):
    record = make_record(to=Stage.COMMIT, committee=make_committee(*people))
    m.Committee.objects.update(is_active=False)
    content = load_draft(record)
    choices = dict(ChoiceLists(content).of(content.one(m.Approval), "committee"))
    assert str(content.one(m.Approval).committee_id) in choices
