"""Records that follow each other: copying one for the next quarter, links, and what is new or changed."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import person_of
from decisions.life.copy import copy_record
from decisions.life.create import check_may_create
from decisions.life.forms import CopyForm, LinkForm
from decisions.life.links import check_may_link, link_records, unlink_records
from decisions.readiness.record_head import RecordHead
from decisions.record.access import visible_record
from decisions.record.models import Record, RecordLink
from decisions.states.stages import Stage
from decisions.versions.compare_records import changed_since
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_page, report_of_version


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, code: str) -> HttpResponse:
    """Which records this one follows and which follow it. Posted: one more that it follows."""
    record, person = visible_record(request, code), person_of(request)
    form = LinkForm(request.POST or None)
    if request.method == "POST":
        check_may_link(record, person)
        if form.is_valid():
            older = Record.objects.visible_to(person).filter(code=form.cleaned_data["code"]).first()
            if older:
                kind = RecordLink.Kind(form.cleaned_data["kind"])
                link_records(record, older, kind=kind, by=person, now=timezone.now())
                return redirect("decisions:links", code)
            form.add_error("code", _("There is no such record that you may see."))
    page = RecordHead.of(record, person, Stage.PROPOSED, timezone.now())
    visible = Record.objects.visible_to(person)
    rows = RecordLink.objects.select_related("older__summary", "newer__summary", "made_by")
    context = {
        "page": page,
        "record": record,
        "follows": rows.filter(newer=record, older__in=visible),
        "followed_by": rows.filter(older=record, newer__in=visible),
        "form": form,
        "copy_form": CopyForm(),
        "can_copy": person.has_perm("decisions.create_record"),
    }
    return render(request, "decisions/life/links.html", context, status=422 if form.errors else 200)


@require_POST
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next quarter's record with what stands in this one."""
    record, person = visible_record(request, code), person_of(request)
    check_may_create(person)
    form = CopyForm(request.POST)
    months = int(form.cleaned_data["months"]) if form.is_valid() else 3
    made = copy_record(record, months=months, by=person, now=timezone.now())
    messages.success(
        request, _("%(code)s begins with what stands in %(older)s.") % {"code": made.code, "older": code}
    )
    return redirect("decisions:stage", made.code, Stage.FRAME)


@require_POST
def unlink(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    link = _link(request, code, pk)
    unlink_records(link, by=person_of(request), now=timezone.now())
    return redirect("decisions:links", code)


@require_safe
def changed(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """What is new or changed against the record that this one follows."""
    link, person = _link(request, code, pk), person_of(request)
    page = RecordHead.of(link.newer, person, Stage.PROPOSED, timezone.now())
    context = {
        "page": page,
        "record": link.newer,
        "older": link.older,
        "sections": changed_since(link, _as_it_stands(link.older, person), _as_it_stands(link.newer, person)),
    }
    return render(request, "decisions/life/changed.html", context)


def _as_it_stands(record: Record, person: User) -> Report:
    """The version in force, else the newest; the draft where there is one, or nothing else."""
    newest = record.in_force or Version.objects.filter(record=record).order_by("-number").first()
    if newest is None or (record.has_draft and record.stage != Stage.PROPOSED and not record.in_force):
        return report_of_page(RecordHead.of(record, person, Stage.PROPOSED, timezone.now()))
    return report_of_version(newest)


def _link(request: HttpRequest, code: str, pk: uuid.UUID) -> RecordLink:
    """A link of a record to one that this person may see as well."""
    record = visible_record(request, code)
    visible = Record.objects.visible_to(person_of(request)).with_header()
    link: RecordLink = get_object_or_404(RecordLink, pk=pk, newer=record, older__in=visible)
    link.newer, link.older = record, visible.get(pk=link.older_id)
    return link
