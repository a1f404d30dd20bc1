"""Moves that are a column: the serving role makes none of them without what it follows from, whatever SQL it writes."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.states.stages import Stage
from partnerdesk.core.rights import Moving, rights_of
from tests.factories import decide, fresh, make_committee, make_decided, make_person, make_record, version_of


@pytest.fixture(scope="module")
def kept(keep):
    """A decided record and a proposed one that nobody has voted on."""

    def make():
        people = [make_person(Role.VIEWER) for _number in range(2)]
        committee = make_committee(*people)
        proposed = make_record(to=Stage.PROPOSED, committee=committee, approver=people[0])
        return make_decided(), proposed, people

    return keep(make)


REFUSED = {
    "in force without a vote": "UPDATE decisions_versionstanding SET state = 'in_force' WHERE state = 'proposed'",
    "superseded by nothing": "UPDATE decisions_versionstanding SET state = 'superseded' WHERE state = 'in_force'",
    "stopped by nobody": "UPDATE decisions_versionstanding SET state = 'stopped' WHERE state = 'in_force'",
    "another version's standing": "UPDATE decisions_versionstanding SET version_id = gen_random_uuid()",
    "an end of what is in force": "UPDATE decisions_enactment SET in_force_to = now()",
    "another begin": "UPDATE decisions_enactment SET in_force_from = now()",
    "an enactment of a proposal": (
        "INSERT INTO decisions_enactment (version_id, record_id, in_force_from, approvals) SELECT v.id, v.record_id,"
        " now(), '[]' FROM decisions_version v JOIN decisions_versionstanding s ON s.version_id = v.id"
        " WHERE s.state = 'proposed'"
    ),
    "no enactment": "DELETE FROM decisions_enactment",
    "a proposal in force": (
        "UPDATE decisions_record r SET in_force_id = v.id FROM decisions_version v WHERE v.record_id = r.id"
        " AND r.in_force_id IS NULL"
    ),
    "another record's version in force": (
        "UPDATE decisions_record SET in_force_id = (SELECT in_force_id FROM decisions_record"
        " WHERE in_force_id IS NOT NULL) WHERE in_force_id IS NULL"
    ),
    "nothing in force": "UPDATE decisions_record SET in_force_id = NULL WHERE in_force_id IS NOT NULL",
    "what is in force, as it is": "UPDATE decisions_record SET in_force_id = in_force_id",
    "another code": "UPDATE decisions_record SET code = 'XX-0001'",
    "another author": "UPDATE decisions_record SET created_by_id = created_by_id",
    "another day of its begin": "UPDATE decisions_record SET created_at = now()",
    "another framework": "UPDATE decisions_record SET framework_version_id = framework_version_id",
    "no record": "DELETE FROM decisions_record",
    "a round closed by hand": (
        "UPDATE decisions_round SET closed_at = now(), outcome = 'approved', finding = 'approved'"
        " WHERE closed_at IS NULL"
    ),
    "more time": "UPDATE decisions_round SET ends_at = now() + interval '1 year' WHERE closed_at IS NULL",
    "another seat": "UPDATE decisions_seat SET deputy_id = user_id",
    "another vote": "UPDATE decisions_vote SET choice = 'reject'",
    "no round": "DELETE FROM decisions_round",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
@pytest.mark.usefixtures("kept")
def test_the_serving_role_makes_no_move_by_hand(statement):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_only_what_moves_may_be_updated():
    moving = {
        m.VersionStanding: {"state", "changed_at"},
        m.Enactment: {"in_force_to"},
        m.Round: {"closed_at", "closed_by_id", "outcome", "finding"},
        m.Record: {"stage", "state", "is_private", "open_remarks", "updated_at"},
    }
    query = (
        "SELECT column_name FROM information_schema.column_privileges"
        " WHERE grantee = 'app' AND table_name = %s AND privilege_type = 'UPDATE'"
    )
    for model, columns in moving.items():
        assert isinstance(rights_of(model), Moving)
        with connection.cursor() as cursor:
            cursor.execute(query, [model._meta.db_table])
            assert {name for (name,) in cursor.fetchall()} == columns
            cursor.execute("SELECT has_table_privilege('app', %s, 'DELETE')", [model._meta.db_table])
            assert cursor.fetchone() == (False,)


def test_a_vote_has_a_seat_and_seats_are_settled_before_it(kept):
    _decided, proposed, people = kept
    found, now = version_of(proposed).round, timezone.now()

    def vote(person):
        with transaction.atomic():
            m.Vote.objects.create(round=found, user=person, choice="approve", cast_at=now)

    outsider = make_person(Role.ADMIN)
    with pytest.raises(IntegrityError, match="has a seat"):
        vote(outsider)
    m.Seat.objects.create(round=found, user=make_person())
    vote(people[0])
    with pytest.raises(IntegrityError, match="settled when it is opened"), transaction.atomic():
        m.Seat.objects.create(round=found, user=outsider)


def test_nobody_votes_in_a_closed_round(kept):
    decided, _proposed, _people = kept
    found = version_of(decided).round
    seat = m.Seat.objects.filter(round=found).first()
    with pytest.raises(IntegrityError, match="open round"), transaction.atomic():
        m.Vote.objects.create(
            round=found, user=seat.user, choice="reject", comment="No", cast_at=timezone.now()
        )


def test_what_begins_decided_is_refused(kept):
    decided, _proposed, _people = kept
    with pytest.raises(IntegrityError, match="begins without a version in force"), transaction.atomic():
        m.Record.objects.create(
            id=uuid.uuid4(),
            code="CP-9998",
            framework_version=decided.framework_version,
            in_force=decided.in_force,
            created_by=decided.created_by,
        )
    with pytest.raises(DatabaseError, match="an enactment ends once"), transaction.atomic():
        m.Enactment.objects.filter(record=decided).update(in_force_to=timezone.now())


def test_the_moves_of_the_application_are_made(kept):
    """A round that rejects; the others are made in the fixtures."""
    people = [make_person(Role.VIEWER)]
    record = make_record(to=Stage.PROPOSED, approver=people[0])
    decide(record, "reject", by=people[0])
    assert version_of(record).standing.state == "rejected"
    assert m.Round.objects.get(version__record=record).outcome == "rejected"
    assert fresh(kept[0]).in_force is not None
