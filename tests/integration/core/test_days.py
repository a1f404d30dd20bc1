"""Whose day it is: a person's where one acts, the workspace's where nobody does."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from partnerdesk.core.days import begin_in, day_in, day_of, one_zone, workspace_day
from partnerdesk.core.models import Event, Workspace
from tests.factories import make_person
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db

EVENING = dt.datetime(2026, 11, 28, 1, 54, tzinfo=dt.UTC)
"""The 27th of November, 17:54, in Los Angeles."""

WEST, EAST = "America/Los_Angeles", "Asia/Tokyo"


@pytest.mark.parametrize(("zone", "day"), [(WEST, 27), ("UTC", 28), (EAST, 28)])
def test_a_day_is_that_of_a_zone(zone, day):
    assert day_in(zone, EVENING) == dt.date(2026, 11, day)


def test_a_person_has_their_own_day_and_the_workspace_another():
    person = make_person(time_zone=WEST)
    assert day_of(person, EVENING) == dt.date(2026, 11, 27)
    assert day_of(None, EVENING) == workspace_day(EVENING) == dt.date(2026, 11, 28)
    Workspace.objects.create(time_zone=WEST)
    assert day_of(None, EVENING) == workspace_day(EVENING) == dt.date(2026, 11, 27)
    assert begin_in(WEST, dt.date(2026, 11, 28)) == dt.datetime(2026, 11, 28, 8, tzinfo=dt.UTC)


def test_one_request_asks_for_the_zone_once(django_assert_num_queries):
    with django_assert_num_queries(1), one_zone():
        assert workspace_day(EVENING) == workspace_day(EVENING) == dt.date(2026, 11, 28)
    Workspace.objects.create(time_zone=WEST)
    with django_assert_num_queries(2):
        assert workspace_day(EVENING) == workspace_day(EVENING) == dt.date(2026, 11, 27)


def test_an_administrator_chooses_the_zone_of_the_workspace():
    client, address = client_of(make_person(Role.ADMIN)), reverse("accounts:workspace")
    page = client.get(reverse("accounts:people")).content.decode()
    assert "Time zone of the workspace" in page
    assert client.post(address, {"time_zone": "Mars/Olympus", "language": "en"}).status_code == 422
    for _time in range(2):
        assert client.post(address, {"time_zone": EAST, "language": "en"}).status_code == 302
    assert Workspace.objects.get().time_zone == EAST
    event = Event.objects.get(kind="workspace.changed")
    assert (event.data["before"], event.data["time_zone"]) == ({"time_zone": "UTC"}, EAST)
    assert f'value="{EAST}" selected' in client.get(reverse("accounts:people")).content.decode()


def test_nobody_else_does():
    client = client_of(make_person(Role.STEWARD))
    assert client.post(reverse("accounts:workspace"), {"time_zone": EAST}).status_code == 403
    assert not Workspace.objects.exists()


def test_there_is_one_workspace_with_a_zone():
    with pytest.raises(IntegrityError), transaction.atomic():
        Workspace.objects.create(pk=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workspace.objects.create(time_zone="")
