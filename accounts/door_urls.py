"""The routes of allauth that we offer. All others are closed, also those that a later version of it brings.

Their names stay known, because its own pages ask for them; what they lead to is not found.
"""

from collections.abc import Iterable

from allauth.account.urls import urlpatterns as of_library
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.views.decorators.csrf import csrf_exempt

OFFERED = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)


@csrf_exempt  # nothing is done here, so nothing of what is sent is read
@login_not_required
def closed(_request: HttpRequest, **_names: str) -> HttpResponse:
    """Not found, whoever asks and however."""
    raise Http404


def only_offered(entries: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """The same routes, closed where we do not offer them. Routes below a resolver of their own are left out whole."""
    routes = [entry for entry in entries if isinstance(entry, URLPattern)]
    return [
        entry if entry.name in OFFERED else URLPattern(entry.pattern, closed, name=entry.name)
        for entry in routes
    ]


urlpatterns = only_offered(of_library)
