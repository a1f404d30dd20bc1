"""How views come to a case or a review: by a record that the person may see."""

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from decisions.record.access import visible_record
from decisions.triggers.models import Case, Review


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
