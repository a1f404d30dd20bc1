"""NUL bytes and broken addresses to go back to are refused, wherever they stand; and what is private is not kept."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_person
from tests.integration.people import client_of

PAGES = ("/", "/records/", "/account/login/", "/account/password/reset/", "/verify/", "/calendar/x.ics")


@pytest.fixture(params=["signed in", "nobody"])
def client(request):
    return client_of(make_person()) if request.param == "signed in" else Client()


@pytest.mark.parametrize("place", PAGES)
def test_a_nul_byte_in_an_address_is_an_answer(place, client):
    client.raise_request_exception = True
    assert client.get(place, {"q": "a\0b", "next": "/\0"}).status_code == 400
    assert client.get(place, {"\0": "x"}).status_code == 400
    assert client.get(f"{place}%00/").status_code == 404


@pytest.mark.parametrize(
    "header", ["HTTP_COOKIE", "HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE", "HTTP_HX_CURRENT_URL"]
)
def test_a_nul_byte_in_a_header_is_an_answer(header, client):
    assert client.get("/account/login/", **{header: "a=\0"}).status_code == 400


@pytest.mark.parametrize("value", ["aaaaaaaa\0aaa", '"aaaaaaaa\\000aaa"'])
def test_a_nul_byte_in_the_session_is_an_answer(value):
    assert Client().get("/", HTTP_COOKIE=f"sessionid={value}").status_code == 400


@pytest.mark.parametrize("name", ["login", "password", "next", "other", "na\0me"])
def test_a_nul_byte_in_the_form_of_the_door_is_an_answer(name):
    sent = {"login": "a@example.com", "password": PASSWORD, name: "a\0b"}
    assert Client().post("/account/login/", sent).status_code == 400
    assert Client().post("/account/password/reset/", {"email": "a\0@example.com"}).status_code == 400


WRONG = (
    "//example.org", "https://example.org", "http://[::1", "javascript:alert(1)", "\\\\example.org", "/\\example.org",
    "nowhere", "decisions:records", "///example.org", "/x" * 5000, "\r\nSet-Cookie: a=b", "/\x01", "http:example.org",
    "%2F%2Fexample.org",
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_signing_in_goes_nowhere_else(wrong):
    person = make_person()
    for how in ("form", "query"):
        address = "/account/login/"
        sent = {"login": person.email, "password": PASSWORD}
        client = Client()
        if how == "form":
            answer = client.post(address, sent | {"next": wrong})
        else:
            assert client.get(address, {"next": wrong}).status_code < 500
            answer = client.post(address, sent, query_params={"next": wrong})
        assert answer.status_code in (302, 400)
        assert answer.get("Location", "/").startswith("/")
        assert not answer.get("Location", "/").startswith(("//", "/\\"))


@pytest.mark.parametrize("wrong", WRONG)
def test_an_action_goes_back_nowhere_else(wrong, rf):
    from decisions.record.access import redirect_back

    answer = redirect_back(rf.post("/x/", {"next": wrong}), "/otherwise/")
    assert answer["Location"] == "/otherwise/"
    assert redirect_back(rf.post("/x/", {"next": "/records/?q=1"}), "/")["Location"] == "/records/?q=1"


def test_a_long_address_before_sign_in_is_an_answer():
    assert Client().get("/records/", {"q": "x" * 9000}).status_code in (302, 400)


@pytest.mark.parametrize(
    "place", ["/", "/records/", "/settings/", "/nowhere/", "/partners/export.csv", "/verify/"]
)
def test_what_somebody_sees_is_kept_nowhere(place):
    answer = client_of(make_person()).get(place)
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
