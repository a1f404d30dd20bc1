"""What holds for every request: what can't be text is refused, what is private is not stored, refusals are answers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from partnerdesk.core.frozen_content import Altered, raise_alarm
from partnerdesk.core.page_again import came_from, page_again
from partnerdesk.core.refusals import Blocked, NotAllowed
from partnerdesk.core.sent_forms import refused_page

HEADER = "Desk-Refused"
"""Says that the answer holds a refusal: it is shown where it was pressed (static/js/refusals.js, sent_forms)."""


class RefusalMiddleware:
    """NotAllowed becomes 403 and Blocked 422, each with its sentences: where it was pressed, else on a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return _refused(request, {"message": str(exception)}, status=403)
        if isinstance(exception, Altered):
            raise_alarm(exception)
        if isinstance(exception, Blocked):
            said = {"message": exception.message, "reasons": exception.reasons}
            return _refused(request, said, status=422)
        return None


def _refused(request: HttpRequest, said: dict[str, Any], *, status: int) -> HttpResponse:
    response = _in_its_form(request, said) or render(
        request, "refused.html", said | {"back": came_from(request)}, status=status
    )
    response.status_code = status
    response.headers[HEADER] = "true"
    return response


def _in_its_form(request: HttpRequest, said: dict[str, Any]) -> HttpResponse | None:
    """The page from which a plain form was sent, with the words in that form; htmx puts them there by itself."""
    if request.htmx or request.method != "POST":  # type: ignore[attr-defined]
        return None
    again = page_again(request)
    if again is None:
        return None
    response, page = again
    words = render_to_string("refusal.html", said, request)
    sent = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    text = refused_page(response.content.decode(), words, page=page, path=request.path, sent=sent)
    if text is None:
        return None
    response.content = text.encode()
    return response


NUL = "\0"


def not_understood(
    _request: HttpRequest, _exception: Exception | None = None, *, status: int = 400
) -> HttpResponse:
    """The page for what nobody would write. It needs nothing of the request, which may not be known yet."""
    return HttpResponse(render_to_string("400.html"), status=status)


class NulMiddleware:
    """A NUL byte is in no text, and PostgreSQL takes none: where an address or a header holds one, nothing is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return not_understood(request, status=404)
        query = request.META.get("QUERY_STRING", "")
        headers = (value for name, value in request.META.items() if name.startswith("HTTP_"))
        texts = [query, *headers, *request.COOKIES, *request.COOKIES.values()]
        if "%00" in query or any(NUL in text for text in texts if isinstance(text, str)):
            return not_understood(request)
        return self.get_response(request)


class NulInFormMiddleware:
    """The same of what a form sends. It stands behind the check of the form's token, which reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _names: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        if any(NUL in text for name, values in request.POST.lists() for text in (name, *values)):
            return not_understood(request)
        return None


class NoStoreMiddleware:
    """What somebody sees who is signed in is kept by no cache and no browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_known = hasattr(request, "user") and request.user.is_authenticated
        if is_known:
            patch_cache_control(response, private=True, no_store=True)
        return response
