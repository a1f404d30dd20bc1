"""How much a request may bring along: judged before anything of it is kept.

In this order: who asks (Django's `LoginRequiredMiddleware` stands before this one), the length that is declared, the
token in the address of a form that sends files, and then the body, counted as it arrives whatever was declared.

What nobody has read when the answer is there is still read, up to a bound, and thrown away: what was refused, and what
strangers send who are led to the door. A browser that is cut off while it sends shows an error of its own instead of
our words.
"""

import io
import shutil
import tempfile
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

ORDINARY = 1_000_000
"""The largest body, in bytes, of a route that takes no files."""
TOKEN = "may-send"  # noqa: S105  (the name in the address, no secret)
TOKEN_SECONDS = 12 * 3600
PIECE = 64 * 1024
DRAINED, DRAINED_OF_STRANGERS = 200_000_000, 10_000_000
"""How much of a refused body is read and thrown away, in bytes: of people who are signed in, and of others."""
DRAIN_SECONDS = 20.0
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS", "TRACE")
LIMIT, OVER, KEPT = "body_limit", "body_is_over", "body_in_chunks"
View = TypeVar("View", bound=Callable[..., HttpResponse])


def takes_files(limit: Callable[[], int]) -> Callable[[View], View]:
    """Declare that a route takes files: the largest body in bytes, asked for with each request."""

    def declared(view: View) -> View:
        setattr(view, LIMIT, limit)
        return view

    return declared


def _signer(request: HttpRequest, route: str) -> TimestampSigner:
    """Signs for one route and one person; before sign-in for nobody."""
    return TimestampSigner(salt=f"{__name__}:{route}:{request.user.pk or ''}")


def file_address(request: HttpRequest, route: str) -> str:
    """The address of a form that sends files: with the token by which its body is let in."""
    token = _signer(request, route).sign("files")
    return f"{reverse(route)}?{urlencode({TOKEN: token})}"


def has_token(request: HttpRequest, route: str) -> bool:
    """Whether the address holds a token that we gave this person for this route today."""
    try:
        _signer(request, route).unsign(request.GET.get(TOKEN, ""), max_age=TOKEN_SECONDS)
    except BadSignature:
        return False
    return True


class CountedStream(io.RawIOBase):
    """A body that stops where more arrives than is let in. Raises RequestDataTooBig, and notes it on the request."""

    def __init__(self, request: HttpRequest, stream: Any, most: int) -> None:
        super().__init__()
        self.request, self.stream, self.left = request, stream, most

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        asked = self.left + 1 if size is None or size < 0 else min(size, self.left + 1)
        return self._counted(self.stream.read(asked))

    def readline(self, size: int | None = -1, /) -> bytes:
        asked = self.left + 1 if size is None or size < 0 else min(size, self.left + 1)
        return self._counted(self.stream.readline(asked))

    def _counted(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            setattr(self.request, OVER, True)
            raise RequestDataTooBig
        return data


class BodyLimitMiddleware:
    """Refuses what is too large. It stands behind the session and before all that reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if kept := getattr(request, KEPT, None):
            kept.close()
        if getattr(request, OVER, False):
            response = too_large(request)
        if request.method not in WITHOUT_BODY:
            response.drained = drain(request)  # type: ignore[attr-defined]  # ours, for tests
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _names: Any
    ) -> HttpResponse | None:
        limit = getattr(view, LIMIT, None)
        most, declared = limit() if limit else ORDINARY, declared_length(request)
        request.body_most = most  # type: ignore[attr-defined]  # ours, for the words of a refusal
        if declared > most:
            return too_large(request)
        if limit and not has_token(
            request, request.resolver_match.view_name if request.resolver_match else ""
        ):
            if declared > ORDINARY:
                return too_old(request)
            most = request.body_most = ORDINARY  # type: ignore[attr-defined]  # as above
        try:
            _count(request, most)
        except RequestDataTooBig:
            return too_large(request)
        return None


def declared_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def drain(request: Any) -> int:
    """Read what a request goes on sending, up to a bound in bytes and seconds; how many bytes that were."""
    stream = request.META["wsgi.input"] if _is_in_chunks(request) else request._stream
    while isinstance(stream, CountedStream):
        stream = stream.stream
    most = DRAINED if request.user.is_authenticated else DRAINED_OF_STRANGERS
    drained, until = 0, time.monotonic() + DRAIN_SECONDS
    while drained < most and time.monotonic() < until:
        piece = stream.read(min(PIECE, most - drained))
        if not piece:
            break
        drained += len(piece)
    return drained


def _is_in_chunks(request: Any) -> bool:
    """Whether the body came without a length. One that was read here has one by now, and is known by its copy."""
    is_open = request.META.get("CONTENT_LENGTH", "") == ""
    is_chunked = request.META.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    return getattr(request, KEPT, None) is not None or (is_open and is_chunked)


def _count(request: Any, most: int) -> None:
    """Have the body counted as it is read. One without a length is read here, up to what is let in."""
    if _is_in_chunks(request):
        whole = tempfile.TemporaryFile()  # noqa: SIM115  (closed behind the answer, by the middleware)
        setattr(request, KEPT, whole)
        shutil.copyfileobj(CountedStream(request, request.META["wsgi.input"], most), whole, PIECE)
        request.META["CONTENT_LENGTH"] = str(whole.tell())
        whole.seek(0)
        request._stream = whole
    else:
        request._stream = CountedStream(request, request._stream, most)


def too_large(request: HttpRequest) -> HttpResponse:
    """413, and how to mend it."""
    most = getattr(request, "body_most", ORDINARY)
    if most > ORDINARY:
        words = _(
            "This is larger than the %(limit)s MB that are taken here; nothing of it was kept. Split the file."
        )
    else:
        words = _(
            "This is more than the %(limit)s MB that one form holds; nothing of it was kept. Send it in parts."
        )
    return _refused(request, words % {"limit": max(1, most // 1_000_000)}, status=413)


def too_old(request: HttpRequest) -> HttpResponse:
    """403: the form was not one that we gave this person today."""
    words = _(
        "This form is too old to send files; nothing of it was kept. Load the page and choose them again."
    )
    return _refused(request, words, status=403)


def _refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    door = "account/door.html"
    layout = "base.html" if request.user.is_authenticated else door
    layout = "fragment.html" if getattr(request, "htmx", False) else layout
    return render(request, "not_taken.html", {"message": words, "layout": layout}, status=status)
