"""Another address to sign in with: by the password and a link, told to the old one, never somebody else's."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import addresses
from accounts.models import AddressChange, User
from partnerdesk.core import jobs
from partnerdesk.core.models import Event, Job
from partnerdesk.core.refusals import Blocked
from tests.factories import PASSWORD, make_person
from tests.integration.people import client_of

NEW = "new@example.com"


def work() -> None:
    for job in Job.objects.filter(state=Job.State.WAITING, kind__in=(addresses.ASK, addresses.TELL)):
        jobs.run(job.pk)


def ask(person: User, email: str = NEW, password: str = PASSWORD):
    answer = client_of(person).post("/settings/address/", {"email": email, "password": password})
    work()
    return answer


def link() -> str:
    found = re.search(r"/settings/address/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def sign_in(email: str) -> bool:
    client = Client()
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    return client.get("/").status_code == 200


def test_an_address_is_changed_by_the_link_and_the_old_one_is_told():
    person = make_person()
    before = person.email
    assert ask(person, "New@Example.com").status_code == 302
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert User.objects.get(pk=person.pk).email == before, "until the link is followed nothing changes"
    assert Client().get(link()).status_code == 200
    assert User.objects.get(pk=person.pk).email == before, "whoever only looks at the link changes nothing"
    EmailAddress.objects.create(user=person, email=before, verified=True, primary=True)
    address = link()
    assert Client().post(address).status_code == 200
    work()
    assert User.objects.get(pk=person.pk).email == NEW
    assert mail.outbox[-1].to == [before]
    assert Event.objects.filter(kind="person.address_changed", subject_id=person.pk, by=person).count() == 1
    assert (sign_in(NEW), sign_in(before)) == (True, False)
    assert Client().post(address).status_code == 404, "the link works once"


def test_the_password_is_asked_for():
    person = make_person()
    assert ask(person, password="wrong").status_code == 422
    assert not AddressChange.objects.exists()
    assert not mail.outbox


def test_an_address_that_is_taken_is_answered_alike_and_gets_no_link():
    person, other = make_person(), make_person()
    answers = [ask(person, email) for email in (other.email, NEW)]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [[NEW]]


def test_an_address_that_is_taken_meanwhile_is_not_given_away():
    person = make_person()
    ask(person)
    other = make_person()
    User.objects.filter(pk=other.pk).update(email=NEW)
    assert Client().post(link()).status_code == 422
    assert User.objects.get(email=NEW) == other
    change = AddressChange.objects.get(person=person)
    with pytest.raises(Blocked):
        addresses.change_address(change, now=timezone.now())


@pytest.mark.parametrize("spoil", ["late", "closed", "asked anew"])
def test_a_link_ends(spoil):
    person = make_person()
    ask(person)
    old = link()
    if spoil == "late":
        AddressChange.objects.update(asked_at=timezone.now() - dt.timedelta(hours=25))
    elif spoil == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        ask(person, "another@example.com")
    assert Client().post(old).status_code == 404
