"""Servers and names that mean harm. The servers stand on loopback; no other address is ever connected to."""

import gzip
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from urllib3.util import connection as sockets

from partnerdesk.core import outgoing
from partnerdesk.core.outgoing import OutgoingFailed, get

CSV = b"partner,date,amount\na,2024-01-05,10\n"
TABLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV
BOMB = gzip.compress(bytes(20_000_000))
PUBLIC = "93.184.216.34"
"""An address that may be connected to."""


@contextmanager
def serving(behave):
    """A server whose every connection is handed to `behave` after its request has come. Yields the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)
    ended, asked = threading.Event(), []

    def serve():
        while not ended.is_set():
            with suppress(TimeoutError):
                line, _from = listening.accept()
                line.settimeout(5)
                with line, suppress(OSError):
                    asked.append(line.recv(1 << 16))
                    behave(line)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1], asked
    finally:
        ended.set()
        thread.join()
        listening.close()


def head(*lines):
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()


def dripping(data):
    """A behaviour: one byte after the other, far more slowly than anybody waits for."""

    def behave(line):
        for byte in data:
            line.sendall(bytes([byte]))
            time.sleep(0.02)

    return behave


def flooding(first, again):
    """A behaviour: something, then something else without end."""

    def behave(line):
        line.sendall(first)
        while True:
            line.sendall(again)

    return behave


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings):
    settings.OUTGOING_ALLOWED = ["127.0.0.0/8"]
    settings.OUTGOING_SECONDS = 20


def refusal(address, **more):
    with pytest.raises(OutgoingFailed) as caught, get(address, **more) as answer:
        for _block in answer.chunks():
            pass
    return str(caught.value)


def refused(behave, **more):
    with serving(behave) as (port, _asked):
        return refusal(f"http://127.0.0.1:{port}/", **more)


# Names


def named(monkeypatch, *answers):
    """Let every name stand for these addresses, one list after the other; the last one stays."""
    asked = []

    def resolve(host, _port):
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    monkeypatch.setattr(outgoing, "resolve", resolve)
    return asked


@pytest.fixture
def connected(settings, monkeypatch):
    """Where connections would have gone to: none is made, and nothing of our own is allowed."""
    settings.OUTGOING_ALLOWED = []
    tried = []

    def create_connection(place, *_timeout, **_options):
        tried.append(place[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(sockets, "create_connection", create_connection)
    return tried


def test_a_name_that_turns_to_loopback_after_the_check_is_connected_to_as_checked(connected, monkeypatch):
    asked = named(monkeypatch, [PUBLIC], ["127.0.0.1"])
    assert "can't be reached just now (Connection refused)" in refusal("http://rebound.example.com/")
    assert connected == [PUBLIC]
    assert asked == ["rebound.example.com"]
    assert "private network (127.0.0.1)" in refusal("http://rebound.example.com/")
    assert connected == [PUBLIC]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_of_many_addresses_only_those_that_are_allowed_are_tried(scheme, connected, monkeypatch):
    named(monkeypatch, ["127.0.0.1", PUBLIC, "::1", "10.0.0.1", "2606:4700:4700::1111"])
    assert "can't be reached" in refusal(f"{scheme}://many.example.com/")
    assert connected == [PUBLIC, "2606:4700:4700::1111"]


def test_the_next_address_is_tried_where_one_does_not_answer(settings, monkeypatch):
    settings.OUTGOING_ALLOWED = ["many.example.com"]
    with serving(lambda line: line.sendall(TABLE)) as (port, _asked):
        named(monkeypatch, ["::1", "127.0.0.1"])  # the server listens on the second alone
        with get(f"http://many.example.com:{port}/") as answer:
            assert b"".join(answer.chunks()) == CSV


@pytest.mark.parametrize(
    "target",
    ["http://192.168.1.1/", "http://[fd00::1]/", "http://0x0a000001/", "//10.0.0.1/x",
     "http://user@10.0.0.1/", "https://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_a_redirect_into_a_private_network_is_not_followed(target, settings):
    moved = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    with serving(lambda line: line.sendall(moved)) as (port, asked):
        words = refusal(f"http://127.0.0.1:{port}/")
    assert "private network" in words or "name or password" in words
    assert len(asked) == 1


def test_a_redirect_to_a_name_that_has_turned_is_not_followed(settings, monkeypatch):
    """The first hop is allowed by its name; that says nothing of the second, which leads to the same server."""
    settings.OUTGOING_ALLOWED = ["data.example.com"]
    named(monkeypatch, ["127.0.0.1"])
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://other.example.com/\r\nContent-Length: 0\r\n\r\n"
    with serving(lambda line: line.sendall(moved)) as (port, asked):
        assert "“other.example.com” leads into a private network" in refusal(
            f"http://data.example.com:{port}/"
        )
    assert len(asked) == 1


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(lambda line: line.sendall(TABLE)) as (port, asked):
        with get(f"http://127.0.0.1:{port}/there") as answer:
            assert b"".join(answer.chunks()) == CSV
    assert asked[0].startswith(b"GET /there HTTP/1.1\r\n")


# Size


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (head(), b"x" * 4096),
        (head("Transfer-Encoding: chunked"), b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (head("Transfer-Encoding: chunked") + b"fffffffffff\r\n", b"x" * 4096),
        (head("Content-Length: 999999999999"), b"x" * 4096),
    ],
    ids=["without length", "chunked", "one endless chunk", "announced"],
)
def test_an_endless_body_is_left_at_the_limit(first, again, settings):
    settings.OUTGOING_LIMIT_BYTES = 300_000
    assert "larger than 0.3 MB" in refused(flooding(first, again))


@pytest.mark.parametrize(
    ("first", "again"),
    [(b"HTTP/1.1 200 OK\r\n", b"X-Much: more\r\n"), (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 4096), (b"", b"x" * 4096)],
    ids=["headers", "one header", "no line"],
)  # fmt: skip
def test_an_endless_head_is_no_answer(first, again):
    assert "no answer that can be understood" in refused(flooding(first, again))


@pytest.mark.parametrize(
    "coding", ["gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip"]
)
def test_a_bomb_is_refused_before_it_is_unpacked(coding):
    assert len(BOMB) < 30_000
    packed = head(f"Content-Encoding: {coding}", f"Content-Length: {len(BOMB)}") + BOMB
    assert "packed data" in refused(lambda line: line.sendall(packed))


def test_what_is_packed_by_itself_stays_packed():
    """A file that is a bomb arrives as it is: its bytes count, not what they could become."""
    whole = head("Content-Type: application/gzip", f"Content-Length: {len(BOMB)}") + BOMB
    with (
        serving(lambda line: line.sendall(whole)) as (port, _asked),
        get(f"http://127.0.0.1:{port}/") as answer,
    ):
        assert b"".join(answer.chunks()) == BOMB


# Time


def hello_of_tls():
    """The first record of a server's handshake, which announces far more than comes."""
    return b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + bytes(16_000)


@pytest.mark.parametrize(
    ("scheme", "behave"),
    [
        ("http", lambda _line: time.sleep(1.5)),
        ("http", dripping(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"x" * 16_000)),
        ("http", dripping(head("Content-Length: 16000") + b"x" * 16_000)),
        ("http", dripping(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n" * 16_000)),
        ("http", dripping(head() + b"x" * 16_000)),
        ("https", lambda _line: time.sleep(1.5)),
        ("https", dripping(hello_of_tls())),
    ],
    ids=["silent", "head", "body", "chunks", "without length", "silent in TLS", "handshake"],
)
def test_the_time_is_over_at_its_end_wherever_it_was_spent(scheme, behave, settings):
    settings.OUTGOING_SECONDS = 0.4
    with serving(behave) as (port, _asked):
        began = time.monotonic()
        assert "longer than" in refusal(f"{scheme}://127.0.0.1:{port}/")
        assert time.monotonic() - began < 1.4


def test_redirects_share_one_time(settings):
    settings.OUTGOING_SECONDS = 0.5

    def slowly_on(line):
        time.sleep(0.2)
        line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    with serving(slowly_on) as (port, asked):
        assert "longer than" in refusal(f"http://127.0.0.1:{port}/")
    assert len(asked) <= 3


def test_a_connection_that_is_cut_while_it_is_made_stays_cut():
    with serving(lambda _line: None) as (port, _asked):
        connection = outgoing._Watched("127.0.0.1", port)
        connection.cut()
        connection.connect()
        assert connection.sock.recv(1) == b""
        connection.let_go()
        connection.close()


# Certificates


def test_no_certificate_no_data():
    """Plain bytes where TLS should be: nothing of the request is sent."""
    with serving(lambda line: line.sendall(head() + CSV)) as (port, asked):
        assert "can't be reached" in refusal(f"https://127.0.0.1:{port}/secret")
    assert not any(b"secret" in request for request in asked)


def test_certificates_are_required_and_held_against_the_name():
    place = outgoing._placed("https://data.example.com/x")
    connection = place.connection("127.0.0.1")
    assert (connection.host, connection.server_hostname) == ("127.0.0.1", "data.example.com")
    assert connection.ssl_context.verify_mode == ssl.CERT_REQUIRED
    assert connection.ssl_context.check_hostname
    assert connection.assert_hostname is None  # OpenSSL itself compares the name


@pytest.mark.parametrize(
    ("address", "header"),
    [
        ("http://data.example.com/", "data.example.com"),
        ("https://data.example.com:443/", "data.example.com"),
        ("http://data.example.com:443/", "data.example.com:443"),
        ("https://[2606:4700::1111]:8443/", "[2606:4700::1111]:8443"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_the_host_that_is_asked_for(address, header):
    assert outgoing._placed(address).host_header == header
