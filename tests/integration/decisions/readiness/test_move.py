"""Steps of drafts: every pair of stages, every actor, the gates, the guard in the database."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import propose
from decisions.draft.load import load_draft
from decisions.life import reopen
from decisions.readiness.assess import blockers
from decisions.readiness.move import adapt, move_draft
from decisions.record.sharing import share_record
from decisions.states.stages import DRAFT_MOVES, Stage
from decisions.states.votes import RoundOutcome
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import decide, fresh, make_decided, make_person, make_record, version_of


@pytest.fixture(scope="module")
def kept(keep):
    """A record at each stage, filled in as far as the next gate asks."""
    options = {"owner": keep(make_person)}
    working = {stage: keep(make_record, to=stage, **options) for stage in Stage if stage != Stage.NONE}
    return working | {Stage.NONE: keep(make_decided, **options)}


@pytest.fixture
def draft(kept):
    return fresh(kept[Stage.FRAME])


@pytest.fixture
def proposed(kept):
    return fresh(kept[Stage.PROPOSED])


@pytest.fixture
def decided(kept):
    return fresh(kept[Stage.NONE])


def actors(record):
    """Everybody whose rights differ, by name."""
    author = record.created_by
    collaborator, viewer = make_person(), make_person(Role.VIEWER)
    for person in (collaborator, viewer):
        share_record(record, person=person, by=author, now=timezone.now())
    found = {
        "author": author,
        "owner": record.brief.owner,
        "collaborator": collaborator,
        "viewer who was given access": viewer,
        "approver": record.approval.approver,
        "other manager": make_person(),
        "steward": make_person(Role.STEWARD),
        "administrator": make_person(Role.ADMIN),
        "viewer": make_person(Role.VIEWER),
    }
    return {name: person for name, person in found.items() if person}


WRITERS = {"author", "owner", "collaborator", "administrator"}
ALLOWED = {
    "decisions.change_record": WRITERS,
    "decisions.decide": {"approver"},
    "decisions.reopen_draft": WRITERS | {"approver"},
}


@pytest.mark.parametrize("before", Stage)
def test_every_way_on_for_every_actor(kept, before):
    record = fresh(kept[before])
    people = actors(record)
    for to in Stage:
        for name, person in people.items():
            try_move(record, before, to, name, person)


def try_move(record, before, to, name, person):
    move = DRAFT_MOVES.get((before, to))
    may = move is not None and name in ALLOWED[move.permission]
    expected = None if may else (Blocked if move is None else NotAllowed)
    with transaction.atomic():
        refusal = None
        try:
            move_draft(record, to=to, by=person, now=timezone.now())
        except (Blocked, NotAllowed) as error:
            refusal = type(error)
        assert refusal is expected, f"{before} → {to} by {name}"
        if may:
            assert m.Record.objects.get(pk=record.pk).stage == to
            assert Event.objects.filter(subject_id=record.pk).latest("id").kind == move.event
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("stage", "to"),
    [(Stage.FRAME, Stage.COMPARE), (Stage.COMPARE, Stage.COMMIT), (Stage.COMMIT, Stage.PROPOSED)],
)
def test_a_gate_refuses_with_the_blockers_that_the_screen_shows(stage, to):
    record = make_record(to=stage, is_filled=False)
    shown = blockers(load_draft(record), to, timezone.now().date())
    assert shown
    with pytest.raises(Blocked) as refusal:
        move_draft(record, to=to, by=record.created_by, now=timezone.now())
    assert refusal.value.reasons == shown
    assert m.Record.objects.get(pk=record.pk).stage == stage


def test_the_database_refuses_a_move_that_is_not_in_the_table(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Record.objects.filter(pk=draft.pk).update(stage=Stage.PROPOSED)


def test_the_database_refuses_a_record_that_begins_elsewhere(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Record.objects.create(
            code="CP-9999",
            framework_version=draft.framework_version,
            created_by=draft.created_by,
            stage=Stage.COMMIT,
        )


def test_the_database_refuses_a_version_move_that_is_not_in_the_table(decided):
    version = version_of(decided)
    with pytest.raises(DatabaseError), transaction.atomic():
        m.VersionStanding.objects.filter(version=version).update(state="rejected")


def test_a_withdrawn_draft_can_be_started_again(draft):
    by, now = draft.created_by, timezone.now()
    move_draft(draft, to=Stage.NONE, by=by, now=now)
    move_draft(draft, to=Stage.FRAME, by=by, now=now)
    assert fresh(draft).stage == Stage.FRAME


def test_the_author_does_not_decide_even_as_administrator():
    admin = make_person(Role.ADMIN)
    record = make_record(to=Stage.PROPOSED, author=admin)
    with pytest.raises(NotAllowed):
        decide(record, by=admin)


def test_the_database_refuses_the_author_as_approver(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Approval.objects.filter(record=draft).update(approver=draft.created_by)


def test_approval_puts_exactly_this_version_in_force(proposed):
    version = version_of(proposed)
    assert decide(proposed, comment="Go ahead.") == RoundOutcome.APPROVED
    proposed = fresh(proposed)
    assert (proposed.stage, proposed.in_force) == (Stage.NONE, version)
    assert version_of(proposed).standing.state == "in_force"
    enactment = m.Enactment.objects.get(record=proposed)
    assert (enactment.in_force_to, enactment.approvals[0]["comment"]) == (None, "Go ahead.")


def test_a_new_version_supersedes_the_one_in_force(decided):
    first = decided.in_force
    adapt(decided, by=decided.created_by, now=timezone.now())
    plan = m.ReviewPlan.objects.get(record=decided)
    m.ReviewPlan.objects.filter(pk=plan.pk).update(
        confirmed_on=timezone.now().date(), confirmed_by=decided.created_by
    )
    move_draft(decided, to=Stage.COMMIT, by=decided.created_by, now=timezone.now())
    second = propose.propose(decided, by=decided.created_by, now=timezone.now())
    assert m.Record.objects.get(pk=decided.pk).in_force == first, "the old version stays in force meanwhile"
    decide(decided)
    states = list(
        m.VersionStanding.objects.filter(version__record=decided)
        .order_by("version__number")
        .values_list("state", flat=True)
    )
    assert states == ["superseded", "in_force"]
    assert m.Enactment.objects.get(version=first).in_force_to is not None
    assert second.previous_sha256 == first.sha256


def test_adapting_takes_waivers_and_confirmation_back(decided):
    m.Waiver.objects.create(
        record=decided,
        code="no_cadence",
        message="x",
        reason="y",
        given_by=decided.created_by,
        given_at=timezone.now(),
    )
    adapt(decided, by=decided.created_by, now=timezone.now())
    assert not m.Waiver.objects.filter(record=decided).exists()
    assert m.ReviewPlan.objects.get(record=decided).confirmed_on is None


@pytest.mark.parametrize(
    ("choice", "outcome", "stage", "standing"),
    [
        ("reject", RoundOutcome.REJECTED, Stage.NONE, "rejected"),
        ("return", RoundOutcome.RETURNED, Stage.COMMIT, "returned"),
    ],
)
def test_rejecting_and_asking_for_changes(proposed, choice, outcome, stage, standing):
    assert decide(proposed, choice) == outcome
    assert m.Record.objects.get(pk=proposed.pk).stage == stage
    assert version_of(proposed).standing.state == standing
    assert not m.Enactment.objects.filter(record=proposed).exists()


@pytest.mark.parametrize("choice", ["reject", "return"])
def test_a_refusal_needs_its_reason(proposed, choice):
    with pytest.raises(Blocked):
        decide(proposed, choice, comment="  ")


def test_a_vote_on_another_version_than_the_one_that_was_seen_is_refused(proposed):
    with pytest.raises(Blocked):
        decide(proposed, seen="0" * 64)


def test_nobody_else_decides(proposed):
    with pytest.raises(NotAllowed):
        decide(proposed, by=make_person(Role.ADMIN))


def test_a_decided_round_takes_no_more_votes(proposed):
    decide(proposed)
    with pytest.raises(Blocked):
        decide(proposed)


def test_an_edit_after_proposing_withdraws_the_round(proposed):
    row = reopen.add_row(proposed, "risk", pk=proposed.pk, by=proposed.created_by, now=timezone.now()).unit
    assert row.record_id == proposed.pk
    assert m.Record.objects.get(pk=proposed.pk).stage == Stage.COMMIT
    version = version_of(proposed)
    assert (version.standing.state, version.round.outcome) == ("withdrawn", "withdrawn")
    with pytest.raises(Blocked):
        decide(proposed)


def test_there_is_nothing_to_write_in_without_a_draft(decided):
    with pytest.raises(Blocked):
        reopen.add_row(decided, "risk", pk=decided.pk, by=decided.created_by, now=timezone.now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_version SET number = 2",
        "DELETE FROM decisions_version",
        "TRUNCATE decisions_version CASCADE",
        "ALTER TABLE decisions_version DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE core_event SET kind = 'x'",
        "DELETE FROM core_event",
        "TRUNCATE core_event",
        "UPDATE decisions_vote SET choice = 'approve'",
        "DELETE FROM decisions_artifact",
        "UPDATE frameworks_frameworkversion SET number = 9",
        "UPDATE metrics_definitionversion SET number = 9",
        "UPDATE decisions_enactment SET approvals = '[]'",
        "DELETE FROM decisions_enactment",
        "TRUNCATE decisions_versionstanding CASCADE",
        "UPDATE decisions_riskevent SET statement = 'x'",
        "DELETE FROM decisions_briefevent",
    ],
)
@pytest.mark.usefixtures("decided")
def test_raw_sql_of_the_serving_role_cannot_touch_what_is_kept(statement):
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)


def test_a_record_that_was_never_proposed_begins_again_in_frame():
    record, now = make_record(is_filled=False), timezone.now()
    by = record.created_by
    move_draft(record, to=Stage.NONE, by=by, now=now)
    with pytest.raises(Blocked, match="begin again in Frame"):
        move_draft(record, to=Stage.COMPARE, by=by, now=now)
    assert move_draft(record, to=Stage.FRAME, by=by, now=now).stage == Stage.FRAME
