"""Choosing mails, ending them from a mail without signing in, and the calendar's secret address."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import calendars
from accounts.mail_preferences import mail_choices
from accounts.models import CalendarAddress, User
from accounts.unsubscribing import unsubscribe_address
from partnerdesk.core import outbox
from partnerdesk.core.models import Event, Job
from tests.factories import make_person
from tests.integration.people import client_of


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(outbox, "kinds", {})
    outbox.register_kind("trigger", "Triggers")
    outbox.register_kind("alarm", "Alarms", is_urgent=True)


def save(person, **sent):
    whole = {"digest_hour": "18", "time_zone": "Asia/Tokyo", "mailed": ["alarm"]}
    return client_of(person).post("/settings/mail/", whole | sent)


def stored(person):
    return User.objects.get(pk=person.pk)


def test_hour_zone_and_kinds_are_chosen():
    person = make_person()
    html = client_of(person).get("/settings/mail/").content.decode()
    assert html.count("checked") == 2, "everything is mailed until one says otherwise"
    assert "Alarms (at once)" in html
    assert save(person)["Location"] == "/settings/mail/"
    kept = stored(person)
    assert (kept.digest_hour, kept.time_zone, kept.muted_kinds) == (18, "Asia/Tokyo", ["trigger"])
    assert client_of(kept).get("/settings/mail/").content.decode().count("checked") == 1


@pytest.mark.parametrize(
    "wrong",
    [{"digest_hour": "24"}, {"digest_hour": "x"}, {"time_zone": "Mars/Base"}, {"mailed": ["gossip"]}],
    ids=str,
)
def test_what_there_is_not_is_refused(wrong):
    person = make_person()
    assert save(person, **wrong).status_code == 422
    assert (stored(person).digest_hour, stored(person).muted_kinds) == (7, [])


def test_what_was_muted_stays_muted_while_nothing_makes_such_notices():
    person = make_person(muted_kinds=["bygone"])
    save(person, mailed=["alarm", "trigger"])
    assert stored(person).muted_kinds == ["bygone"]


@pytest.mark.parametrize("page", ["mail", ""])
def test_a_digest_that_waits_moves_with_the_choice(page):
    person = make_person()
    with time_machine.travel(dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC), tick=False):
        outbox.notify(
            [person.pk], kind="trigger", key="x", what="X", address="/", subject_kind="case", subject_id=person.pk,
            now=timezone.now(),
        )  # fmt: skip
        if page == "mail":
            save(person)
        else:
            profile = {"name": "N", "time_zone": "Asia/Tokyo", "language": "en", "theme": "dark"}
            client_of(person).post("/settings/", profile)
    hour = {"mail": 9, "": 22}[page]
    assert Job.objects.get(kind=outbox.DIGEST).due_at == dt.datetime(2026, 11, 20, hour, tzinfo=dt.UTC)


def test_nobody_chooses_for_others():
    one, other = make_person(), make_person()
    save(one, pk=str(other.pk))
    assert stored(other).digest_hour == 7


def test_closed_accounts_have_no_choice():
    one, closed = make_person(), make_person(is_active=False)
    assert set(mail_choices([one.pk, closed.pk], timezone.now())) == {one.pk}


# Ending mails from a mail


def path_of(person, kind="trigger"):
    return unsubscribe_address(person, kind).removeprefix("http://127.0.0.1:8000")


def test_the_link_asks_and_its_button_ends_the_mails_without_signing_in():
    person, client = make_person(), Client(enforce_csrf_checks=True)
    page = client.get(path_of(person))
    assert page.status_code == 200
    assert "Triggers" in page.content.decode()
    assert person.email in page.content.decode()
    assert stored(person).muted_kinds == [], "looking changes nothing: mail scanners look"
    for _twice in range(2):
        answer = client.post(path_of(person))
        assert answer.status_code == 200
        assert stored(person).muted_kinds == ["trigger"]
    assert "No more of these mails" in answer.content.decode()


def test_a_mail_program_ends_them_with_one_post():
    """As RFC 8058 writes it: no cookie, no token of a page, one field."""
    person = make_person(muted_kinds=["review"])
    answer = Client(enforce_csrf_checks=True).post(
        path_of(person, "alarm"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 200
    assert stored(person).muted_kinds == ["alarm", "review"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_we_never_wrote_is_not_found(method):
    person = make_person()
    right = path_of(person)
    for wrong in (
        "/unsubscribe/x/",
        right[:-3] + "/",
        right.replace(right[14:18], "AAAA"),
        "/unsubscribe/%00/",
    ):
        assert getattr(Client(), method)(wrong).status_code == 404, wrong
    assert stored(person).muted_kinds == []


def test_the_token_of_another_purpose_opens_nothing():
    from django.core import signing

    person = make_person()
    token = signing.dumps([person.pk.hex, "trigger"], salt="accounts.invitation")
    assert Client().post(f"/unsubscribe/{token}/").status_code == 404


def test_an_address_that_is_too_old_says_so():
    person = make_person()
    path = path_of(person)
    with time_machine.travel(timezone.now() + dt.timedelta(days=401)):
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code == 400
            assert "too old" in answer.content.decode()
    assert stored(person).muted_kinds == []


def test_the_address_of_somebody_who_is_gone_is_not_found():
    person = make_person()
    path = path_of(person)
    person.delete()
    assert Client().get(path).status_code == 404


# The calendar's address


def renew(person):
    answer = client_of(person).post("/settings/calendar/renew/")
    assert answer.status_code == 200
    return answer.context["calendar_address"]


def test_the_address_is_shown_once_and_only_its_hash_is_kept():
    person = make_person()
    address = renew(person)
    token = address.removeprefix("http://127.0.0.1:8000/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    kept = CalendarAddress.objects.get(person=person)
    assert token not in repr(vars(kept))
    assert calendars.person_behind(token) == person
    page = client_of(person).get("/settings/mail/").content.decode()
    assert token not in page
    assert "Make a new address" in page
    assert not any(token in str(event.data) for event in Event.objects.all())


def test_the_answer_with_the_secret_is_kept_nowhere():
    person = make_person()
    assert "no-store" in client_of(person).post("/settings/calendar/renew/")["Cache-Control"]


def test_a_new_address_ends_the_one_before_and_removing_ends_both():
    person, feed = make_person(), Client()
    first, second = renew(person), renew(person)
    assert feed.get(first).status_code == 404
    assert feed.get(second).status_code == 200
    assert client_of(person).post("/settings/calendar/remove/")["Location"] == "/settings/mail/"
    assert feed.get(second).status_code == 404
    client_of(person).post("/settings/calendar/remove/")
    kinds = list(Event.objects.exclude(kind__startswith="row.").order_by("id").values_list("kind", flat=True))
    assert kinds == ["calendar.renewed", "calendar.renewed", "calendar.removed"]


def test_one_cannot_renew_anothers():
    one, other = make_person(), make_person()
    address = renew(other)
    renew(one)
    assert Client().get(address).status_code == 200


def test_looking_makes_no_address():
    person = make_person()
    assert client_of(person).get("/settings/calendar/renew/").status_code == 405
    assert not CalendarAddress.objects.exists()
