"""The door: signing in by email, the invitation, a forgotten password, what is closed."""

import re

import lxml.html
import pytest
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts import actions, resets
from accounts.invitations import invitation_link
from accounts.models import Role, User
from partnerdesk.core import jobs
from partnerdesk.core.models import Job
from partnerdesk.core.refusals import Blocked
from tests.factories import NOW, PASSWORD, make_person

NEW = "another-long-test-password"


def sign_in(email, password=PASSWORD, client=None, **sent):
    client = client or Client()
    return client, client.post("/account/login/", {"login": email, "password": password} | sent)


@pytest.mark.parametrize("spelling", [str, str.upper, str.title])
def test_an_email_in_any_spelling_signs_in(spelling):
    person = make_person()
    client, answer = sign_in(spelling(person.email))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").context["user"] == person


def test_signing_in_goes_on_where_one_wanted_to_go_but_not_elsewhere():
    person = make_person()
    wanted = Client().get("/metrics/gaps/?page=2")["Location"]
    assert wanted == "/account/login/?next=/metrics/gaps/%3Fpage%3D2"
    assert sign_in(person.email, next="/metrics/gaps/?page=2")[1]["Location"] == "/metrics/gaps/?page=2"
    assert sign_in(person.email, next="https://example.org/")[1]["Location"] == "/"


@pytest.mark.parametrize("case", ["wrong password", "unknown", "inactive", "no password"])
def test_nobody_else_gets_in(case):
    person = make_person()
    email, password = person.email, PASSWORD
    if case == "wrong password":
        password = "wrong"
    elif case == "unknown":
        email = "nobody@example.com"
    elif case == "inactive":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        person.set_unusable_password()
        person.save()
    client, _answer = sign_in(email, password)
    assert client.get("/").status_code == 302


def test_an_account_that_is_closed_ends_its_sessions():
    person = make_person()
    client, _answer = sign_in(person.email)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_signing_out():
    client, _answer = sign_in(make_person().email)
    client.post("/account/logout/")
    assert client.get("/").status_code == 302


def test_nobody_signs_up_alone():
    sent = {"email": "new@example.com", "password1": NEW, "password2": NEW}
    answer = Client().post("/account/signup/", sent)
    assert answer.status_code == 404
    assert not User.objects.exists()


def accept(link, password=NEW, client=None):
    """Follow an invitation as a browser does; gives the answer to the form, or the page without one."""
    client = client or Client()
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    forms = [form for form in lxml.html.fromstring(page.content).forms if "password1" in form.fields]
    if not forms:
        return page
    sent = dict(forms[0].form_values()) | {"password1": password, "password2": password}
    return client.post(page.request["PATH_INFO"], sent)


def test_an_invitation_is_accepted_once():
    admin = make_person(Role.ADMIN, time_zone="Asia/Tokyo")
    person = actions.invite_person(email="New@Example.com", name="New", role=Role.MANAGER, by=admin, now=NOW)
    assert (person.email, person.role, person.time_zone) == ("new@example.com", Role.MANAGER, "Asia/Tokyo")
    assert not person.has_usable_password()
    link = invitation_link(person)
    assert accept(link, "short").status_code == 200, "a password that is too easy is refused"
    assert accept(link).status_code == 302
    client, answer = sign_in("new@example.com", NEW)
    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200
    accept(link, "a-third-long-test-password")
    assert sign_in("new@example.com", NEW)[1].status_code == 302, "the link is void"


def test_an_address_that_is_taken_is_not_invited_again():
    admin = make_person(Role.ADMIN)
    with pytest.raises(Blocked):
        actions.invite_person(email=admin.email.upper(), name="X", role=Role.VIEWER, by=admin, now=NOW)


def work():
    """What the worker does."""
    for job in Job.objects.filter(state=Job.State.WAITING, kind=resets.RESET):
        jobs.run(job.pk)


def without_tokens(answer):
    """The words of a page, without what is made anew for each."""
    return re.sub(r'"[A-Za-z0-9+/=_-]{16,}"', "", answer.content.decode())


def test_a_forgotten_password_does_not_say_who_is_known():
    """By no answer, and by no letter: who is not known gets none, and none leaves before the answer."""
    person, closed = make_person(), make_person(is_active=False)
    answers, page = [], None
    for email in (person.email, "nobody@example.com", closed.email):
        client = Client()
        answer = client.post("/account/password/reset/", {"email": email})
        page = client.get(answer["Location"])
        answers.append((answer.status_code, answer["Location"], without_tokens(page).replace(email, "")))
    assert answers[0] == answers[1] == answers[2]
    assert not mail.outbox
    work()
    assert [message.to for message in mail.outbox] == [[person.email]]
    link = next(word for word in mail.outbox[0].body.split() if "/account/password/reset/key/" in word)
    assert accept(link).status_code == 302
    assert sign_in(person.email, NEW)[1]["Location"] == "/"


@pytest.mark.parametrize("times", [1, 12])
def test_signing_in_does_not_say_who_is_known(times):
    """A wrong password, an unknown address, a closed account and one without a password: the same page each time."""
    people = {"wrong": make_person(), "closed": make_person(is_active=False), "without": make_person()}
    people["without"].set_unusable_password()
    people["without"].save()
    emails = [person.email for person in people.values()] + ["nobody@example.com"]
    answers = []
    for email in emails:
        cache.clear()
        for _time in range(times):
            _client, answer = sign_in(email, "some-other-password")
        answers.append((answer.status_code, without_tokens(answer).replace(email, "")))
    assert len(set(answers)) == 1


def test_a_link_that_is_none_does_not_say_who_is_known():
    person = make_person()
    known = f"/account/password/reset/key/{user_pk_to_url_str(person)}-set-password/"
    unknown = f"/account/password/reset/key/{user_pk_to_url_str(User())}-set-password/"
    for ending in ("", "x" * 20):
        pages = [
            Client().get(address.replace("set-password", ending or "bad-key")) for address in (known, unknown)
        ]
        assert len({(page.status_code, without_tokens(page)) for page in pages}) == 1


@pytest.mark.parametrize(
    "page", ["login/", "password/reset/", "password/reset/done/", "logout/", "password/change/"]
)
def test_the_pages_of_the_door(page):
    for client in (Client(), sign_in(make_person().email)[0]):
        assert client.get(f"/account/{page}").status_code in {200, 302}


def test_cookies_and_headers_of_the_door():
    client, answer = sign_in(make_person().email)
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
