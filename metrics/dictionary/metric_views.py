"""One metric: its figure over a window and a set of partners, its definition."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.people import OwnerForm
from metrics.observations.baselines import Baseline, baseline
from metrics.observations.breakdown import breakdown
from metrics.observations.forms import WindowForm
from metrics.provenance.models import Source
from partnerdesk.core.days import workspace_today
from partnerdesk.core.htmx import page_or_fragment
from partners.models import Partner

ROWS = 50


@require_safe
def metric(request: HttpRequest, key: str) -> HttpResponse:
    definition = get_object_or_404(DefinitionVersion.objects.newest(), metric=key)
    form = WindowForm(request.GET)
    partners = form.partner_set
    found = baseline(definition, form.window, partners)
    content = definition.content
    known = DefinitionVersion.objects.newest().filter(metric__in=content.not_the_same_as)
    context = {
        "definition": definition,
        "content": content,
        "form": form,
        "found": found,
        "freshness": found.freshness(workspace_today()),
        "table": _table(request, definition, found, form),
        "partner": Partner.objects.filter(pk__in=partners.ids).first() if partners.ids else None,
        "others": known,
        "versions": DefinitionVersion.objects.filter(metric=key)
        .select_related("created_by")
        .order_by("-number"),
        "sources": Source.objects.filter(name__in=found.sources).select_related("owner"),
        "owner_form": OwnerForm(initial={"owner": definition.metric.owner_id}),
    }
    return page_or_fragment(request, "metrics/dictionary/metric.html", context, fragments={"figures"})


def _table(
    request: HttpRequest, definition: DefinitionVersion, found: Baseline, form: WindowForm
) -> dict[str, Any]:
    """A page of the rows by segment, partner or period; partners with their pages."""
    by = form.table_by
    rows = breakdown(definition, found, form.partner_set, by=by)  # type: ignore[arg-type]
    if by == "period":
        rows.reverse()
    if by == "partner":
        rows.sort(key=lambda row: str(row["name"]).casefold())
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    if by == "partner":
        partners = Partner.objects.in_bulk([row["key"] for row in page], field_name="key")
        for row in page:
            row["partner"] = partners[row["key"]]
    return {"by": by, "page": page}
