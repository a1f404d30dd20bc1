"""Requests to other machines: real ones to a server on loopback, and names that lead where they should not."""

import gzip
import http.server
import ipaddress
import re
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from partnerdesk.core import outgoing
from partnerdesk.core.outgoing import OutgoingFailed, allowed_addresses, get, is_public

CSV = b"partner,date,amount\na,2024-01-05,10\n"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by its path; what was asked is kept."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        answer = getattr(self, "on_" + re.split(r"[/?]", self.path)[1], None)
        if answer:
            answer()
        else:
            self.send(404)

    def send(self, status=200, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def on_data(self):
        if self.headers.get("If-None-Match") == '"one"':
            return self.send(304, ETag='"one"')
        return self.send(body=CSV, ETag='"one"', Content_Type="text/csv; charset=utf-8")

    def on_again(self):
        left = int(self.path.rpartition("/")[2])
        self.send(302, Location=f"/again/{left - 1}" if left > 1 else "/data")

    def on_away(self):
        self.send(302, Location=self.path.partition("?")[2])

    def on_status(self):
        self.send(int(self.path.rpartition("/")[2]), Location="/data")

    def on_packed(self):
        self.send(body=gzip.compress(CSV), Content_Encoding="gzip")

    def on_endless(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(OSError):  # the reader has gone
            while True:
                self.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")

    def on_cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(CSV)

    def on_drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        with suppress(OSError):
            for _turn in range(300):
                self.wfile.write(b"x")
                time.sleep(0.05)

    def on_garbage(self):
        self.wfile.write(b"no http at all\r\n\r\n")

    def log_message(self, *_args):
        pass


@contextmanager
def serving(context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


@pytest.fixture
def at(server, settings):
    """The address of a path on the server, which the settings allow."""
    settings.OUTGOING_ALLOWED = ["127.0.0.0/8"]
    server.asked.clear()
    return lambda path: f"http://127.0.0.1:{server.server_port}{path}"


def fetch(address, **more):
    with get(address, **more) as answer:
        return answer, b"".join(answer.chunks())


def refusal(address, **more) -> OutgoingFailed:
    with pytest.raises(OutgoingFailed) as caught:
        fetch(address, **more)
    return caught.value


def test_it_gets_what_stands_there(at, server):
    answer, body = fetch(at("/data?from=2024 01&of=日本"))
    assert body == CSV
    assert (answer.etag, answer.media_type, answer.is_unchanged) == ('"one"', "text/csv", False)
    [(path, headers)] = server.asked
    assert path == "/data?from=2024%2001&of=%E6%97%A5%E6%9C%AC"
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"
    assert headers["Accept-Encoding"] == "identity"


def test_what_is_known_is_not_sent_again(at):
    answer, body = fetch(at("/data"), etag='"one"')
    assert (answer.is_unchanged, body) == (True, b"")
    answer, body = fetch(at("/data"), etag='"two"')
    assert (answer.is_unchanged, body) == (False, CSV)


def test_an_etag_can_not_smuggle_a_header(at, server):
    fetch(at("/data"), etag='"one"\r\nX-Other: 1')
    assert "X-Other" not in server.asked[0][1]
    assert "If-None-Match" not in server.asked[0][1]


def test_five_redirects_are_followed_and_six_are_not(at):
    assert fetch(at("/again/5"))[1] == CSV
    assert "leads on more than 5 times" in str(refusal(at("/again/6")))


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "file:///etc/passwd", "gopher://x"]
)  # fmt: skip
def test_each_redirect_is_checked(at, target):
    problem = refusal(at(f"/away?{target}"))
    assert "private network" in str(problem) or "begins with https" in str(problem)
    assert problem.is_lasting


@pytest.mark.parametrize(
    ("status", "words", "is_lasting"),
    [
        (401, "asks for a sign-in", True), (403, "asks for a sign-in", True), (404, "has it moved?", True),
        (204, "answered with 204", True), (304, "answered with 304", True), (429, "answered with 429", False),
        (500, "answered with 500", False), (503, "answered with 503", False), (418, "answered with 418", True),
    ],
)  # fmt: skip
def test_what_another_status_says(at, status, words, is_lasting):
    problem = refusal(at(f"/status/{status}"))
    assert words in str(problem)
    assert problem.is_lasting is is_lasting


def test_what_is_too_large_is_not_read_to_its_end(at, settings):
    settings.OUTGOING_LIMIT_BYTES = 20
    assert "larger than" in str(refusal(at("/data")))
    settings.OUTGOING_LIMIT_BYTES = 300_000
    assert "larger than 0.3 MB" in str(refusal(at("/endless")))
    assert "larger than" in str(refusal(at("/endless"), most_bytes=100_000))


def test_what_drips_is_cut_off(at, settings):
    settings.OUTGOING_SECONDS = 0.4
    began = time.monotonic()
    problem = refusal(at("/drip"))
    assert "longer than" in str(problem)
    assert time.monotonic() - began < 5
    assert not problem.is_lasting


def test_answers_that_are_none(at):
    assert "broke off" in str(refusal(at("/cut")))
    assert "no answer that can be understood" in str(refusal(at("/garbage")))
    assert "packed data" in str(refusal(at("/packed")))


@pytest.mark.parametrize(
    "address",
    ["", "data.csv", "ftp://example.com/", "https://", "http://[", "http://example.com:99999/", "http://x:0/",
     "javascript:alert(1)", "http://me:secret@example.com/", "http://me@example.com/"],
)  # fmt: skip
def test_what_is_no_address(address):
    problem = refusal(address)
    assert problem.is_lasting
    assert "secret" not in str(problem)


def test_a_host_that_does_not_answer_or_exist(at, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    problem = refusal(f"http://127.0.0.1:{port}/")
    assert "can't be reached" in str(problem)
    assert not problem.is_lasting

    def unknown(_host, _port):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(outgoing, "resolve", unknown)
    assert "There is no host “nowhere.example.com”" in str(refusal("http://nowhere.example.com/"))


# Where names may lead

PRIVATE = """
127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 239.1.1.1 240.0.0.1
255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fd12:3456::1 ff02::1 ff0e::1 fec0::1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:53aa:64c:: 2001:db8::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_of_our_own_are_refused(address, monkeypatch):
    assert not is_public(ipaddress.ip_address(address))
    monkeypatch.setattr(outgoing, "resolve", lambda _host, _port: [address])
    assert "leads into a private network" in str(refusal("https://data.example.com/x.csv"))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_world_are_not(address):
    assert is_public(ipaddress.ip_address(address))


def test_the_settings_allow_hosts_and_networks(settings, monkeypatch):
    monkeypatch.setattr(
        outgoing, "resolve", lambda _host, _port: ["10.2.3.4", "fe80::1%eth0", "::ffff:10.2.9.9"]
    )
    settings.OUTGOING_ALLOWED = ["10.2.0.0/16", "other.example.com"]
    assert allowed_addresses("crm.example.com", 80) == ["10.2.3.4", "::ffff:a02:909"]
    settings.OUTGOING_ALLOWED = ["CRM.example.com"]
    assert len(allowed_addresses("crm.example.COM", 80)) == 3
    settings.OUTGOING_ALLOWED = ["example.com", "10.3.0.0/16"]
    with pytest.raises(OutgoingFailed):
        allowed_addresses("crm.example.com", 80)


def test_numbers_that_mean_this_machine_are_seen_through():
    """However the system reads them: what counts is where they lead."""
    for host in ("2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost"):
        assert "private network" in str(refusal(f"http://{host}/")), host


def test_a_name_that_answers_differently_the_second_time_leads_nowhere_else(at, server, monkeypatch):
    """The first answer is allowed and is where the connection goes; nobody asks a second time."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    asked = []

    def rebinding(host, _port):
        asked.append(host)
        return answers[min(len(asked), 2) - 1]

    monkeypatch.setattr(outgoing, "resolve", rebinding)
    assert fetch(f"http://rebound.example.com:{server.server_port}/data")[1] == CSV
    assert asked == ["rebound.example.com"]
    assert server.asked[0][1]["Host"] == f"rebound.example.com:{server.server_port}"
    assert "private network" in str(refusal(f"http://rebound.example.com:{server.server_port}/data"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "made.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", made, "-days", "2", "-subj", "/CN=data.example.com",
         "-addext", "subjectAltName=DNS:data.example.com"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return made, context


def test_certificates_are_checked_against_the_name_not_the_number(at, certificate, monkeypatch):
    made, context = certificate
    monkeypatch.setattr(outgoing, "resolve", lambda _host, _port: ["127.0.0.1"])
    with serving(context) as server:
        address = f"https://data.example.com:{server.server_port}/data"
        assert "not to be trusted" in str(refusal(address))
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        assert fetch(address)[1] == CSV
        assert "not to be trusted" in str(refusal(address.replace("data.example", "other.example")))
        assert "from https:// to http://" in str(
            refusal(f"{address}/../away?http://8.8.8.8/".replace("/data/..", ""))
        )
