"""Every address is asked, line by line of the tables; by a wrong method, for nothing, with what nobody would write."""

import uuid
import zlib
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from accounts.door_urls import only_offered
from metrics.files.store import keep_file
from tests.integration import route_tables
from tests.integration.route_tables import CLOSED, ELSEWHERE, LINES, METHODS
from tests.integration.route_world import FILE, RATES, make_world
from tests.routes import PATTERNS
from tests.volume import share


def test_every_route_stands_in_the_table():
    missing = set(PATTERNS) - set(METHODS) - ELSEWHERE
    assert not missing, (
        f"Add to the tables of {route_tables.__name__}, for every person: {', '.join(sorted(missing))}"
    )
    gone = (set(METHODS) | ELSEWHERE) - set(PATTERNS)
    assert not gone, f"These routes are gone: {', '.join(sorted(gone))}"


@pytest.mark.parametrize("route", sorted(CLOSED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_library_brings_and_we_do_not_offer_is_not_found(route, method, world):
    address = f"/{PATTERNS[route].path}".replace("^", "").replace("(?P<key>[-:\\w]+)/$", "a-key/")
    assert {ask(world.clients[who], method, address, {}) for who in ("nobody", "viewer", "admin")} == {"404"}


def test_what_an_upgrade_of_the_library_brings_is_closed():
    new = path("passkey/", lambda _request: HttpResponse("in"), name="account_passkey")
    (found,) = only_offered([new, path("deeper/", include([new]))])
    with pytest.raises(Http404):
        found.callback(HttpRequest())


@pytest.fixture(scope="module")
def made(keep):
    """The world, made once for all lines."""
    return keep(make_world)


@pytest.fixture
def world(made, db):
    keep_file([FILE])
    keep_file([RATES])
    return made


def ask(client: Client, method: str, address: str, sent: dict[str, Any]) -> str:
    """What a request is answered with; all that it changed is undone."""
    if method == "POST":
        sent = {"csrfmiddlewaretoken": "", **sent}  # no browser sends an empty form
    with transaction.atomic():
        try:
            answer = getattr(client, method.lower())(address, sent)
        except Exception as error:  # noqa: BLE001  (a line of the report, beside the others)
            transaction.set_rollback(True)
            return f"500 {type(error).__name__}: {str(error)[:80]}"
        b"".join(answer)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return "in"
    return str(answer.status_code)


def form(text: str, given: dict[str, Any]) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split("&") if part]
    return {name: value.format(**given, new=uuid.uuid4()) for name, _sign, value in pairs}


@pytest.mark.parametrize("line", LINES, ids=str)
def test_who_gets_what(line, world, seed):
    """One person for each answer of the line, a slow run everybody."""
    address, sent = world.address(line.route, line.record), form(line.sent, world.given[line.record])
    by_answer: dict[str, list[str]] = {}
    for name, wanted in line.expected.items():
        by_answer.setdefault(wanted, []).append(name)
    by_answer.pop("-", None)
    asked = {
        name: wanted
        for wanted, names in by_answer.items()
        for name in share(names, len(names), seed + zlib.crc32(str(line).encode()))
    }
    found = {name: ask(world.clients[name], line.method, address, sent) for name in asked}
    assert found == asked


@pytest.mark.parametrize("route", METHODS)
def test_a_method_that_an_address_does_not_have_is_refused(route, world):
    others = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - METHODS[route]
    address = world.address(route)
    found = {method: ask(world.clients["admin"], method, address, {}) for method in others}
    assert found == dict.fromkeys(others, "405")


MALFORMED = {
    "uuid": ["0", "no-such", "%00", "1e", str(uuid.UUID(int=7))],
    "code": ["0", "no-such", "XX-0000", "CP-1", "CP-" + "9" * 30, "cp-0001", "%00"],
    "int": ["-1", "0", "1.5", "9" * 20, "%00"],
    "slug": ["no-such", "%00", "a" * 300, "%C3%A9", "a%2Fb"],
    "sha256": ["0", "no-such", "%00", "a" * 64, "A" * 64, "a" * 63],
    "str": ["no-such", "%00", "a" * 64, "A" * 64, "%C3%A9"],
}


@pytest.mark.parametrize("route", [route for route in METHODS if PATTERNS[route].names])
def test_an_address_of_nothing_is_not_found(route, world):
    """Whatever stands in the place of an id; each is asked by who could otherwise do it."""
    method = min(METHODS[route])
    found = {}
    for name in PATTERNS[route].names:
        for wrong in MALFORMED[PATTERNS[route].converter(name)]:
            found[wrong] = ask(world.clients["admin"], method, world.spoil(route, name, wrong), {})
    assert found == dict.fromkeys(found, "404")


HOSTILE = ("\0", "x" * 9000, "9" * 40)
QUERY = (
    "q", "page", "after", "before", "stage", "framework", "whose", "version", "section", "segment", "owner", "status",
    "kind", "source", "partner", "period", "by", "first", "last", "until", "name", "input", "flags", "tier", "region",
    "metric",
)  # fmt: skip


@pytest.mark.parametrize("route", [route for route in METHODS if "GET" in METHODS[route]])
def test_no_question_breaks_a_page(route, world):
    found = {
        text[:20]: ask(world.clients["admin"], "GET", world.address(route), dict.fromkeys(QUERY, text))
        for text in HOSTILE
    }
    assert not [status for status in found.values() if status.startswith("5")]


DONE = {
    line.route: line for line in reversed(LINES) if line.method == "POST" and "302" in line.expected.values()
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("text", HOSTILE, ids=["zero byte", "long", "number"])
@pytest.mark.parametrize("line", DONE.values(), ids=str)
def test_no_form_breaks_an_action(line, text, world):
    """Each field of a form in turn holds what nobody would write."""
    who = next(name for name, status in line.expected.items() if status == "302")
    good, found = form(line.sent, world.given[line.record]), {}
    for name in (*good, "reason", "comment"):
        address = world.address(line.route, line.record)
        found[name] = ask(world.clients[who], "POST", address, good | {name: text})
    assert not {name: status for name, status in found.items() if status.startswith("5")}
