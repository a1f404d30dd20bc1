"""One address for page and fragment. The server picks the fragment from the target's id and an allow-list."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def fragment_target(request: HttpRequest, fragments: Iterable[str]) -> str | None:
    """The partial that this request asks for: the id of htmx's target, where the page offers it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    if not htmx or htmx.history_restore_request or htmx.target not in set(fragments):
        return None
    return str(htmx.target)


def page_or_fragment(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    fragments: Iterable[str],
    status: int = 200,
) -> HttpResponse:
    """Render the page, or only the `partialdef` that is named like htmx's target."""
    target = fragment_target(request, fragments)
    response = render(request, f"{template}#{target}" if target else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def redirect_page(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page: a redirect for a browser, a client redirect for htmx."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
