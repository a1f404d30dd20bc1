"""How long somebody stays signed in, and that a closed account ends it for good."""

import time

import pytest

from accounts import actions
from accounts.models import Role, User
from accounts.sessions import BEGUN, SEEN
from tests.factories import NOW, make_person
from tests.integration.people import client_of

HOUR = 3600


def age(client, **seconds):
    """Make a session older: `begun_at` and `seen_at` so many seconds ago."""
    client.get("/")
    session = client.session
    session.update({name: int(time.time()) - ago for name, ago in seconds.items()})
    session.save()
    return client


@pytest.mark.parametrize(
    ("begun", "seen", "status"),
    [
        (11 * HOUR, 11 * HOUR, 200),
        (13 * HOUR, 13 * HOUR, 302),
        (13 * HOUR, 60, 200),
        (13 * 24 * HOUR, 60, 200),
        (14 * 24 * HOUR, 60, 302),
    ],
)
def test_a_session_ends_when_nobody_comes_and_after_two_weeks(begun, seen, status):
    client = age(client_of(make_person()), **{BEGUN: begun, SEEN: seen})
    assert client.get("/").status_code == status
    assert client.get("/").status_code == status


def test_a_request_keeps_the_session_but_not_each_one_writes():
    client = age(client_of(make_person()), **{BEGUN: 11 * HOUR, SEEN: 11 * HOUR})
    client.get("/settings/")
    noted = client.session[SEEN]
    assert noted > time.time() - 60
    client.get("/settings/")
    assert client.session[SEEN] == noted


def test_a_session_of_a_closed_account_does_not_come_back_when_it_is_opened():
    admin, person = make_person(Role.ADMIN), make_person()
    client = client_of(person)
    assert client.get("/").status_code == 200
    for is_active in (False, True):
        actions.change_person(person, role=person.role, is_active=is_active, by=admin, now=NOW)
    assert client.get("/").status_code == 302
    assert client_of(User.objects.get(pk=person.pk)).get("/").status_code == 200


def test_only_closing_counts_sessions_up_whatever_is_written():
    person = make_person()
    User.objects.filter(pk=person.pk).update(session_epoch=7)
    assert User.objects.get(pk=person.pk).session_epoch == 0
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert User.objects.get(pk=person.pk).session_epoch == 1
    person.save()
    assert User.objects.get(pk=person.pk).session_epoch == 1, "what was read before does not write it back"
