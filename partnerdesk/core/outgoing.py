"""Requests that leave this machine. An address that people give must not lead into our own network.

Names are resolved once; what was checked is what is connected to, so that a name that answers differently the
second time leads nowhere. urllib3 speaks HTTP and TLS with the checked address, and verifies the certificate against
the name. It is used one connection at a time: its pools would follow redirects and ask again by themselves, and here
each hop is checked like the first. No proxy is used, whatever the environment says, and nothing is unpacked.
"""

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

MOST_REDIRECTS = 5
CONNECT_SECONDS = 10
SILENCE_SECONDS = 30
BLOCK_BYTES = 1 << 16
REDIRECTS = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429}
"""Refusals that may be over in a moment; so may all from 500 on."""

NETWORK_FAILURES: Final = (OSError, HTTPException, HTTPError)
"""All that sockets, the standard library and urllib3 raise over a connection."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutgoingFailed(Exception):
    """What was asked for did not come; the sentence says how to mend it.

    `is_lasting`: asking again will not help until somebody changes something.
    """

    def __init__(self, message: str, *, is_lasting: bool = True) -> None:
        super().__init__(message)
        self.is_lasting = is_lasting


class _Deadline:
    """The end of all waiting, from the first connection to the last byte.

    A server that sends byte by byte never keeps one wait long: it is cut off from outside.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._minutes = max(round(seconds / 60), 1)

    @property
    def seconds_left(self) -> float:
        return max(self._end - time.monotonic(), 0)

    @property
    def is_over(self) -> bool:
        return self.seconds_left == 0

    @contextmanager
    def over(self, connection: "_Watched") -> Iterator[None]:
        """Cut this connection off when the time is over."""
        timer = threading.Timer(self.seconds_left, connection.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            connection.let_go()

    def failure(self) -> OutgoingFailed:
        words = _("The answer took longer than %(minutes)s minutes: ask for less of it at once.")
        return OutgoingFailed(words % {"minutes": self._minutes}, is_lasting=False)


class _Watched(HTTPConnection):
    """A connection that can be cut from its first byte on, also while TLS is being agreed on."""

    _line: socket.socket | None = None
    _is_cut = False

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._line = made.dup()  # TLS takes the socket over, and the response takes it away
        if self._is_cut:  # while it was being made
            self.cut()
        return made

    def cut(self) -> None:
        self._is_cut = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self._line is not None:
            self._line.close()


class _WatchedTLS(_Watched, HTTPSConnection):
    """The same over TLS."""


@dataclass(frozen=True)
class _Place:
    """An address in its parts. `host` is in ASCII, as DNS and certificates know it."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def connection(self, address: str) -> _Watched:
        """A connection to one of the addresses that the host stands for, not yet made."""
        if self.scheme == "http":
            return _Watched(address, self.port)
        context = ssl.create_default_context()
        return _WatchedTLS(address, self.port, server_hostname=self.host, ssl_context=context)


_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass
class Answer:
    """What came back. `is_unchanged`: it is still what the given etag stands for, and there is no body."""

    address: str
    etag: str
    media_type: str
    is_unchanged: bool
    _response: BaseHTTPResponse
    _deadline: _Deadline
    _most: int
    _arrived: int = field(default=0)

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives. Raises OutgoingFailed where it is too large, too slow or breaks off."""
        self._check(self._response.length_remaining or 0)
        while block := self._read():
            self._arrived += len(block)
            self._check(self._arrived)
            yield block

    def _read(self) -> bytes:
        try:
            block = self._response.read(BLOCK_BYTES)
        except NETWORK_FAILURES as error:
            if self._deadline.is_over:
                raise self._deadline.failure() from error
            raise OutgoingFailed(_("The answer broke off before its end."), is_lasting=False) from error
        if self._deadline.is_over:
            raise self._deadline.failure()
        return block

    def _check(self, size: int) -> None:
        if size > self._most:
            words = _("The answer is larger than %(limit)s MB: ask for a shorter time or fewer columns.")
            raise OutgoingFailed(words % {"limit": f"{self._most / 1_000_000:g}"})


def resolve(host: str, port: int) -> list[str]:
    """The addresses that a name stands for, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed_addresses(host: str, port: int) -> list[str]:
    """Where a connection to `host` may go. Raises OutgoingFailed where that is nowhere.

    Addresses of this machine, of private networks and of anything but one public host are left out, unless
    OUTGOING_ALLOWED names the host or the network.
    """
    try:
        found = [ipaddress.ip_address(text.partition("%")[0]) for text in resolve(host, port)]
    except (OSError, UnicodeError) as error:
        words = _("There is no host “%(host)s”: is the name right, and does this machine know it?")
        raise OutgoingFailed(words % {"host": host}, is_lasting=False) from error
    is_named = host.lower() in {entry.lower() for entry in settings.OUTGOING_ALLOWED}
    allowed = [address for address in found if is_named or is_public(address) or _is_in_allowed(address)]
    if not allowed:
        words = _(
            "“%(host)s” leads into a private network (%(address)s). Where that is meant, an administrator "
            "adds the host or its network to OUTGOING_ALLOWED."
        )
        raise OutgoingFailed(words % {"host": host, "address": found[0]})
    return [str(address) for address in allowed]


def is_public(address: Address) -> bool:
    """Whether an address is one host on the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address.is_site_local:
            return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def _is_in_allowed(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in _networks())


def _networks() -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    for entry in settings.OUTGOING_ALLOWED:
        with suppress(ValueError):
            yield ipaddress.ip_network(entry.strip("[]"), strict=False)


@contextmanager
def get(address: str, *, etag: str = "", most_bytes: int | None = None) -> Iterator[Answer]:
    """Ask for what stands at an address. Raises OutgoingFailed; never anything that the network raises.

    `etag` is that of an earlier answer: where it still holds, nothing is sent again.
    """
    deadline = _Deadline(settings.OUTGOING_SECONDS)
    for _turn in range(MOST_REDIRECTS + 1):
        place = _placed(address)
        with _asked(place, etag, deadline) as response:
            if response.status not in REDIRECTS:
                _check_status(response, place, etag)
                yield Answer(
                    address=address,
                    etag=response.headers.get("ETag", ""),
                    media_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    is_unchanged=response.status == 304,
                    _response=response,
                    _deadline=deadline,
                    _most=settings.OUTGOING_LIMIT_BYTES if most_bytes is None else most_bytes,
                )
                return
            address = _next_address(address, place, response)
    raise OutgoingFailed(
        _("The address leads on more than %(count)s times: give the one at which the data are.")
        % {"count": MOST_REDIRECTS}
    )


def check_address(address: str) -> None:
    """Refuse what can be no address, without asking anybody. Raises OutgoingFailed."""
    _placed(address)


def _placed(address: str) -> _Place:
    try:
        parts = urlsplit(address.strip())
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise OutgoingFailed(_("“%(address)s” is no address.") % {"address": address[:200]}) from error
    if parts.scheme not in _DEFAULT_PORTS or not host or port == 0:
        raise OutgoingFailed(_("Give an address that begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise OutgoingFailed(_("The address holds a name or password: give one that needs neither."))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return _Place(
        parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme], f"{path}?{query}" if query else path
    )


@contextmanager
def _asked(place: _Place, etag: str, deadline: _Deadline) -> Iterator[BaseHTTPResponse]:
    """The head of the answer, of the first checked address that lets itself be reached."""
    headers = {
        "Host": place.host_header,
        "User-Agent": "Partner Desk",
        "Accept": "text/csv, application/json, */*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if etag and re.fullmatch(r"[\x21-\x7e]+", etag):
        headers["If-None-Match"] = etag
    with _connected(place, deadline) as connection:
        try:
            connection.request(
                "GET", place.target, headers=headers, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
        except (*NETWORK_FAILURES, ValueError) as error:
            if deadline.is_over:
                raise deadline.failure() from error
            words = _("%(host)s gave no answer that can be understood (%(why)s).")
            why = str(error) or type(error).__name__
            raise OutgoingFailed(words % {"host": place.host, "why": why[:200]}, is_lasting=False) from error
        with closing(response):
            yield response


@contextmanager
def _connected(place: _Place, deadline: _Deadline) -> Iterator[_Watched]:
    """A connection to one of the checked addresses, which are tried in turn. It ends with the block."""
    failure: Exception | None = None
    for address in allowed_addresses(place.host, place.port):
        with closing(place.connection(address)) as connection, deadline.over(connection):
            connection.timeout = min(CONNECT_SECONDS, deadline.seconds_left)
            try:
                connection.connect()
            except ssl.SSLCertVerificationError as error:
                words = _("The certificate of %(host)s is not to be trusted: %(why)s")
                told = {"host": place.host, "why": error.verify_message}
                raise OutgoingFailed(words % told) from error
            except NETWORK_FAILURES as error:
                failure = error
                if deadline.is_over:
                    raise deadline.failure() from error
                continue
            connection.timeout = SILENCE_SECONDS
            yield connection
            return
    words = _("%(host)s can't be reached just now (%(why)s).")
    cause = failure.__cause__ if isinstance(failure, HTTPError) else failure
    why = (cause.strerror if isinstance(cause, OSError) else "") or str(cause or failure)
    raise OutgoingFailed(words % {"host": place.host, "why": why}, is_lasting=False) from failure


def _check_status(response: BaseHTTPResponse, place: _Place, etag: str) -> None:
    status, host = response.status, place.host
    if status == 304 and etag:
        return
    if status in (401, 403):
        words = _("%(host)s asks for a sign-in (%(status)s): give an address that needs none.")
        raise OutgoingFailed(words % {"host": host, "status": status})
    if status in (404, 410):
        words = _("%(host)s has nothing at this address (%(status)s): has it moved?")
        raise OutgoingFailed(words % {"host": host, "status": status})
    if status != 200:
        words = _("%(host)s answered with %(status)s %(reason)s.")
        told = {"host": host, "status": status, "reason": (response.reason or "")[:80]}
        raise OutgoingFailed(words % told, is_lasting=status not in PASSING and status < 500)
    if response.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        words = _("%(host)s sends packed data that was not asked for: give an address that sends plain text.")
        raise OutgoingFailed(words % {"host": host})


def _next_address(address: str, place: _Place, response: BaseHTTPResponse) -> str:
    following = urljoin(address, response.headers.get("Location", ""))
    if place.scheme == "https" and urlsplit(following).scheme == "http":
        raise OutgoingFailed(_("The address leads on from https:// to http://: give the one with https://."))
    return following
