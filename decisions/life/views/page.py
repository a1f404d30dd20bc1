"""The working page of a record: one stage with its sections."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.life.page import RecordPage
from decisions.record.access import visible_record
from decisions.states.stages import WORKING_STAGES, Stage


@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Where one goes from a list: the stage of an open draft, else the document."""
    found = visible_record(request, code)
    user = person_of(request)
    if found.stage in WORKING_STAGES and user.has_perm("decisions.change_record", found):
        return redirect("decisions:stage", found.code, found.stage)
    return redirect("decisions:one_pager", found.code)


@require_safe
def stage(request: HttpRequest, code: str, stage: str) -> HttpResponse:
    if stage not in WORKING_STAGES:
        raise Http404
    page = RecordPage.of(visible_record(request, code), person_of(request), Stage(stage), timezone.now())
    return render(request, "decisions/life/page.html", {"page": page, "record": page.record})
