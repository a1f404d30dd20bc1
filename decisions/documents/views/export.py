"""Taking a record along: stored papers, Markdown and JSON, also as external copies. Each file is noted by its hash."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from decisions.documents.export_json_md import file_name, json_bytes, markdown_bytes
from decisions.documents.export_log import log_export
from decisions.documents.external_copy import external_copy
from decisions.documents.file_store import bytes_of, path_of
from decisions.documents.models import Artifact
from decisions.documents.pdf.engine import PdfEngineMissing
from decisions.documents.print_jobs import (
    PRINTERS,
    ask_for_papers,
    check_printed,
    has_scorecard,
    stored_paper,
)
from decisions.documents.views.read import report_asked
from decisions.record.access import visible_record
from decisions.record.models import Record
from decisions.versions.models import Version
from decisions.versions.report import report_of_page

FORMS = {
    "json": (json_bytes, "application/json"),
    "md": (markdown_bytes, "text/markdown; charset=utf-8"),
}


def asks_for_external(request: HttpRequest) -> bool:
    """Whether the address asks for the copy that leaves out what is internal."""
    return request.GET.get("copy") == "external"


@require_safe
def paper(request: HttpRequest, code: str, number: int, kind: str) -> HttpResponse:
    """The stored PDF of a version as it stands, byte for byte; printed by the worker where it is not there yet."""
    record = visible_record(request, code)
    version = get_object_or_404(
        Version.objects.select_related("standing", "scorecard"), record=record, number=number
    )
    is_external = asks_for_external(request)
    is_scorecard = kind == Artifact.Kind.SCORECARD and has_scorecard(version) and not is_external
    if kind not in PRINTERS and not is_scorecard:
        raise Http404
    check_printed(version, Artifact.Kind(kind))
    found = stored_paper(version, Artifact.Kind(kind), is_external=is_external)
    if found is None or not path_of(found.sha256).is_file():
        ask_for_papers(version, by=person_of(request), is_external=is_external)
        context = {"record": record, "version": version}
        return render(request, "decisions/documents/paper_waits.html", context, status=202)
    data = bytes_of(found)
    _log(request, record, data, form=kind, version=number, is_external=is_external)
    name = f"{record.code}-v{number}-{kind}{'-external' if is_external else ''}.pdf"
    return _file(data, "application/pdf", name)


@require_POST
def print_draft(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A PDF of the draft as it is now. It is marked as a draft and not stored."""
    page = report_asked(request, code)[0]
    if kind not in PRINTERS:
        raise Http404
    try:
        printed = PRINTERS[Artifact.Kind(kind)](report_of_page(page))
    except PdfEngineMissing as error:
        return render(request, "refused.html", {"message": str(error)}, status=503)
    _log(request, page.record, printed.data, form=kind, version=None, is_external=False)
    return _file(printed.data, "application/pdf", f"{page.record.code}-draft.pdf")


@require_safe
def export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Markdown or JSON of the version that is looked at, else of the draft, which has no external copy."""
    page, report, version = report_asked(request, code)
    is_external = asks_for_external(request)
    if form not in FORMS or (is_external and version is None):
        raise Http404
    report = external_copy(report) if is_external else report
    make, kind = FORMS[form]
    data = make(report)
    number = version.number if version else None
    _log(request, page.record, data, form=form, version=number, is_external=is_external)
    return _file(data, kind, file_name(report, form))


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _log(
    request: HttpRequest, record: Record, data: bytes, *, form: str, version: int | None, is_external: bool
) -> None:
    log_export(
        record,
        data,
        form=form,
        version=version,
        is_external=is_external,
        by=person_of(request),
        now=timezone.now(),
        door="screen",
    )
