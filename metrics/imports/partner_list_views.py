"""A list of partners, by itself: upload, mapping with a preview, confirm."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from metrics.files.dialect import Look
from metrics.files.preview import look_at_file
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import path_of
from metrics.files.upload_limits import largest_upload, was_stopped
from metrics.imports.forms import keep_given
from metrics.imports.partner_list_forms import ListMappingForm, ListUploadForm
from metrics.imports.partner_lists import Plan, apply_list, figure_changes, plan_list
from metrics.imports.suggest_partner_list import suggest_partner_list
from metrics.provenance.models import StoredFile
from partnerdesk.core.bodies import takes_files
from partners.actions import check_may_change

RENEWAL = re.compile(r"renew|expir|更新", re.IGNORECASE)


@takes_files(largest_upload)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_list_new(request: HttpRequest) -> HttpResponse:
    check_may_change(person_of(request))
    is_sent = request.method == "POST"
    form = ListUploadForm(request.POST, request.FILES) if is_sent else ListUploadForm()
    if is_sent and was_stopped(request):
        form.full_clean()
        form.add_error("file", _("The file is too large, or the disk is nearly full: split it."))
    elif is_sent and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            stored, name = keep_given(given)
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            address = reverse("metrics:partner_list", args=[stored.pk])
            return redirect(f"{address}?{urlencode({'name': name})}")
    status = 422 if form.errors else 200
    return render(request, "metrics/imports/partner_list_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_list(request: HttpRequest, sha256: str) -> HttpResponse:
    """Map the columns; `do=preview` shows what would change, `do=apply` does it."""
    person = person_of(request)
    check_may_change(person)
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Http404
    file, name = get_object_or_404(StoredFile, pk=sha256), request.GET.get("name", "")[:255]
    context: dict[str, Any] = {"file": file, "name": name}
    try:
        look = look_at_file(path_of(file.pk), request.POST.dict() if request.method == "POST" else None)
        form = ListMappingForm(request.POST or None, look=look, initial=_proposal(look))
        context |= {"form": form, "look": look}
        if request.method == "POST" and request.POST.get("do") != "reread" and form.is_valid():
            plan = _plan(file, name, form, look)
            if request.POST.get("do") == "apply":
                apply_list(plan, file, name, by=person, now=timezone.now())
                messages.success(request, _done_words(plan))
                return redirect("partners:directory")
            context |= {"plan": plan, "changes": figure_changes(plan)}
    except (Unreadable, FileNotFoundError) as error:
        context["problem"] = str(error)
    status = 422 if "problem" in context or context["form"].errors else 200
    return render(request, "metrics/imports/partner_list.html", context, status=status)


def _proposal(look: Look) -> dict[str, Any]:
    found = suggest_partner_list(look)
    named = [column for column in look.columns if RENEWAL.search(column.name)]
    dated = [column for column in look.columns if column.kind == "date"]
    for column in (named or dated)[:1]:
        found |= {"renewal": column.name, "renewal_format": next(iter(column.date_formats), "%Y-%m-%d")}
    return {"encoding": look.encoding, "delimiter": look.delimiter, **found}


def _plan(file: StoredFile, name: str, form: ListMappingForm, look: Look) -> Plan:
    return plan_list(
        path_of(file.pk),
        form.spec(name),
        form.format(look),
        overwrites=form.cleaned_data["overwrites"],
        renewal_format=form.cleaned_data["renewal_format"] or "%Y-%m-%d",
    )


def _done_words(plan: Plan) -> str:
    return _("%(new)s partners added, %(changed)s changed.") % {
        "new": len(plan.new),
        "changed": len(plan.changed),
    }
