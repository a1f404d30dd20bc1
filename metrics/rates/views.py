"""Tables of rates: all of them, one of them, and another one on its way in."""

import re
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import person_of
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import path_of
from metrics.files.upload_limits import largest_upload, was_stopped
from metrics.permissions import check_may_enter
from metrics.provenance.models import Import, StoredFile
from metrics.rates.forms import RatesForm, RatesUploadForm
from metrics.rates.models import Rate, RateTable
from metrics.rates.reading import RatesRefused, read_rates
from metrics.rates.tables import add_table, counted_tables, plan_table
from partnerdesk.core.bodies import takes_files

ROWS = 30
RATE_ROWS = 200


@require_safe
def rate_list(request: HttpRequest) -> HttpResponse:
    """Every table that was given, newest day first."""
    page = Paginator(counted_tables(), ROWS).get_page(request.GET.get("page"))
    return render(request, "metrics/rates/rate_list.html", {"page": page})


@require_safe
def rate_table(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One table: its rates, which of them count, and the imports that were converted by them."""
    table = get_object_or_404(RateTable.objects.select_related("created_by", "file"), pk=pk)
    rates = Rate.objects.filter(table=table).order_by("currency", "to", "-month")
    page = Paginator(rates, RATE_ROWS).get_page(request.GET.get("page"))
    imports = Import.objects.filter(used_rates__rate__table=table).distinct().order_by("-created_at")
    context = {
        "table": table,
        "page": page,
        "counting": set(Rate.objects.counting().values_list("pk", flat=True)),
        "imports": imports[:ROWS],
        "import_count": imports.count(),
    }
    return render(request, "metrics/rates/rate_table.html", context)


@require_safe
def rate_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file as it was given, for download only."""
    table = get_object_or_404(RateTable, pk=pk)
    path = path_of(table.file_id)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=table.file_name)


@takes_files(largest_upload)
@require_http_methods(["GET", "HEAD", "POST"])
def rates_new(request: HttpRequest) -> HttpResponse:
    """Take a file of rates; what it would change is shown before it counts."""
    check_may_enter(person_of(request))
    is_sent = request.method == "POST"
    form = RatesUploadForm(request.POST, request.FILES) if is_sent else RatesUploadForm()
    if is_sent and was_stopped(request):
        form.full_clean()
        form.add_error("file", _("The file is too large, or the disk is nearly full: split it."))
    elif is_sent and form.is_valid():
        try:
            stored, name = form.keep()
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            said = {"name": name, "source": form.cleaned_data["source"], "dated_on": form.data["dated_on"]}
            return redirect(f"{reverse('metrics:rates_look', args=[stored.pk])}?{urlencode(said)}")
    status = 422 if form.errors else 200
    return render(request, "metrics/rates/rates_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rates_look(request: HttpRequest, sha256: str) -> HttpResponse:
    """What a kept file of rates would change; a POST takes it."""
    person = person_of(request)
    check_may_enter(person)
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Http404
    file = get_object_or_404(StoredFile, pk=sha256)
    is_sent = request.method == "POST"
    form = RatesForm(request.POST if is_sent else request.GET)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    context: dict[str, Any] = {"file": file, "form": form, **said}
    try:
        if is_sent:
            table, plan = add_table(
                file,
                said["name"],
                source=said["source"],
                dated_on=said["dated_on"],
                by=person,
                now=timezone.now(),
            )
            messages.success(request, _("%(new)s rates are new, %(changed)s corrected.") % plan.counts)
            return redirect(table)
        context["plan"] = plan_table(read_rates(path_of(file.pk), said["name"]), said["dated_on"])
    except RatesRefused as error:
        context["faults"] = error.faults
    except (Unreadable, FileNotFoundError) as error:
        context["faults"] = [str(error)]
    status = 422 if "faults" in context else 200
    return render(request, "metrics/rates/rates_look.html", context, status=status)
