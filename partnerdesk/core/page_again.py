"""The page from which a plain form was sent, asked for again within the request that sent it."""

import io
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import ResolverMatch, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from partnerdesk.core.frozen_content import Altered
from partnerdesk.core.refusals import Blocked, NotAllowed

OF_ITS_OWN = {"GET", "headers", "_post", "_files", "_body", "_encoding"}
"""What Django keeps on a request of its address and its body; everything else is the person's and is taken over."""

UNSEEN = (Altered, BadRequest, Blocked, Http404, NotAllowed, PermissionDenied, SuspiciousOperation)
"""With these a page does not show: the refusal then stands on one of its own."""


def came_from(request: HttpRequest) -> str:
    """The page of the desk on which it was pressed; empty where the browser does not say it."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""


def page_again(request: HttpRequest) -> tuple[HttpResponse, str] | None:
    """The answer of that page to the same person, and its path with its query; None where there is none to show."""
    address = urlsplit(came_from(request))
    if not address.path or "\0" in unquote(address.geturl()) or not isinstance(request, WSGIRequest):
        return None
    try:
        match = resolve(unquote(address.path))
        if getattr(match.func, "login_required", True) and not request.user.is_authenticated:
            return None
        asked = _asked(request, address)
        asked.resolver_match = match
        response = _drawn(match, asked)
    except UNSEEN:
        return None
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    if response.streaming or not is_page:
        return None
    return response, address._replace(scheme="", netloc="", fragment="").geturl()


def _asked(request: WSGIRequest, address: SplitResult) -> WSGIRequest:
    """The request for that page, with the person, session and messages of this one."""
    new = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(address.path).encode().decode("latin-1"),
        "QUERY_STRING": address.query,
        "CONTENT_LENGTH": "",
        "wsgi.input": io.BytesIO(),
    }
    asked = WSGIRequest(request.META | new)
    known = vars(asked)
    for name, value in vars(request).items():
        if name not in OF_ITS_OWN:
            known.setdefault(name, value)
    return asked


def _drawn(match: ResolverMatch, asked: HttpRequest) -> HttpResponse:
    response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    return response.render() if isinstance(response, SimpleTemplateResponse) else response
