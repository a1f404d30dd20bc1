"""What is watched of a version in force: its page, what people report, amendments."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import person_of
from decisions.documents.views.read import number_of
from decisions.readiness.record_head import RecordHead
from decisions.record.access import visible_record
from decisions.record.models import Record
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.stages import REPORT_INPUT, REVIEW, Stage
from decisions.triggers.amend import Amendment, amend
from decisions.triggers.forms import AmendForm, MoveForm, ReportForm
from decisions.triggers.kinds import LEVELLED
from decisions.triggers.kinds.base import number
from decisions.triggers.models import Case, Review, Trigger
from decisions.triggers.pictures import pictures_of
from decisions.triggers.report_change import check_may_report, report_change
from decisions.triggers.reviews.plan import AHEAD, check_may_review
from decisions.triggers.trigger_list import amendments, frozen_levels, watched_of
from decisions.triggers.wording import unit_of
from decisions.versions.frozen_inputs import VersionInput, inputs_of
from decisions.versions.models import Version
from partnerdesk.core.days import day_of

MOST_CLOSED = 20


@require_safe
def watched(request: HttpRequest, code: str) -> HttpResponse:
    """What is watched of the version in force, or was of an earlier one. `input` asks for its form."""
    record = visible_record(request, code)
    return _watched_page(request, record, about=_asked(record, request.GET.get("input", "")))


@require_POST
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Something changed that no metric shows: a case opens, or the open one hears of it."""
    record, by = visible_record(request, code), person_of(request)
    about = _asked(record, request.POST.get("input", ""))
    check_may_report(record, about, by)
    form = ReportForm(request.POST, about=about, auto_id="report-%s")
    if not form.is_valid():
        return _watched_page(request, record, about=about, report_form=form, status=422)
    case = report_change(record, words=form.cleaned_data["words"], by=by, now=timezone.now(), about=about)
    return redirect("decisions:case", record.code, case.pk)


def _asked(record: Record, pk: str) -> VersionInput | None:
    """The input of the version in force that is asked about; None where none is."""
    if not pk:
        return None
    found = next((row for row in inputs_of(record, record.in_force) if str(row.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def _watched_page(
    request: HttpRequest,
    record: Record,
    *,
    about: VersionInput | None = None,
    report_form: ReportForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, now = person_of(request), timezone.now()
    version = _version(record, request.GET.get("version", ""))
    cases = Case.objects.filter(version=version).select_related("owner", "trigger")
    reviews = Review.objects.filter(version=version).select_related("owner", "closed_by")
    is_in_force = version is not None and record.in_force_id == version.pk
    may_review = is_in_force and user.has_perm(REVIEW, record)
    context: dict[str, Any] = {
        "page": RecordHead.of(record, user, Stage.PROPOSED, now),
        "record": record,
        "version": version,
        "is_in_force": is_in_force,
        "may_review": may_review,
        "may_report": is_in_force and user.has_perm(REPORT_INPUT, about) if about else may_review,
        "about": about,
        "inputs": [
            (row, is_in_force and row.pk is not None and user.has_perm(REPORT_INPUT, row))
            for row in inputs_of(record, version)
        ],
        "groups": watched_of(version) if version else [],
        "cases": cases.exclude(state=CaseState.CLOSED).order_by("opened_at"),
        "closed_cases": cases.filter(state=CaseState.CLOSED).order_by("-closed_at")[:MOST_CLOSED],
        "ahead": reviews.filter(state__in=AHEAD).order_by("due_on"),
        "done": reviews.filter(state=ReviewState.CLOSED).order_by("-closed_at"),
        "report_form": report_form or ReportForm(about=about, auto_id="report-%s"),
        "today": day_of(user, now),
    }
    context["move_forms"] = {
        row.pk: MoveForm(today=context["today"], auto_id=f"move-{row.pk}-%s") for row in context["ahead"]
    }
    return render(request, "decisions/triggers/watched.html", context, status=status)


def _version(record: Record, asked: str) -> Version | None:
    """The version that the address names; without one the version in force, or the last that was."""
    versions = Version.objects.filter(record=record, enactment__isnull=False).select_related(
        "standing", "enactment"
    )
    if asked:
        return get_object_or_404(versions, number=number_of(asked))
    if record.in_force_id:
        return versions.get(pk=record.in_force_id)
    return versions.order_by("-number").first()


@require_http_methods(["GET", "HEAD", "POST"])
def amend_trigger(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """New levels for a trigger of the version in force. What is frozen stays as it is, and is shown beside."""
    record, by = visible_record(request, code), person_of(request)
    rows = Trigger.objects.select_related("version", "watched", "definition__series", "owner")
    trigger = get_object_or_404(rows, pk=pk, record=record)
    check_may_review(record, by)
    if trigger.kind not in LEVELLED:
        raise Http404
    before = {name: _written(getattr(trigger, name)) for name in ("level", "clear_level")}
    form = AmendForm(
        request.POST or None, initial=before | {"samples": trigger.samples}, is_below=trigger.is_below
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = Amendment(float(given["level"]), float(given["clear_level"]), given["samples"])
        amend(trigger, changed, reason=given["reason"], by=by, now=timezone.now())
        messages.success(request, _("The trigger is amended; it is looked at again right away."))
        return redirect("decisions:watched", record.code)
    context = {
        "page": RecordHead.of(record, by, Stage.PROPOSED, timezone.now()),
        "record": record,
        "trigger": trigger,
        "form": form,
        "unit": unit_of(trigger),
        "frozen": frozen_levels(trigger),
        "amendments": amendments(record.pk, trigger),
        "pictures": pictures_of(trigger),
    }
    status = 422 if form.errors else 200
    return render(request, "decisions/triggers/amend_trigger.html", context, status=status)


def _written(value: float | None) -> str:
    """A level as one writes it in a field."""
    found = number(value)
    return "" if found is None else format(found.normalize(), "f")
