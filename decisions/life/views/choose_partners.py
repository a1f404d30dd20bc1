"""Choosing the partners of a scope or a cohort; taking a metric to its newest definition."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import person_of
from decisions.draft.choose_partners import change_partners, partners_to_choose
from decisions.draft.layout import lay_out
from decisions.life.reopen import move_to_newest_definition, save_unit
from decisions.record.access import visible_record, writable_record
from decisions.sections.metrics import MetricBinding
from decisions.sections.registry import UNITS
from decisions.sections.scope import Cohort, Scope


@require_http_methods(["GET", "HEAD", "POST"])
def choose_partners(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> HttpResponse:
    """A filtered list of partners with check boxes; saving keeps what the filter hides."""
    record = writable_record(request, code)
    model = UNITS.get(kind)
    unit = model.objects.filter(pk=pk, record=record).first() if model in (Scope, Cohort) else None
    if unit is None:
        raise Http404
    if request.method == "POST":
        change_partners(
            unit,
            shown=request.POST.getlist("shown"),
            chosen=request.POST.getlist("partner"),
            save=save_unit,
            by=person_of(request),
            now=timezone.now(),
        )
        if "more" in request.POST:
            return redirect(f"{request.path}?{request.GET.urlencode()}")
        stage = lay_out(record.framework_version.content).home_of["scope"].stage
        return redirect(f"{reverse('decisions:stage', args=[record.code, stage])}#{unit.anchor}")
    context = {"record": record, "unit": unit} | partners_to_choose(unit, request.GET)
    return render(request, "decisions/draft/choose_partners.html", context)


@require_POST
def move_definition(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Take a metric to the newest version of its definition."""
    record = visible_record(request, code)
    binding = get_object_or_404(MetricBinding, pk=pk, record=record)
    move_to_newest_definition(binding, by=person_of(request), now=timezone.now())
    stage = lay_out(record.framework_version.content).home_of["metrics"].stage
    return redirect(f"{reverse('decisions:stage', args=[record.code, stage])}#{binding.anchor}")
