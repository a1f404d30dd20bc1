"""Pages asked of the application in this process, as a web server asks: no network, every middleware."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

BACKEND = "accounts.backends.Backend"


@lru_cache(maxsize=1)
def _application() -> WSGIHandler:
    return WSGIHandler()


@contextmanager
def _connection_kept() -> Iterator[None]:
    """Without the look at the connection between requests, which would close one inside a transaction."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


class Visitor:
    """A person who is signed in."""

    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        self.cookie = f"{name}={client.cookies[name].value}"

    def get(self, address: str) -> bytes:
        """The page at `address`. Raises RuntimeError where it is none."""
        path, _, query = address.partition("?")
        statuses: list[str] = []

        def begin(status: str, _headers: Any, _error: Any = None, /) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _data: None

        environment = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookie,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        with _connection_kept():
            response = _application()(environment, begin)
            body = b"".join(response)
            response.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{address} answered {statuses[0]}")
        return body

    def queries(self, address: str) -> int:
        """How many queries the page makes, those of the session included."""
        with CaptureQueriesContext(connection) as captured:
            self.get(address)
        return len(captured)
