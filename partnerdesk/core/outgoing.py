"""Requests that leave this machine. An address that people give must not lead into our own network.

Names are resolved once; what was checked is what is connected to, so that a name that answers differently the
second time leads nowhere. Redirects are followed by hand, each checked like the first address.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

MOST_REDIRECTS = 5
CONNECT_SECONDS = 10
SILENCE_SECONDS = 30
BLOCK_BYTES = 1 << 16
REDIRECTS = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429}
"""Refusals that may be over in a moment; so may all from 500 on."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutgoingFailed(Exception):
    """What was asked for did not come; the sentence says how to mend it.

    `is_lasting`: asking again will not help until somebody changes something.
    """

    def __init__(self, message: str, *, is_lasting: bool = True) -> None:
        super().__init__(message)
        self.is_lasting = is_lasting


class _Deadline:
    """The end of all waiting. A server that sends byte by byte is cut off from outside."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._minutes = max(round(seconds / 60), 1)
        self.is_over = False

    @contextmanager
    def over(self, connection: http.client.HTTPConnection) -> Iterator[None]:
        """Cut this connection off when the time is over."""

        sock = connection.sock  # the connection lets go of it once the headers are read

        def cut() -> None:
            self.is_over = True
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(max(self._end - time.monotonic(), 0), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def failure(self) -> OutgoingFailed:
        words = _("The answer took longer than %(minutes)s minutes: ask for less of it at once.")
        return OutgoingFailed(words % {"minutes": self._minutes}, is_lasting=False)


@dataclass
class Answer:
    """What came back. `is_unchanged`: it is still what the given etag stands for, and there is no body."""

    address: str
    etag: str
    media_type: str
    is_unchanged: bool
    _response: http.client.HTTPResponse
    _deadline: _Deadline
    _most: int
    _arrived: int = field(default=0)

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives. Raises OutgoingFailed where it is too large, too slow or breaks off."""
        announced = self._response.length
        self._check(announced or 0)
        while block := self._read():
            self._arrived += len(block)
            self._check(self._arrived)
            yield block
        if announced is not None and self._arrived < announced:
            raise _broken(self._deadline)

    def _read(self) -> bytes:
        try:
            block = self._response.read(BLOCK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _broken(self._deadline) from error
        if self._deadline.is_over:
            raise self._deadline.failure()
        return block

    def _check(self, size: int) -> None:
        if size > self._most:
            words = _("The answer is larger than %(limit)s MB: ask for a shorter time or fewer columns.")
            raise OutgoingFailed(words % {"limit": f"{self._most / 1_000_000:g}"})


def _broken(deadline: _Deadline) -> OutgoingFailed:
    if deadline.is_over:
        return deadline.failure()
    return OutgoingFailed(_("The answer broke off before its end."), is_lasting=False)


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
        parts = _parted(address)
        connection = _connected(parts)
        try:
            with deadline.over(connection), closing(_asked(connection, parts, etag, deadline)) as response:
                if response.status not in REDIRECTS:
                    _check_status(response, parts, etag)
                    most = settings.OUTGOING_LIMIT_BYTES if most_bytes is None else most_bytes
                    yield Answer(
                        address=address,
                        etag=response.getheader("ETag", ""),
                        media_type=response.getheader("Content-Type", "").partition(";")[0].strip().lower(),
                        is_unchanged=response.status == 304,
                        _response=response,
                        _deadline=deadline,
                        _most=most,
                    )
                    return
                address = _next_address(address, parts, response)
        finally:
            connection.close()
    raise OutgoingFailed(
        _("The address leads on more than %(count)s times: give the one at which the data are.")
        % {"count": MOST_REDIRECTS}
    )


def check_address(address: str) -> None:
    """Refuse what can be no address, without asking anybody. Raises OutgoingFailed."""
    _parted(address)


def _parted(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise OutgoingFailed(_("“%(address)s” is no address.") % {"address": address[:200]}) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise OutgoingFailed(_("Give an address that begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise OutgoingFailed(_("The address holds a name or password: give one that needs neither."))
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _connected(parts: SplitResult) -> http.client.HTTPConnection:
    """A connection to one of the addresses that were checked. The name stays for Host and certificate."""
    host, port = parts.hostname or "", _port(parts)
    plain = _plain_socket(allowed_addresses(host, port), host, port)
    plain.settimeout(SILENCE_SECONDS)
    connection = http.client.HTTPConnection(host, port)
    connection.default_port = 443 if parts.scheme == "https" else 80  # what the Host header leaves out
    try:
        connection.sock = _secured(plain, host) if parts.scheme == "https" else plain
    except ssl.SSLCertVerificationError as error:
        plain.close()
        words = _("The certificate of %(host)s is not to be trusted: %(why)s")
        raise OutgoingFailed(words % {"host": host, "why": error.verify_message}) from error
    except OSError as error:
        plain.close()
        raise _unreachable(host, error) from error
    return connection


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _plain_socket(addresses: Sequence[str], host: str, port: int) -> socket.socket:
    failure: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), CONNECT_SECONDS)
        except OSError as error:
            failure = error
    raise _unreachable(host, failure) from failure


def _unreachable(host: str, error: OSError | None) -> OutgoingFailed:
    words = _("%(host)s can't be reached just now (%(why)s).")
    why = (error.strerror if error else "") or str(error)
    return OutgoingFailed(words % {"host": host, "why": why}, is_lasting=False)


def _asked(
    connection: http.client.HTTPConnection, parts: SplitResult, etag: str, deadline: _Deadline
) -> http.client.HTTPResponse:
    headers = {
        "User-Agent": "Partner Desk",
        "Accept": "text/csv, application/json, */*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if etag and re.fullmatch(r"[\x21-\x7e]+", etag):
        headers["If-None-Match"] = etag
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    try:
        connection.request("GET", f"{path}?{query}" if query else path, headers=headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.is_over:
            raise deadline.failure() from error
        words = _("%(host)s gave no answer that can be understood (%(why)s).")
        why = str(error) or type(error).__name__
        raise OutgoingFailed(words % {"host": parts.hostname, "why": why[:200]}, is_lasting=False) from error


def _check_status(response: http.client.HTTPResponse, parts: SplitResult, etag: str) -> None:
    status, host = response.status, parts.hostname
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
        told = {"host": host, "status": status, "reason": response.reason[:80]}
        raise OutgoingFailed(words % told, is_lasting=status not in PASSING and status < 500)
    if response.getheader("Content-Encoding", "identity").lower() not in ("", "identity"):
        words = _("%(host)s sends packed data that was not asked for: give an address that sends plain text.")
        raise OutgoingFailed(words % {"host": host})


def _next_address(address: str, parts: SplitResult, response: http.client.HTTPResponse) -> str:
    following = urljoin(address, response.getheader("Location", ""))
    if parts.scheme == "https" and urlsplit(following).scheme == "http":
        raise OutgoingFailed(_("The address leads on from https:// to http://: give the one with https://."))
    return following
