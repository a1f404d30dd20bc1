"""Turning an action's refusal into an answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partnerdesk.core.frozen_content import Altered, raise_alarm
from partnerdesk.core.refusals import Blocked, NotAllowed


class RefusalMiddleware:
    """NotAllowed becomes 403 and Blocked 422, each with its sentences, as page or fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return render(request, "refused.html", {"message": str(exception)}, status=403)
        if isinstance(exception, Altered):
            raise_alarm(exception)
        if isinstance(exception, Blocked):
            context = {"message": exception.message, "reasons": exception.reasons}
            return render(request, "refused.html", context, status=422)
        return None
