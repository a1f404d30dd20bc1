"""Who may see and write a record: sharing it, taking it back, making it private."""

import pytest
from django.urls import reverse

from accounts.models import Role
from decisions import models as m
from decisions.states.stages import Stage
from partnerdesk.core.models import Event
from tests.factories import make_decided, make_person, make_record
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def author(record):
    return client_of(record.created_by)


def address(record, name, *arguments):
    return reverse(f"decisions:{name}", args=[record.code, *arguments])


def share(client, record, person):
    return client.post(address(record, "sharing"), {"person": person.pk})


def kinds(record):
    return list(Event.objects.filter(subject_id=record.pk).order_by("id").values_list("kind", flat=True))


def test_a_private_record_is_shared_and_taken_back(record, author):
    friend = make_person(name="Frieda Friend")
    client, page = client_of(friend), address(record, "stage", "frame")
    author.post(address(record, "privacy"), {"is_private": "on"})
    assert client.get(page).status_code == 404
    assert share(author, record, friend)["Location"] == address(record, "sharing")
    assert "Frieda Friend" in author.get(address(record, "sharing")).content.decode()
    assert client.get(page).status_code == 200
    assert client.post(address(record, "move"), {"to": "none"}).status_code == 302
    author.post(address(record, "unshare", friend.pk))
    assert client.get(page).status_code == 404
    assert {"record.privacy_changed", "record.shared", "record.unshared"} <= set(kinds(record))


def test_sharing_twice_leaves_one_row_and_one_event(record, author):
    friend = make_person()
    for _attempt in range(2):
        share(author, record, friend)
    assert m.Access.objects.filter(record=record, user=friend).count() == 1
    assert kinds(record).count("record.shared") == 1
    for _attempt in range(2):
        author.post(address(record, "unshare", friend.pk))
    assert kinds(record).count("record.unshared") == 1


def test_privacy_is_one_switch_that_says_its_state_once(record, author):
    for _attempt in range(2):
        author.post(address(record, "privacy"), {"is_private": "on"})
    assert m.Record.objects.get(pk=record.pk).is_private
    assert m.Summary.objects.get(record=record).is_private
    author.post(address(record, "privacy"), {})
    assert not m.Record.objects.get(pk=record.pk).is_private
    assert kinds(record).count("record.privacy_changed") == 2


def test_taking_back_leaves_author_owner_and_approver_their_access():
    owner = make_person()
    record = make_record(to=Stage.COMMIT, owner=owner, private=True)
    author = client_of(record.created_by)
    for person in (record.created_by, owner, record.approval.approver):
        author.post(address(record, "unshare", person.pk))
        assert client_of(person).get(address(record, "document")).status_code == 200


def test_who_left_the_house_is_not_offered_and_not_taken(record, author):
    gone = make_person(name="Gone Longago", is_active=False)
    assert "Gone Longago" not in author.get(address(record, "sharing")).content.decode()
    assert share(author, record, gone).status_code == 422
    assert not m.Access.objects.filter(user=gone).exists()


def test_a_new_owner_gets_in_and_the_old_one_is_out():
    first, second = make_person(), make_person()
    record = make_record(owner=first, private=True)
    author = client_of(record.created_by)
    brief = m.Brief.objects.get(record=record)
    sent = {
        "question": brief.question, "decision_class": "light", "owner": second.pk, "revision": brief.revision,
        "save_id": "6f0f6d0e-0000-4000-8000-000000000001",
    }  # fmt: skip
    assert author.post(address(record, "save_unit", "brief", brief.pk), sent).status_code == 302
    page = address(record, "stage", "frame")
    assert client_of(second).get(page).status_code == 200
    assert client_of(first).get(page).status_code == 404


def test_an_administrator_does_not_see_what_is_private(record, author):
    admin = client_of(make_person(Role.ADMIN))
    assert admin.get(address(record, "stage", "frame")).status_code == 200
    author.post(address(record, "privacy"), {"is_private": "on"})
    assert admin.get(address(record, "stage", "frame")).status_code == 404


def test_a_viewer_reads_what_is_shared_and_writes_nothing(record, author):
    viewer = make_person(Role.VIEWER)
    author.post(address(record, "privacy"), {"is_private": "on"})
    share(author, record, viewer)
    client = client_of(viewer)
    assert client.get(address(record, "stage", "frame")).status_code == 200
    assert client.post(address(record, "move"), {"to": "none"}).status_code == 403


def test_a_decision_in_force_is_shared_as_well():
    record = make_decided()
    friend = make_person()
    assert share(client_of(record.created_by), record, friend).status_code == 302
    assert m.Access.objects.filter(record=record, user=friend).exists()
