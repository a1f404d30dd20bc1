"""Where one number comes from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from metrics.definitions.models import DefinitionVersion
from metrics.imports.lineage import BadQuestion, lineage
from partnerdesk.core.htmx import page_or_fragment


@require_safe
def metric_lineage(request: HttpRequest, key: str) -> HttpResponse:
    """Where one number comes from: its imports, files and rows, or who entered it by hand."""
    definition = get_object_or_404(DefinitionVersion.objects.newest(), metric=key)
    try:
        page = request.GET.get("page", "1")
        asked = (request.GET.get("partner", ""), request.GET.get("period", ""))
        found = lineage(definition, *asked, int(page) if page.isdecimal() and len(page) < 5 else 1)
    except BadQuestion as error:
        context: dict[str, Any] = {"definition": definition, "problem": str(error)}
        return page_or_fragment(request, "metrics/imports/lineage.html", context, fragments=(), status=404)
    context = {"definition": definition, "found": found}
    return page_or_fragment(request, "metrics/imports/lineage.html", context, fragments=())
