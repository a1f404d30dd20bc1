"""The calendar feed: what is due to a person, read back by a calendar, to nobody without the address."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from accounts.calendars import renew_calendar
from accounts.models import Role, User
from decisions import models as m
from decisions.record.sharing import set_private
from decisions.states.cases_and_reviews import Outcome
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.reviews.plan import move_review
from tests.factories import fresh, make_decided, make_person, make_record
from tests.integration.people import client_of

NOW = timezone.now()
TODAY = timezone.localdate()


def feed_of(person):
    return renew_calendar(person, by=person, now=NOW).removeprefix("http://127.0.0.1:8000")


def ask(address, **headers):
    return Client().get(address, headers=headers)


def events(person):
    """What a calendar reads: {uid: event}."""
    answer = ask(feed_of(person))
    assert answer.status_code == 200
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def an_action(record, owner, **changes):
    action = m.ActionItem.objects.filter(record=record).first()
    given = {"owner": owner, "due_on": TODAY + dt.timedelta(days=9), "text": "Tell the partners"}
    m.ActionItem.objects.filter(pk=action.pk).update(**(given | changes))
    return m.ActionItem.objects.get(pk=action.pk)


@pytest.fixture(scope="module")
def kept(keep):
    return [keep(make_decided) for _number in range(3)]


@pytest.fixture
def decided(kept):
    record = fresh(kept[0])
    m.ActionItem.objects.filter(record=record).update(owner=record.created_by)
    return record


def test_actions_and_reviews_are_whole_days_with_their_address(decided):
    doer = make_person(Role.VIEWER)
    action = an_action(decided, doer)
    [event] = events(doer).values()
    assert str(event["UID"]) == f"action-{action.pk}@partner-desk"
    assert event["DTSTART"].dt == action.due_on
    assert event["DTEND"].dt == action.due_on + dt.timedelta(days=1)
    assert event["SUMMARY"] == "Action: Tell the partners"
    assert decided.code in event["DESCRIPTION"]
    assert event["URL"] == f"http://127.0.0.1:8000/records/{decided.code}/one-pager/"
    assert event["LAST-MODIFIED"].dt == action.saved_at.replace(microsecond=0)
    assert event["TRANSP"] == "TRANSPARENT"
    ahead = m.Review.objects.get(record=decided, kind="operating")
    review = events(decided.brief.owner)[f"review-{ahead.pk}@partner-desk"]
    assert review["DTSTART"].dt == ahead.due_on
    assert review["SUMMARY"] == f"Operating review: {decided.brief.question}"
    assert review["URL"].endswith(f"/records/{decided.code}/reviews/{ahead.pk}/")


def test_a_review_moves_in_the_calendar_with_its_uid_and_goes_when_it_is_closed(decided):
    owner, ahead = decided.brief.owner, m.Review.objects.get(record=decided, kind="operating")
    uid, to = f"review-{ahead.pk}@partner-desk", TODAY + dt.timedelta(days=200)
    before = events(owner)[uid]["LAST-MODIFIED"].dt
    now = timezone.now() + dt.timedelta(minutes=5)
    move_review(ahead, to=to, reason="Fair", by=owner, now=now)
    moved = events(owner)[uid]
    assert (moved["DTSTART"].dt, moved["LAST-MODIFIED"].dt > before) == (to, True)
    conclude(ahead, outcome=Outcome.CONTINUE, words="It holds", by=owner, now=now)
    assert uid not in events(owner)


def test_a_moved_day_keeps_its_uid_and_a_done_one_goes(decided):
    doer = make_person()
    action = an_action(decided, doer)
    [uid] = events(doer)
    an_action(decided, doer, due_on=TODAY + dt.timedelta(days=40))
    assert events(doer)[uid]["DTSTART"].dt == TODAY + dt.timedelta(days=40)
    m.ActionItem.objects.filter(pk=action.pk).update(done_on=TODAY)
    assert events(doer) == {}


def test_drafts_are_not_in_it():
    record = make_record()
    doer = make_person()
    m.ActionItem.objects.filter(record=record).update(owner=doer, due_on=TODAY)
    assert events(doer) == {}
    assert not [uid for uid in events(record.created_by) if uid.startswith("review")]


def test_what_one_may_not_see_is_not_in_it(decided):
    doer = make_person(Role.ADMIN)
    an_action(decided, doer)
    set_private(decided, is_private=True, by=decided.created_by, now=NOW)
    assert events(doer) == {}
    assert any(uid.startswith("review-") for uid in events(decided.brief.owner))
    assert events(make_person()) == {}


def test_long_and_odd_words_come_back_as_they_are(decided):
    doer = make_person()
    words = "“Preis, Laufzeit; Rabatt\\” – 見直し " + "ä" * 120 + " END:VEVENT"
    an_action(decided, doer, text=words)
    [event] = events(doer).values()
    assert event["SUMMARY"] == f"Action: {words}"
    lines = ask(feed_of(doer)).content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"VERSION:2.0" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)


def test_the_address_alone_opens_it():
    person = make_person()
    address = feed_of(person)
    assert ask(address)["Content-Type"].startswith("text/calendar")
    for wrong in ("/calendar/x.ics", address[:-8] + ".ics", "/calendar/.ics", "/calendar/%00.ics"):
        assert ask(wrong).status_code == 404
        assert client_of(person).get(wrong).status_code == 404
    assert Client().post(address).status_code == 405
    assert Client().head(address).status_code == 200


def test_a_closed_account_has_no_calendar():
    person = make_person()
    address = feed_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert ask(address).status_code == 404


def test_asked_again_without_a_change_it_answers_that_alone(decided, monkeypatch):
    doer = make_person()
    an_action(decided, doer)
    address = feed_of(doer)
    first = ask(address)
    tag = first["ETag"]
    assert "private" in first["Cache-Control"]
    assert "no-cache" in first["Cache-Control"]
    assert ask(address).content == first.content, "the same days are the same bytes"
    with monkeypatch.context() as patch:
        patch.setattr("workspace.views.feed", lambda _days: 1 / 0)
        again = ask(address, if_none_match=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    an_action(decided, doer, text="Tell them by phone")
    changed = ask(address, if_none_match=tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_the_feed_asks_as_much_for_one_day_as_for_many(kept):
    doer = make_person()
    address = feed_of(doer)

    def grow(record):
        an_action(record, doer)
        m.Review.objects.filter(record=record).update(owner=doer)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert ask(address).status_code == 200
        return len(asked)

    grow(kept[0])
    few = questions()
    for record in kept[1:]:
        grow(record)
    assert questions() == few
    assert few < 6
