"""A file on its way in: upload, mapping, preview, import, result."""

import datetime as dt
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from accounts.models import User
from accounts.requests import person_of
from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import path_of
from metrics.files.upload_limits import largest_upload, was_stopped
from metrics.imports import looking, mapping_draft, steps
from metrics.imports.choose_page import page_of
from metrics.imports.forms import UploadForm
from metrics.imports.found_lines import named
from metrics.imports.mapping_page import MappingPage
from metrics.imports.proposal import looks_of
from metrics.imports.understood_page import UnderstoodPage
from metrics.observations.models import MetricSummary
from metrics.permissions import check_may_enter
from metrics.provenance.models import Import
from partnerdesk.core import jobs
from partnerdesk.core.bodies import takes_files
from partnerdesk.core.htmx import page_or_fragment, redirect_page
from partnerdesk.core.refusals import Blocked

ROWS = 30
WORKING = {Import.State.LOOKING, Import.State.PREVIEWING, Import.State.IMPORTING}


@takes_files(largest_upload)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file. A known source's mapping leads straight to the preview."""
    person = person_of(request)
    check_may_enter(person)
    asked = {"source": request.GET.get("source", "")}
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm(initial=asked)
    if is_sent and was_stopped(request):
        form.full_clean()
        form.add_error("file", _("The file is too large, or the disk is nearly full: split it by period."))
    elif is_sent and form.is_valid():
        try:
            imported = _started(form, request)
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            return redirect_page(request, reverse("metrics:import", args=[imported.pk]))
    context = {"form": form}
    status = 422 if form.errors else 200
    return page_or_fragment(request, "metrics/imports/upload.html", context, fragments=(), status=status)


def _started(form: UploadForm, request: HttpRequest) -> Import:
    """Begin an import with a valid form's files; raises Unreadable where they can't be kept."""
    person, now = person_of(request), timezone.now()
    file, file_name = form.keep("file")
    partner_file, partner_file_name = form.keep("partner_file")
    if file is None:
        raise Unreadable(_("Choose a file."))
    imported = steps.start_import(
        file,
        file_name,
        partner_file=partner_file,
        partner_file_name=partner_file_name,
        source=form.cleaned_data["source"],
        by=person,
        now=now,
    )
    if not imported.is_understood:
        _map_as_before(imported, by=person, now=now)
    return imported


def _map_as_before(imported: Import, *, by: User, now: dt.datetime) -> None:
    """Preview a file by its source's mapping, where it has the columns; else the page shows what no longer fits."""
    try:
        mapping = ImportMapping.model_validate(imported.mapping)
        look, _partner_look = looks_of(imported, imported.mapping.get("format"))
        if not set(mapping.columns()) - set(look.names):
            steps.map_import(imported, mapping, by=by, now=now)
    except (ValidationError, Blocked):
        pass


@require_safe
def import_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where the file stands: being read, to be confirmed, imported or refused."""
    imported = get_object_or_404(_imports(), pk=pk)
    is_working = imported.state in WORKING
    if request.htmx and not is_working:  # type: ignore[attr-defined]
        return redirect_page(request, imported.get_absolute_url())
    if imported.state == Import.State.MAPPING:
        return redirect("metrics:import_mapping", pk)
    context: dict[str, Any] = {"imported": imported, "is_working": is_working}
    if is_working:
        context["progress"] = jobs.progress(imported.pk)
        return page_or_fragment(
            request, "metrics/imports/import_progress.html", context, fragments={"progress"}
        )
    set_aside = imported.result.get("set_aside", [])
    context["set_aside"] = (len(set_aside), named(set_aside))
    if imported.state == Import.State.DONE:
        keys = [line["metric"] for line in imported.details.get("metrics", [])]
        context["summaries"] = MetricSummary.objects.in_bulk(keys)
    return page_or_fragment(request, "metrics/imports/import_page.html", context, fragments=())


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the columns mean. `do` names the button: rows come and go, answers, read again, or preview."""
    imported = get_object_or_404(_imports(), pk=pk)
    check_may_enter(person_of(request))
    if imported.state in {*WORKING, Import.State.DONE, Import.State.DROPPED}:
        return redirect_page(request, imported.get_absolute_url())
    try:
        page = page_of(imported, request.POST.dict() if request.method == "POST" else None)
    except (Unreadable, FileNotFoundError) as error:
        context = {"imported": imported, "problem": str(error)}
        return page_or_fragment(
            request, "metrics/imports/import_unreadable.html", context, fragments=(), status=422
        )
    if request.method != "POST":
        return _page(request, imported, page)
    return _posted(request, imported, page, request.POST.get("do", ""))


def _posted(request: HttpRequest, imported: Import, page: MappingPage, what: str) -> HttpResponse:
    """What a button of the page does; all others show it again with what was typed."""
    mapping_draft.change_rows(page.draft, what)
    if isinstance(page, UnderstoodPage):
        mapping_draft.forget_answer(page.draft, what)
        is_new = looking.is_read_anew(imported, page.draft)
        if what == "look" or what.startswith(mapping_draft.ASK_AGAIN):
            return _looked_again(request, imported, page, goes_on=False)
        if what == "preview" and is_new and not page.open_must:
            return _looked_again(request, imported, page, goes_on=True)
    if what != "preview":
        return _page(request, imported, page)
    mapping, page.problems = mapping_draft.completed(page.draft, page.definitions, imported.partner_file_name)
    if page.open_must:
        page.problems.general.append(_("Answer what must be answered: nothing is guessed."))
    if mapping is None or page.problems:
        return _page(request, imported, page, status=422)
    try:
        steps.map_import(imported, mapping, by=person_of(request), now=timezone.now())
    except Blocked as refusal:
        page.problems.general.append(refusal.message)
        return _page(request, imported, page, status=422)
    return redirect_page(request, imported.get_absolute_url())


def _looked_again(
    request: HttpRequest, imported: Import, page: MappingPage, *, goes_on: bool
) -> HttpResponse:
    by, now = person_of(request), timezone.now()
    looking.look_again(imported, page.draft, goes_on=goes_on, by=by, now=now)
    return redirect_page(request, imported.get_absolute_url())


def _page(request: HttpRequest, imported: Import, page: MappingPage, *, status: int = 200) -> HttpResponse:
    return page_or_fragment(
        request,
        "metrics/imports/import_mapping.html",
        {"imported": imported, "page": page},
        fragments={"mapping"},
        status=status,
    )


def _imports() -> Any:
    return Import.objects.select_related("source", "file", "created_by")


@require_POST
def import_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    steps.confirm_import(imported, by=person_of(request), now=timezone.now())
    return redirect_page(request, imported.get_absolute_url())


@require_POST
def import_drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    imported = get_object_or_404(Import, pk=pk)
    steps.drop_import(imported, by=person_of(request), now=timezone.now())
    return redirect_page(request, reverse("metrics:imports"))


@require_safe
def import_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file as it was given, for download only."""
    imported = get_object_or_404(Import, pk=pk)
    path = path_of(imported.file_id)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=imported.file_name)


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """All files, newest first."""
    page = Paginator(_imports().order_by("-created_at", "pk"), ROWS).get_page(request.GET.get("page"))
    return page_or_fragment(request, "metrics/imports/import_list.html", {"page": page}, fragments=())
