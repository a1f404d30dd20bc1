"""Closing and archiving a record, and the ways back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from decisions.life.forms import RetentionForm
from decisions.life.retain import in_the_way, retain, ways
from decisions.readiness.record_head import RecordHead
from decisions.record.access import visible_record
from decisions.states.retention import Retention
from decisions.states.stages import Stage


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest, code: str) -> HttpResponse:
    """What stands in the way of closing, and the ways that the record can go."""
    record, person = visible_record(request, code), person_of(request)
    if request.method == "POST":
        to = request.POST.get("to", "")
        if to not in Retention.values:
            raise Http404
        reason = request.POST.get("reason", "")[:500]
        retain(record, to=Retention(to), reason=reason, by=person, now=timezone.now())
        return redirect("decisions:retention", code)
    context = {
        "page": RecordHead.of(record, person, Stage.PROPOSED, timezone.now()),
        "record": record,
        "reasons": list(in_the_way(record)) if record.state == Retention.OPEN else [],
        "ways": ways(record),
        "can_retain": person.has_perm("decisions.share_record", record),
        "form": RetentionForm(),
    }
    return render(request, "decisions/life/retention.html", context)
