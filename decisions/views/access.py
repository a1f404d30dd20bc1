"""How views come to their record: outsiders get 404, those who may see but not do get 403 from the action."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.requests import person_of
from decisions.actions.units import check_may_change
from decisions.models import Case, Record, Review


def visible_record(request: HttpRequest, code: str) -> Record:
    """The record, where this person may see it."""
    record = Record.objects.visible_to(person_of(request)).with_header().filter(code=code).first()
    if record is None:
        raise Http404
    return record


def writable_record(request: HttpRequest, code: str) -> Record:
    """The record, where this person may write in it: asked before anything is said about what was written."""
    record = visible_record(request, code)
    check_may_change(record, person_of(request))
    return record


def visible_case(request: HttpRequest, code: str, pk: uuid.UUID) -> Case:
    """A case of a record that this person may see."""
    rows = Case.objects.select_related(
        "trigger", "version", "owner", "acknowledged_by", "closed_by", "review"
    )
    case: Case = get_object_or_404(rows, pk=pk, record=(record := visible_record(request, code)))
    case.record = record
    return case


def visible_review(request: HttpRequest, code: str, pk: uuid.UUID) -> Review:
    """A review of a record that this person may see."""
    rows = Review.objects.select_related("version", "owner", "closed_by")
    review: Review = get_object_or_404(rows, pk=pk, record=(record := visible_record(request, code)))
    review.record = record
    return review


def redirect_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page of ours that the form named as `next`, else to the other address."""
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise)
