"""The button that imports a file anew."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import person_of
from metrics.imports.anew import import_anew
from metrics.provenance.models import Import
from partnerdesk.core.htmx import redirect_page


@require_POST
def import_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Import a file by the rates that count now, and the later ones of its source that follow it."""
    imported = get_object_or_404(Import, pk=pk)
    made = import_anew(imported, by=person_of(request), now=timezone.now())
    return redirect_page(request, made.get_absolute_url())
