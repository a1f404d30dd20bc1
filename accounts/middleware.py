"""The signed-in person's time zone and language."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.languages import speaking_to
from accounts.models import User
from partnerdesk.core.days import one_zone


class PersonMiddleware:
    """Show times in the person's zone and words in their language; both are UTC and English before sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        with one_zone(getattr(user, "workspace_zone", None)):
            return self._of_person(request, user) if isinstance(user, User) else self.get_response(request)

    def _of_person(self, request: HttpRequest, user: User) -> HttpResponse:
        with timezone.override(zoneinfo.ZoneInfo(user.time_zone)), speaking_to(user):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response
