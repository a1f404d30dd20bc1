"""Turning an action's refusal into an answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from partnerdesk.core.refusals import Blocked, NotAllowed

HEADER = "Desk-Refused"
"""Says that the answer holds a refusal: it is shown where it was pressed (static/js/refusals.js)."""


class RefusalMiddleware:
    """NotAllowed becomes 403 and Blocked 422, each with its sentences, as page or fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return _refused(request, {"message": str(exception)}, status=403)
        if isinstance(exception, Blocked):
            said = {"message": exception.message, "reasons": exception.reasons}
            return _refused(request, said, status=422)
        return None


def _refused(request: HttpRequest, said: dict[str, Any], *, status: int) -> HttpResponse:
    response = render(request, "refused.html", said | {"back": _came_from(request)}, status=status)
    response.headers[HEADER] = "true"
    return response


def _came_from(request: HttpRequest) -> str:
    """The page of the desk on which it was pressed; empty where the browser does not say it."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""
