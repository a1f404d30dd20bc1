"""A committee's days and hours are those of its own time zone; where it names none, of the workspace's."""

import datetime as dt
import zoneinfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import hold_meeting, papers
from decisions.committee.forms.committees import CommitteeForm
from decisions.documents.pdf.engine import page_html
from decisions.states.meetings import ItemKind
from decisions.states.stages import Stage
from partnerdesk.core.models import Notice, Workspace
from tests.factories import decide, make_committee, make_person, make_record, version_of
from tests.integration.people import client_of

TOKYO, BERLIN = "Asia/Tokyo", "Europe/Berlin"
EVENING = dt.datetime(2026, 3, 9, 20, 30, tzinfo=dt.UTC)
"""Half past five in the morning of the next day in Tokyo."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as found:
        yield found


@pytest.fixture
def people():
    return [make_person(Role.VIEWER, name=name) for name in ("Ann", "Bob")]


@pytest.fixture
def committee(people):
    made = make_committee(*people)
    made.time_zone = TOKYO
    made.save()
    return made


def called(committee, people, starts_at=EVENING + dt.timedelta(days=1)):
    return hold_meeting.call_meeting(committee, starts_at=starts_at, place="", by=people[0], now=EVENING)


def test_without_one_of_its_own_it_has_the_workspaces(people):
    made = make_committee(*people)
    Workspace.objects.update_or_create(pk=1, defaults={"time_zone": BERLIN})
    assert (made.time_zone, made.zone) == ("", BERLIN)
    first, *zones = CommitteeForm(instance=made).fields["time_zone"].choices
    assert first == ("", "the workspace's: Europe/Berlin")
    assert {zone for zone, _words in zones} == zoneinfo.available_timezones()
    page = client_of(make_person(Role.ADMIN)).get(reverse("decisions:committee", args=[made.pk]))
    assert "Europe/Berlin, the workspace" in page.content.decode()


@pytest.mark.parametrize("zone", ["Mars/Base", "UTC+2", "; DROP", "europe berlin"])
def test_a_zone_is_one_that_there_is(committee, zone):
    sent = {"name": committee.name, "voting_days": 7, "time_zone": zone, "is_active": "on"}
    address = reverse("decisions:edit_committee", args=[committee.pk])
    answer = client_of(make_person(Role.ADMIN)).post(address, sent)
    assert answer.status_code == 422
    committee.refresh_from_db()
    assert committee.time_zone == TOKYO


def test_an_administrator_chooses_it(committee):
    sent = {"name": committee.name, "voting_days": 7, "time_zone": BERLIN, "is_active": "on"}
    address = reverse("decisions:edit_committee", args=[committee.pk])
    assert client_of(make_person(Role.ADMIN)).post(address, sent).status_code == 302
    committee.refresh_from_db()
    assert committee.zone == BERLIN


@pytest.mark.parametrize("zone", ["Mars Base", "/Tokyo", "Asia/", "Asia//Tokyo", "a'b"])
def test_the_database_takes_nothing_that_is_no_name_of_one(committee, zone):
    with pytest.raises(IntegrityError, match="committee_zone"), transaction.atomic():
        m.Committee.objects.filter(pk=committee.pk).update(time_zone=zone)


def test_a_vote_ends_at_the_same_hour_of_its_clock(people):
    """In Berlin the clocks go forward on 29 March: a week later is an hour less."""
    made = make_committee(*people)
    m.Committee.objects.filter(pk=made.pk).update(time_zone=BERLIN, voting_days=30)
    made.refresh_from_db()
    found = version_of(make_record(to=Stage.PROPOSED, committee=made)).round
    local = [moment.astimezone(zoneinfo.ZoneInfo(BERLIN)) for moment in (found.opened_at, found.ends_at)]
    assert local[0].replace(tzinfo=None) + dt.timedelta(days=30) == local[1].replace(tzinfo=None)
    assert found.ends_at - found.opened_at == dt.timedelta(days=30, hours=-1)


@pytest.mark.parametrize(("zone", "is_due"), [(TOKYO, True), ("UTC", False)])
def test_what_is_due_on_its_day_stands_on_the_agenda(committee, people, zone, is_due):
    m.Committee.objects.filter(pk=committee.pk).update(time_zone=zone)
    committee.refresh_from_db()
    record = make_record(to=Stage.PROPOSED, committee=committee)
    for voter in people:
        decide(record, by=voter)
    deciding.close_early(version_of(record), by=people[0], now=EVENING)
    review = m.Review.objects.filter(record=record, state="planned").earliest("due_on")
    m.Review.objects.filter(pk=review.pk).update(due_on=dt.date(2026, 3, 11))
    meeting = called(committee, people)
    assert meeting.agenda.filter(kind=ItemKind.REVIEW).exists() == is_due


def test_its_papers_print_its_clock_and_say_whose(committee, people):
    meeting = called(committee, people)
    pack = papers.pack_of(meeting, now=EVENING)
    html = page_html(
        "decisions/documents/pack_body.html",
        {"pack": pack},
        title="",
        description="",
        paper="A4",
        language="en",
    )
    assert "Wednesday, 11 Mar 2026, 05:30 (Asia/Tokyo)" in html
    assert "10 Mar 2026, 05:30" in html, "when it was made"
    found = papers.minutes_report(meeting, now=EVENING)
    assert (found.meeting["zone"], f"{found.begins:%H:%M}") == (TOKYO, "05:30")


def test_who_is_called_is_told_its_hour_and_whose(committee, people):
    called(committee, people)
    assert Notice.objects.get(kind="meeting_called").what == "Meeting on 11 Mar 2026, 05:30 (Asia/Tokyo)"


@pytest.mark.parametrize("own", ["UTC", TOKYO])
def test_a_page_shows_the_readers_clock_and_beside_it_the_committees(committee, people, own):
    people[1].time_zone = own
    people[1].save()
    page = (
        client_of(people[1])
        .get(reverse("decisions:meeting", args=[called(committee, people).code]))
        .content.decode()
    )
    assert ("10 Mar 2026, 20:30" in page) == (own == "UTC")
    assert ("(11 Mar 2026, 05:30 Asia/Tokyo)" in page) == (own == "UTC")
    assert "11 Mar 2026, 05:30" in page
