"""A draft read in one statement is the same as read table by table."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from decisions import models as m
from decisions.draft.load import BESIDE, load_draft
from decisions.draft.load_rows import rows_of
from decisions.sections.registry import UNITS
from decisions.states.stages import Stage
from tests.factories import fresh, make_partner, make_record

TABLES = [*UNITS.values(), *BESIDE]


def make():
    record = make_record(to=Stage.COMMIT, **{"class": "major"})
    partner = make_partner()
    m.Scope.objects.filter(record=record).update(partner_ids=[partner.pk])
    return record


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make)


@pytest.fixture
def record(kept):
    return fresh(kept)


@pytest.mark.parametrize("model", TABLES)
def test_rows_are_those_of_the_model(record, model):
    found = rows_of(record.pk, TABLES).rows[model]
    ordered = model.objects.filter(record=record)
    asked = list(ordered if ordered.ordered else ordered.order_by("pk"))
    assert [_fields(row) for row in found] == [_fields(row) for row in asked]


def _fields(row):
    values = ((field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields)
    return [(name, type(value), str(value)) for name, value in values]


def test_rows_count_as_saved(record):
    option = rows_of(record.pk, TABLES).rows[m.Option][0]
    assert (option._state.adding, option._state.db) == (False, "default")


def test_people_stand_beside_their_ids(record):
    content = load_draft(record)
    with CaptureQueriesContext(connection) as asked:
        named = [row.owner for row in content.all(m.ActionItem)]
    assert named
    assert all(isinstance(owner, User) for owner in named)
    assert len(asked) == 0


def test_nothing_of_another_record(record):
    other = make_record(to=Stage.COMMIT)
    found = rows_of(record.pk, TABLES).rows
    assert {row.record_id for rows in found.values() for row in rows} == {record.pk}
    assert other.pk != record.pk


def test_as_many_queries_whatever_the_number_of_rows(record):
    with CaptureQueriesContext(connection) as few:
        load_draft(record)
    for place in range(20):
        m.Risk.objects.create(record=record, position=place, owner=record.created_by)
    with CaptureQueriesContext(connection) as many:
        load_draft(record)
    assert len(many) == len(few) == 1
