"""How much a request may bring: judged by who asks, by the declared length, by the form's token, and as it arrives."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Role
from partnerdesk.core import bodies
from tests.factories import make_person
from tests.integration.people import client_of

LARGE = bodies.ORDINARY + 500_000
PLAIN = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=here"


class Pipe(io.BytesIO):
    """A body that notes how much of it was read."""

    taken = 0

    def read(self, size=-1, /):
        data = super().read(size)
        self.taken += len(data)
        return data


def send(client, address, body, *, length=None, kind=MULTIPART):
    """Post with whatever length is declared; None: the body comes in chunks, without one.

    What was read of it is told, without what was read only to be thrown away.
    """
    pipe = Pipe(body)
    given = {"HTTP_TRANSFER_ENCODING": "chunked"} if length is None else {"CONTENT_LENGTH": str(length)}
    given |= {"wsgi.input": pipe, "CONTENT_TYPE": kind, "PATH_INFO": address.partition("?")[0]}
    answer = client.request(REQUEST_METHOD="POST", QUERY_STRING=address.partition("?")[2], **given)
    return answer, pipe.taken - getattr(answer, "drained", 0)


def parts(**fields):
    """A form with one file, as browsers send it."""
    head = '--here\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    return head.encode() + fields["file"] + b"\r\n--here--\r\n"


def form_address(client, page):
    found = re.search(r'action="([^"]+)" enctype', client.get(page).content.decode().replace("\n", " "))
    assert found
    return found[1].replace("&amp;", "&")


@pytest.fixture
def steward():
    return client_of(make_person(Role.STEWARD))


@pytest.mark.parametrize("length", [LARGE, 100, None])
def test_who_is_not_signed_in_writes_nothing(length):
    answer, taken = send(Client(), "/metrics/uploads/new/", parts(file=b"x" * LARGE), length=length)
    assert (answer.status_code, taken) == (302, 0)


@pytest.mark.parametrize("length", [5 * LARGE, None])
@pytest.mark.parametrize("address", ["/metrics/uploads/new/", "/settings/", "/records/"])
def test_what_strangers_send_is_read_to_its_end_before_they_are_led_to_the_door(address, length):
    """A browser that is cut off while it sends never sees where it is led."""
    answer, taken = send(Client(), address, b"x" * 5 * LARGE, length=length)
    assert (answer.status_code, taken, answer.drained) == (302, 0, 5 * LARGE)
    assert answer["Location"].startswith("/account/login/")


def test_what_is_not_found_is_read_to_its_end_as_well():
    answer, taken = send(Client(), "/account/signup/", b"x" * 5 * LARGE, length=5 * LARGE)
    assert (answer.status_code, taken, answer.drained) == (413, 0, 5 * LARGE)
    answer, taken = send(Client(), "/account/signup/", b"x" * 5000, length=5000)
    assert (answer.status_code, taken, answer.drained) == (404, 0, 5000)


@pytest.mark.parametrize(
    "address", ["/account/login/", "/account/password/reset/", "/settings/", "/records/"]
)
@pytest.mark.parametrize("kind", [MULTIPART, PLAIN])
def test_a_large_form_is_refused_by_its_length_alone(address, kind, steward):
    client = steward if address in ("/settings/", "/records/") else Client(enforce_csrf_checks=True)
    answer, taken = send(client, address, b"x" * LARGE, length=LARGE, kind=kind)
    assert (answer.status_code, taken) == (413, 0)
    assert "Send it in parts" in answer.content.decode()


@pytest.mark.parametrize("length", [5 * LARGE, None])
@pytest.mark.parametrize("address", ["/account/login/", "/settings/"])
def test_what_is_refused_is_read_to_its_end_and_thrown_away(address, length, steward):
    client = Client() if "account" in address else steward
    answer, taken = send(client, address, b"x" * 5 * LARGE, length=length)
    assert (answer.status_code, taken + answer.drained) == (413, 5 * LARGE)


def test_it_is_read_up_to_a_bound(steward, monkeypatch):
    monkeypatch.setattr(bodies, "DRAINED_OF_STRANGERS", 100_000)
    monkeypatch.setattr(bodies, "DRAINED", 200_000)
    for client, address, bound in ((Client(), "/account/login/", 100_000), (steward, "/settings/", 200_000)):
        answer, taken = send(client, address, b"x" * LARGE, length=LARGE)
        assert (answer.status_code, taken, answer.drained) == (413, 0, bound)
    monkeypatch.setattr(bodies, "DRAIN_SECONDS", 0)
    answer, _taken = send(steward, "/settings/", b"x" * LARGE, length=LARGE)
    assert (answer.status_code, answer.drained) == (413, 0)


@pytest.mark.parametrize("address", ["/account/login/", "/settings/", "/metrics/uploads/new/"])
def test_a_body_without_a_length_is_counted_as_it_arrives(address, steward):
    client = Client() if "account" in address else steward
    answer, taken = send(client, address, parts(file=b"x" * 5 * LARGE))
    assert answer.status_code == 413
    assert taken <= bodies.ORDINARY + 1


def test_a_body_that_is_larger_than_it_says_is_read_no_further(steward):
    _answer, taken = send(
        steward, "/settings/", b"name=" + b"x" * LARGE, length=50, kind="application/x-www-form-urlencoded"
    )
    assert taken <= 50


def test_a_form_in_chunks_is_understood(steward):
    body = b"name=x&time_zone=y"
    answer, _taken = send(steward, "/settings/", body, kind=PLAIN)
    assert answer.status_code == 422
    assert answer.context["form"].data["name"] == "x"


def test_files_need_the_token_of_their_form(steward):
    body = parts(file=b"partner,date\n" + b"x" * LARGE)
    answer, taken = send(steward, "/metrics/uploads/new/", body, length=len(body))
    assert (answer.status_code, taken) == (403, 0)
    address = form_address(steward, "/metrics/uploads/new/")
    answer, taken = send(steward, address, body, length=len(body))
    assert answer.status_code not in (403, 413)
    assert taken == len(body)


@pytest.mark.parametrize("spoil", ["another person", "another route", "another letter", "late"])
def test_a_token_holds_for_its_person_route_and_day(spoil, steward, monkeypatch):
    body = parts(file=b"x" * LARGE)
    address = form_address(steward, "/metrics/uploads/new/")
    client = steward
    if spoil == "another person":
        client = client_of(make_person(Role.STEWARD))
    elif spoil == "another route":
        address = "/partners/import/?" + address.partition("?")[2]
    elif spoil == "another letter":
        address = address[:-1] + ("a" if address[-1] != "a" else "b")
    else:
        monkeypatch.setattr(bodies, "TOKEN_SECONDS", -1)
    answer, taken = send(client, address, body, length=len(body))
    assert (answer.status_code, taken) in [(403, 0), (404, 0)]


def test_a_file_beyond_the_limit_of_its_route_is_refused_by_its_length(steward, settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    address = form_address(steward, "/metrics/uploads/new/")
    answer, taken = send(steward, address, b"x" * 10, length=4_000_000)
    assert (answer.status_code, taken) == (413, 0)
    assert "Split the file" in answer.content.decode()
    answer, taken = send(steward, address, parts(file=b"x" * 4_000_000))
    assert answer.status_code == 413
    assert taken <= 3_000_001


def test_a_small_form_with_a_file_works_as_ever(steward):
    file = SimpleUploadedFile("a.csv", b"partner,date,amount\nknown,2024-01-05,1\n")
    answer = steward.post("/metrics/uploads/new/", {"file": file})
    assert answer.status_code in (302, 422)


def test_who_checks_a_file_is_let_in_by_the_form():
    client = Client(enforce_csrf_checks=True)
    body = parts(file=b"x" * LARGE)
    answer, taken = send(client, "/verify/", body, length=len(body))
    assert (answer.status_code, taken) == (403, 0)
    answer, taken = send(client, form_address(client, "/verify/"), body, length=len(body))
    assert answer.status_code == 403, "without the token of the form itself it is no form of ours"
    assert answer.templates[0].name != "not_taken.html"
