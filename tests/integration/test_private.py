"""Nothing of a private record reaches who may not see it: every page is asked, and every page that they lead to."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from accounts import mails
from partnerdesk.core.models import Mail
from tests.integration.private_world import MARK, OUTSIDERS, PrivateWorld, addresses, make_private_world
from tests.integration.route_tables import METHODS

ASKED = [route for route in METHODS if "GET" in METHODS[route] and route != "decisions:verify_version"]
"""The page that a hash leads to names its record to who holds the paper: nobody guesses a hash (docs/adr)."""
NEAREST = ("latecomer", "former")
ALIKE = 2
"""So many links that differ in their ids or their answers alone are followed."""
LINK = re.compile(r'(?:href|src|hx-get|action)="([^"]+)"')


@pytest.fixture(scope="module")
def made(keep, tmp_path_factory) -> PrivateWorld:
    found: PrivateWorld = keep(make_private_world)
    return found


def said(client: Client, address: str) -> str:
    """The answer to a question as text; nothing of it stays done."""
    with transaction.atomic():
        answer = client.get(address)
        body = b"".join(answer)
        transaction.set_rollback(True)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    if answer.get("Content-Type") == "application/pdf":
        return f"{headers} a paper: {MARK}"
    return unescape(headers + body.decode("utf-8", "replace"))


def walk(client: Client, begin: list[str]) -> Iterator[tuple[str, str]]:
    """Each address with its answer, and whatever they lead to."""
    waiting, known, followed = list(begin), set(begin), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        text = said(client, address)
        yield address, text
        for link in {found.partition("#")[0] for found in LINK.findall(text)} - known:
            known.add(link)
            followed[kind_of(link)] += 1
            if kind_of(link) and followed[kind_of(link)] <= ALIKE:
                waiting.append(link)


def kind_of(address: str) -> str:
    """The route with the names in its query; nothing where the address is none of the pages that are asked."""
    path, _sign, query = address.partition("?")
    try:
        found = resolve(path).view_name
    except Resolver404:
        return ""
    return f"{found} {sorted(parse_qs(query))}" if found in ASKED else ""


@pytest.mark.parametrize("name", NEAREST)
def test_who_is_near_reads_no_word_of_a_private_record(name, made):
    """Somebody who came into the committee later, and somebody with whom it was shared until it was decided."""
    check(name, made)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", [name for name in OUTSIDERS if name not in NEAREST])
def test_nobody_else_reads_a_word_of_a_private_record(name, made):
    check(name, made)


def check(name, made):
    begin = addresses(made, ASKED, made.calendars[name])
    told = {}
    for address, text in walk(made.world.clients[name], begin):
        found = set(re.findall(rf"{MARK}\d*", text)) | {code for code in made.secrets if code in text}
        if found:
            told[address] = sorted(found)
    assert told == {}, "\n".join(f"{address}: {found}" for address, found in told.items())


def test_no_mail_tells_of_a_private_record(made):
    for name in OUTSIDERS:
        for write in (mails.write_digest, mails.write_urgent):
            write(made.people[name].pk)
    for waiting in Mail.objects.filter(person__in=[made.people[name] for name in OUTSIDERS]):
        mails.send(waiting.pk)
    told = [message.body for message in mail.outbox]
    assert any("Ring them up" in words for words in told), "what a meeting asks of somebody is told"
    assert not [words for words in told if MARK in words or any(code in words for code in made.secrets)]


def test_who_may_see_it_reads_every_word(made):
    """Else the test above would look for what stands nowhere."""
    seen: set[str] = set()
    for name in ("author", "chair", "member"):
        begin = addresses(made, ASKED, made.calendars[name])
        for _address, text in walk(made.world.clients[name], begin):
            seen |= set(re.findall(rf"{MARK}\d+", text))
    assert set(made.marks) - seen == set()
