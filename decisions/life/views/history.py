"""What changed in a record, by whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.life.history import changes_in
from decisions.life.timeline import TimelineLane, timeline
from decisions.readiness.record_head import RecordHead
from decisions.record.access import visible_record
from decisions.states.stages import Stage


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Edits of the section that the address names; else all that happened to the record, or one lane of it."""
    page = RecordHead.of(visible_record(request, code), person_of(request), Stage.PROPOSED, timezone.now())
    wanted = request.GET.get("section", "")
    place = next((found for found in page.layout.places if found.key == wanted), None)
    shown = request.GET.get("show", "")
    lane = TimelineLane(shown) if shown in TimelineLane.values else TimelineLane.ALL
    context = {
        "page": page,
        "record": page.record,
        "place": place,
        "lane": lane,
        "lanes": TimelineLane,
        "changes": changes_in(page.content, place) if place else (),
        "entries": () if place else timeline(page.content, lane, person_of(request)),
    }
    return render(request, "decisions/life/history.html", context)
