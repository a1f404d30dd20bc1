"""One partner: its page, its attributes, risk flags and compliance checkpoints."""

import uuid
from typing import TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import person_of
from partnerdesk.core.days import today_shown
from partnerdesk.core.refusals import Blocked
from partners import actions
from partners.forms import CheckpointForm, PartnerForm, RiskFlagForm
from partners.history import changes_of
from partners.models import ComplianceCheckpoint, Partner, RiskFlag

Row = TypeVar("Row", bound=Model)


@require_safe
def partner(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Partner.objects.select_related("owner"), pk=pk)
    flags = list(found.risk_flags.select_related("owner"))
    context = {
        "partner": found,
        "open_flags": [flag for flag in flags if flag.closed_on is None],
        "closed_flags": [flag for flag in flags if flag.closed_on],
        "checkpoints": found.checkpoints.select_related("owner"),
        "today": today_shown(),
        "changes": changes_of(found),
    }
    return render(request, "partners/partner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    actions.check_may_change(person)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_partner(**form.cleaned_data, by=person, now=timezone.now())
        except Blocked as refusal:
            form.add_error("key", refusal.message)
        else:
            return redirect(added)
    return render(request, "partners/partner_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Edit attributes. Only what the person changed is written, so that two people do not undo each other."""
    person = person_of(request)
    actions.check_may_change(person)
    found = get_object_or_404(Partner, pk=pk)
    form = PartnerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and not form.meets_others(_fresh(found)):
        actions.change_partner(found, **form.changes(), by=person, now=timezone.now())
        return redirect(found)
    context = {"form": form, "partner": found}
    return render(request, "partners/partner_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, pk: uuid.UUID, flag_pk: uuid.UUID | None = None) -> HttpResponse:
    """Raise a risk flag, change or close one."""
    person = person_of(request)
    actions.check_may_change(person)
    found = get_object_or_404(Partner, pk=pk)
    known = get_object_or_404(RiskFlag, pk=flag_pk, partner=found) if flag_pk else None
    initial = {} if known else {"owner": person.pk}
    form = RiskFlagForm(request.POST or None, instance=known, initial=initial)
    if request.method == "POST" and form.is_valid() and not (known and form.meets_others(_fresh(known))):
        values = form.changes() if known else form.cleaned_data
        actions.save_risk_flag(found, known, **values, by=person, now=timezone.now())
        return redirect(found)
    context = {"form": form, "partner": found, "flag": known}
    return render(request, "partners/flag_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint(request: HttpRequest, pk: uuid.UUID, checkpoint_pk: uuid.UUID | None = None) -> HttpResponse:
    """Set a compliance checkpoint, or write down how its check went."""
    person = person_of(request)
    actions.check_may_change(person)
    found = get_object_or_404(Partner, pk=pk)
    known = (
        get_object_or_404(ComplianceCheckpoint, pk=checkpoint_pk, partner=found) if checkpoint_pk else None
    )
    initial = {} if known else {"owner": person.pk}
    form = CheckpointForm(request.POST or None, instance=known, initial=initial)
    if request.method == "POST" and form.is_valid() and not (known and form.meets_others(_fresh(known))):
        values = form.changes() if known else form.cleaned_data
        actions.save_checkpoint(found, known, **values, by=person, now=timezone.now())
        return redirect(found)
    context = {"form": form, "partner": found, "checkpoint": known}
    return render(request, "partners/checkpoint_form.html", context, status=422 if form.errors else 200)


def _fresh(row: Row) -> Row:
    """The row as it is stored: the form has filled its own copy already."""
    return type(row)._default_manager.get(pk=row.pk)
