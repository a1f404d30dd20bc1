"""After a test that has committed its database is as it was copied, or it is copied again."""

import uuid

import pytest
from django.db import connections

from metrics.models import DefinitionVersion, Metric
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Event
from tests import washing
from tests.databases import owner_connection
from tests.factories import make_decided, make_person
from tests.washing import remember

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(worker_database):
    with owner_connection(worker_database) as owner:
        yield owner


def wash(owner, fresh):
    connections.close_all()
    return washing.wash(owner, fresh)


def test_nothing_of_a_test_is_left(owner, own_database):
    assert wash(owner, own_database.fresh)
    before = remember(owner)
    assert before == own_database.fresh
    make_decided()
    assert Event.objects.exists()
    assert wash(owner, before)
    assert remember(owner) == before
    counted = washing.looked_at(owner, washing.tables(owner), washing.HOW_MANY)
    assert {table for table, count in counted.items() if count} == set(before.hashes)


def test_numbers_begin_again(owner, own_database):
    ids = []
    assert wash(owner, own_database.fresh)  # tests that roll back have counted on
    for _turn in range(2):
        record_event("test", subject_kind="x", subject_id=uuid.uuid4(), by=None, now=make_person().created_at)
        ids.append(Event.objects.latest("id").pk)
        assert wash(owner, own_database.fresh)
    assert ids[0] == ids[1]


def test_a_changed_library_or_a_great_many_rows_are_not_washed(owner, own_database, monkeypatch):
    assert DefinitionVersion.objects.exists()
    Metric.objects.update(owner=make_person())
    assert not wash(owner, own_database.fresh)
    Metric.objects.update(owner=None)
    monkeypatch.setattr(washing, "MANY_ROWS", 1)
    assert not wash(owner, own_database.fresh)
