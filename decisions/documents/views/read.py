"""Reading a record on screen: one-pager, full record, scorecard."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.documents.models import Artifact, Scorecard
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.documents.one_pager_pictures import pictures_of
from decisions.documents.pdf.render import qr_of
from decisions.documents.print_jobs import PRINTERS
from decisions.documents.scorecards import sheet_of
from decisions.readiness.record_head import RecordHead
from decisions.record.access import visible_record
from decisions.record.models import Record
from decisions.states.stages import Stage
from decisions.versions.figures_today import seen_from
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_page, report_of_version
from partnerdesk.core import jobs
from partnerdesk.core.days import workspace_today
from partnerdesk.core.htmx import page_or_fragment


def number_of(text: str) -> int:
    """The number of a version as an address has it."""
    if not text.isdecimal() or len(text) > 6:
        raise Http404
    return int(text)


def version_asked(record: Record, number: str | None) -> Version | None:
    """The version that the address names; without one the newest where there is no open draft."""
    versions = Version.objects.filter(record=record).select_related(
        "standing", "enactment", "round__committee", "proposed_by"
    )
    if number:
        return get_object_or_404(versions, number=number_of(number))
    if record.stage in (Stage.PROPOSED, Stage.NONE):
        return versions.order_by("-number").first()
    return None


def report_asked(request: HttpRequest, code: str) -> tuple[RecordHead, Report, Version | None]:
    """What a page reads: the version that the address names, else the newest, else the draft."""
    record = visible_record(request, code)
    page = RecordHead.of(record, person_of(request), Stage.PROPOSED, timezone.now())
    version = version_asked(record, request.GET.get("version"))
    return page, report_of_version(version) if version else report_of_page(page), version


def _on_screen(request: HttpRequest, code: str) -> tuple[RecordHead, Report, Version | None]:
    """The same, with how the figures of a version stand today."""
    page, report, version = report_asked(request, code)
    return page, seen_from(report, workspace_today()), version


@require_safe
def one_pager(request: HttpRequest, code: str) -> HttpResponse:
    """The one-pager on screen, with the approver's decision beside it."""
    page, report, version = _on_screen(request, code)
    sheet = OnePager(report, LEVELS[0])
    context = _context(request, page, report, version) | pictures_of(sheet)
    context |= {
        "page": page,
        "sheet": sheet,
        "kind": Artifact.Kind.ONE_PAGER,
    }
    return page_or_fragment(request, "decisions/documents/one_pager.html", context, fragments={"papers"})


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The full record on screen."""
    page, report, version = _on_screen(request, code)
    context = _context(request, page, report, version) | {"kind": Artifact.Kind.FULL}
    return page_or_fragment(request, "decisions/documents/document.html", context, fragments={"papers"})


@require_safe
def scorecard(request: HttpRequest, code: str) -> HttpResponse:
    """The scorecard in force, or that of the version which the address names."""
    record = visible_record(request, code)
    cards = Scorecard.objects.filter(version__record=record).order_by("-published_at")
    cards = cards.select_related("version__standing", "version__enactment")
    number = request.GET.get("version")
    found = (cards.filter(version__number=number_of(number)) if number else cards).first()
    if found is None:
        raise Http404
    sheet = sheet_of(found)
    context = {
        "page": RecordHead.of(record, person_of(request), Stage.PROPOSED, timezone.now()),
        "record": record,
        "version": found.version,
        "sheet": sheet,
        "report": sheet.report,
        "qr": qr_of(sheet.report),
        "others": cards.exclude(pk=found.pk),
    }
    return render(request, "decisions/documents/scorecard.html", context)


def _context(
    request: HttpRequest, page: RecordHead, report: Report, version: Version | None
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


def _papers(version: Version) -> dict[str, Any]:
    """Whether the papers of a version are printed, and how far the worker is."""
    stored = Artifact.objects.filter(
        version=version, standing=version.standing.state, is_external=False, kind__in=PRINTERS
    ).count()
    waiting = stored < len(PRINTERS)
    last = jobs.last_job("decisions.papers", version.pk)
    return {
        "are_ready": not waiting,
        "is_running": waiting and last is not None and last.state == last.State.WAITING,
        "message": last.message if last and last.state in (last.State.REFUSED, last.State.PARKED) else "",
        "progress": jobs.progress(version.pk),
    }
