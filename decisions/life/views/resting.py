"""From a file to the records whose figures rest on it."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.life.resting_on_file import records_resting_on
from metrics.models import Import
from partnerdesk.core.days import workspace_today

ROWS = 50


@require_safe
def import_records(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The records that the reader may see and whose baselines take in what a file gave."""
    imported = get_object_or_404(Import.objects.select_related("source"), pk=pk)
    found = records_resting_on(
        imported, person=person_of(request), now=timezone.now(), today=workspace_today()
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(request, "decisions/life/import_records.html", {"imported": imported, "page": page})
