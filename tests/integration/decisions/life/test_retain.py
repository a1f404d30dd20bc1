"""Closed and archived, and the ways back; never deleted, by anybody."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from decisions import models as m
from decisions.life.index import list_records
from decisions.life.retain import retain
from decisions.readiness.move import move_draft
from decisions.states.retention import RETENTION_MOVES, Retention
from decisions.states.stages import Stage
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import fresh, make_decided, make_person, make_record


@pytest.fixture
def record():
    found = make_record(is_filled=False)
    return move_draft(found, to=Stage.NONE, by=found.created_by, now=timezone.now())


def go(record, to, *, by=None, reason="Done with it."):
    return retain(fresh(record), to=to, reason=reason, by=by or record.created_by, now=timezone.now())


def test_a_record_is_closed_archived_and_taken_back_with_reasons(record):
    for to in (Retention.CLOSED, Retention.ARCHIVED, Retention.CLOSED, Retention.OPEN):
        assert go(record, to).state == to
    told = Event.objects.filter(subject_id=record.pk, data__has_key="reason").exclude(
        kind__startswith="draft."
    )
    assert list(told.order_by("id").values_list("kind", flat=True)) == [
        "record.closed",
        "record.archived",
        "record.taken_out",
        "record.opened_again",
    ]


@pytest.mark.parametrize("to", [Retention.OPEN, Retention.ARCHIVED])
def test_it_moves_only_as_the_table_says(record, to):
    with pytest.raises(Blocked, match="no way"):
        go(record, to)


def test_a_reason_is_needed_and_only_who_leads_closes(record):
    with pytest.raises(Blocked, match="Say why"):
        go(record, Retention.CLOSED, reason=" ")
    with pytest.raises(NotAllowed):
        go(record, Retention.CLOSED, by=make_person())


def test_a_draft_or_a_version_in_force_is_in_the_way():
    with pytest.raises(Blocked, match="There is a draft"):
        go(make_record(is_filled=False), Retention.CLOSED)
    with pytest.raises(Blocked, match="in force and watched"):
        go(make_decided(), Retention.CLOSED)


def test_nobody_writes_in_a_closed_record(record):
    go(record, Retention.CLOSED)
    with pytest.raises(Blocked, match="closed"):
        move_draft(fresh(record), to=Stage.FRAME, by=record.created_by, now=timezone.now())


def test_archived_ones_are_left_out_of_lists_unless_asked_for(record):
    by = record.created_by
    go(record, Retention.CLOSED)
    assert [row.code for row in list_records(by, {}, None).rows] == [record.code]
    go(record, Retention.ARCHIVED)
    assert list_records(by, {}, None).rows == []
    assert [row.code for row in list_records(by, {"is_archived": True}, None).rows] == [record.code]


def test_the_database_deletes_no_record_and_knows_the_moves(record):
    for statement in (
        "DELETE FROM decisions_record",
        "TRUNCATE decisions_record CASCADE",
        "UPDATE decisions_record SET state = 'archived'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert m.Record.objects.get().state == Retention.OPEN
    assert len(RETENTION_MOVES) == 4
