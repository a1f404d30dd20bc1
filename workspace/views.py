"""What looks across: the desk of a person, and what they were told."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_POST, require_safe

from accounts.calendars import person_behind
from accounts.languages import speaking_to
from accounts.requests import person_of
from partnerdesk.core import outbox
from partnerdesk.core.days import day_of
from workspace.calendar import days_of, feed, fingerprint
from workspace.desk import LATE, late_of, lately, waiting_for
from workspace.notices import notices_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person, or one kind of it; and what changed lately."""
    user = person_of(request)
    groups = waiting_for(user, timezone.now())
    wanted = request.GET.get("group", "")
    shown = late_of(groups) if wanted == LATE else [group for group in groups if group.key == wanted]
    context = {
        "groups": groups,
        "shown": shown or groups,
        "group": wanted if shown else "",
        "late": sum(item.is_late for group in groups for item in group.items),
        "count": sum(len(group.items) for group in groups),
        "lately": lately(user),
    }
    return render(request, "workspace/desk.html", context)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Everything that the person was told."""
    page = notices_of(person_of(request), before=request.GET.get("before", ""))
    return render(request, "workspace/notices.html", {"page": page})


@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    """Mark all as seen that the list showed; what came since stays unseen."""
    now = timezone.now()
    outbox.mark_seen(person_of(request).pk, until=_moment(request.POST.get("until", "")) or now, now=now)
    return redirect("workspace:notices")


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@login_not_required  # calendars sign nobody in: the address is the secret
@cache_control(private=True, no_cache=True)
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the person whose address this is. Asked again without a change it is not even written."""
    person = person_behind(token)
    if person is None:
        raise Http404
    with speaking_to(person):
        days = days_of(person, day_of(person, timezone.now()))

        @etag(lambda _request: f'"{fingerprint(days)}"')
        def written(_request: HttpRequest) -> HttpResponse:
            return HttpResponse(
                feed(days),
                content_type="text/calendar; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="partner-desk.ics"'},
            )

        return written(request)
