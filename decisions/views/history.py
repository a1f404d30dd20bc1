"""What changed, by whom; and the waivers of a record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.history import changes_in
from decisions.page import RecordPage
from decisions.stages import Stage
from decisions.timeline import Lane, timeline
from decisions.views.access import visible_record


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Edits of the section that the address names; else all that happened to the record, or one lane of it."""
    page = RecordPage.of(visible_record(request, code), person_of(request), Stage.PROPOSED, timezone.now())
    wanted = request.GET.get("section", "")
    place = next((found for found in page.layout.places if found.key == wanted), None)
    shown = request.GET.get("show", "")
    lane = Lane(shown) if shown in Lane.values else Lane.ALL
    context = {
        "page": page,
        "record": page.record,
        "place": place,
        "lane": lane,
        "lanes": Lane,
        "changes": changes_in(page.content, place) if place else (),
        "entries": () if place else timeline(page.content, lane),
    }
    return render(request, "decisions/history.html", context)


@require_safe
def waivers(request: HttpRequest, code: str) -> HttpResponse:
    """What blocks the proposal, what the approver has let pass, and why."""
    page = RecordPage.of(visible_record(request, code), person_of(request), Stage.PROPOSED, timezone.now())
    context = {
        "page": page,
        "record": page.record,
        "can_waive": page.user.has_perm("decisions.waive", page.record) and page.record.has_draft,
    }
    return render(request, "decisions/waivers.html", context)
