"""What the approver let pass: the page of a record's waivers, giving one, taking it back."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from decisions.readiness.record_head import RecordHead
from decisions.readiness.waivers import take_back_waiver, waive
from decisions.record.access import visible_record
from decisions.record.models import Waiver
from decisions.states.stages import Stage
from partnerdesk.core.words import words_of


@require_safe
def waivers(request: HttpRequest, code: str) -> HttpResponse:
    """What blocks the proposal, what the approver has let pass, and why."""
    page = RecordHead.of(visible_record(request, code), person_of(request), Stage.PROPOSED, timezone.now())
    context = {
        "page": page,
        "record": page.record,
        "can_waive": page.user.has_perm("decisions.waive", page.record) and page.record.has_draft,
    }
    return render(request, "decisions/readiness/waivers.html", context)


@require_POST
def add_waiver(request: HttpRequest, code: str) -> HttpResponse:
    record = visible_record(request, code)
    waive(
        record,
        code=words_of(request.POST, "code", 60),
        subject=words_of(request.POST, "subject", 80),
        reason=words_of(request.POST, "reason", 500),
        by=person_of(request),
        now=timezone.now(),
    )
    return redirect("decisions:waivers", record.code)


@require_POST
def remove_waiver(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    record = visible_record(request, code)
    waiver = get_object_or_404(Waiver, pk=pk, record=record)
    take_back_waiver(waiver, by=person_of(request), now=timezone.now())
    return redirect("decisions:waivers", record.code)
