"""How long somebody stays signed in: until they were away for half a day, and for two weeks at most."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

BEGUN, SEEN = "begun_at", "seen_at"
NOTED_EVERY = 300
"""A request is noted in the session when the last noted one is so many seconds old: not every page writes."""


class SessionLimitMiddleware:
    """Ends sessions that are too old, before anything is done for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._judge(request, int(time.time()))
        return self.get_response(request)

    def _judge(self, request: HttpRequest, now: int) -> None:
        begun, seen = request.session.get(BEGUN, now), request.session.get(SEEN, now)
        if now - begun >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS:
            logout(request)
        elif BEGUN not in request.session or now - seen >= NOTED_EVERY:
            request.session[BEGUN], request.session[SEEN] = begun, now
