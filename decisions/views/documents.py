"""Reading a record: one-pager, full record, versions, exports. What is frozen is given out as it was."""

import json
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from decisions import models as m
from decisions.page import RecordPage
from decisions.reports.export import as_json
from decisions.reports.one_pager import LEVELS, OnePager
from decisions.reports.pictures import pictures_of
from decisions.reports.printing import ask_for_papers, path_of, stored_paper
from decisions.reports.rendering import (
    PdfEngineMissing,
    print_full,
    print_one_pager,
    qr_of,
)
from decisions.reports.report import Report, report_of_version
from decisions.stages import Stage
from decisions.views.access import visible_record
from partnerdesk.core import jobs
from partnerdesk.core.events import record_event
from partnerdesk.core.htmx import page_or_fragment

PRINTERS = {m.Artifact.Kind.ONE_PAGER: print_one_pager, m.Artifact.Kind.FULL: print_full}


def number_of(text: str) -> int:
    """The number of a version as an address has it."""
    if not text.isdecimal() or len(text) > 6:
        raise Http404
    return int(text)


def _version(record: m.Record, number: str | None) -> m.Version | None:
    """The version that the address names; without one the newest where there is no open draft."""
    versions = m.Version.objects.filter(record=record).select_related(
        "standing", "enactment", "round__committee", "proposed_by"
    )
    if number:
        return get_object_or_404(versions, number=number_of(number))
    if record.stage in (Stage.PROPOSED, Stage.NONE):
        return versions.order_by("-number").first()
    return None


def _report(request: HttpRequest, code: str) -> tuple[RecordPage, Report, m.Version | None]:
    record = visible_record(request, code)
    page = RecordPage.of(record, person_of(request), Stage.PROPOSED, timezone.now())
    version = _version(record, request.GET.get("version"))
    return page, report_of_version(version) if version else page.draft_report, version


@require_safe
def one_pager(request: HttpRequest, code: str) -> HttpResponse:
    """The one-pager on screen, with the approver's decision beside it."""
    page, report, version = _report(request, code)
    sheet = OnePager(report, LEVELS[0])
    context = _context(request, page, report, version) | pictures_of(sheet)
    context |= {
        "page": page,
        "sheet": sheet,
        "kind": m.Artifact.Kind.ONE_PAGER,
    }
    return page_or_fragment(request, "decisions/one_pager.html", context, fragments={"papers"})


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The full record on screen."""
    page, report, version = _report(request, code)
    context = _context(request, page, report, version) | {"kind": m.Artifact.Kind.FULL}
    return page_or_fragment(request, "decisions/document.html", context, fragments={"papers"})


def _context(
    request: HttpRequest, page: RecordPage, report: Report, version: m.Version | None
) -> dict[str, Any]:
    is_running = version is not None and version.round.closed_at is None
    return {
        "page": page,
        "record": page.record,
        "report": report,
        "version": version,
        "can_decide": is_running and page.can_decide,
        "qr": qr_of(report),
        "papers": _papers(version) if version else None,
    }


def _papers(version: m.Version) -> dict[str, Any]:
    """Whether the papers of a version are printed, and how far the worker is."""
    waiting = m.Artifact.objects.filter(version=version, standing=version.standing.state).count() < len(
        PRINTERS
    )
    last = jobs.last_job("decisions.papers", version.pk)
    return {
        "are_ready": not waiting,
        "is_running": waiting and last is not None and last.state == last.State.WAITING,
        "message": last.message if last and last.state in (last.State.REFUSED, last.State.PARKED) else "",
        "progress": jobs.progress(version.pk),
    }


@require_safe
def paper(request: HttpRequest, code: str, number: int, kind: str) -> HttpResponseBase:
    """The stored PDF of a version as it stands, byte for byte; printed by the worker where it is not there yet."""
    record = visible_record(request, code)
    version = get_object_or_404(m.Version.objects.select_related("standing"), record=record, number=number)
    if kind not in m.Artifact.Kind.values:
        raise Http404
    found = stored_paper(version, m.Artifact.Kind(kind))
    if found is None or not path_of(found.sha256).is_file():
        ask_for_papers(version, by=person_of(request))
        return render(
            request, "decisions/paper_waits.html", {"record": record, "version": version}, status=202
        )
    _log_export(request, record, kind=kind, version=number)
    name = f"{record.code}-v{number}-{kind}.pdf"
    return FileResponse(
        path_of(found.sha256).open("rb"), content_type="application/pdf", filename=name, as_attachment=True
    )


@require_POST
def print_draft(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A PDF of the draft as it is now. It is marked as a draft and not stored."""
    page = _report(request, code)[0]
    if kind not in m.Artifact.Kind.values:
        raise Http404
    try:
        printed = PRINTERS[m.Artifact.Kind(kind)](page.draft_report)
    except PdfEngineMissing as error:
        return render(request, "refused.html", {"message": str(error)}, status=503)
    _log_export(request, page.record, kind=kind, version=None)
    response = HttpResponse(printed.data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{page.record.code}-draft.pdf"'
    return response


@require_safe
def export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Markdown or JSON of the version that is looked at, else of the draft."""
    page, report, version = _report(request, code)
    name = f"{page.record.code}-{f'v{version.number}' if version else 'draft'}"
    if form == "json":
        body, kind = json.dumps(as_json(report), ensure_ascii=False, indent=2), "application/json"
    elif form == "md":
        body, kind = render_to_string("reports/full.md", {"report": report}), "text/markdown; charset=utf-8"
    else:
        raise Http404
    _log_export(request, page.record, kind=form, version=version.number if version else None)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _log_export(request: HttpRequest, record: m.Record, *, kind: str, version: int | None) -> None:
    record_event(
        "record.exported",
        subject_kind="record",
        subject_id=record.pk,
        by=person_of(request),
        now=timezone.now(),
        export=kind,
        version=version,
    )
