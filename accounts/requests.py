"""The person behind a request."""

from django.http import Http404, HttpRequest

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Who asks. Every page but the door has somebody: the middleware sees to it."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
