"""What looks across: the desk of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from workspace.waiting import lately, waiting_for


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person, and what changed lately."""
    user = person_of(request)
    groups = waiting_for(user, timezone.localdate())
    context = {
        "groups": groups,
        "count": sum(len(group.items) for group in groups),
        "lately": lately(user),
    }
    return render(request, "workspace/desk.html", context)
