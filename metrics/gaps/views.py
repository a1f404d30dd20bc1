"""Gaps: what is missing or odd in the data, who looks after it, and why it may stay."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import person_of
from metrics.definitions.models import DefinitionVersion
from metrics.gaps import stewardship
from metrics.gaps.forms import GapFilter, GapForm
from metrics.gaps.models import Gap
from metrics.gaps.wording import example_words, gap_words
from metrics.measures.months import month_key
from metrics.permissions import check_may_enter
from partnerdesk.core.csv_export import csv_response
from partnerdesk.core.htmx import page_or_fragment
from partnerdesk.core.refusals import Blocked

ROWS = 50


@require_safe
def gap_list(request: HttpRequest) -> HttpResponse:
    form = GapFilter(request.GET, person=person_of(request))
    page = Paginator(form.gaps(), ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "names": _names()}
    return page_or_fragment(request, "metrics/gaps/gap_list.html", context, fragments={"gaps"})


@require_safe
def gap_export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered gaps as CSV."""
    header = ("source", "kind", "metric", "column", "label", "period", "count", "status", "owner", "note",
              "in words", "examples")  # fmt: skip
    gaps = GapFilter(request.GET, person=person_of(request)).gaps()
    rows = (
        (
            gap.source.name,
            gap.kind,
            gap.metric_id or " ".join(gap.concerns),
            gap.column,
            gap.label,
            month_key(gap.period) if gap.period else "",
            gap.count,
            gap.status,
            str(gap.owner) if gap.owner else "",
            gap.note,
            gap_words(gap.kind, gap.count, column=gap.column, label=gap.label, periods=[gap.period]),
            "; ".join(example_words(example) for example in gap.examples),
        )
        for gap in gaps.iterator(chunk_size=2000)
    )
    return csv_response("gaps.csv", header, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def gap(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One gap with its examples; its owner, and why it is accepted."""
    found = get_object_or_404(Gap.objects.select_related("source", "metric", "owner", "imported"), pk=pk)
    initial = {
        "owner": found.owner_id,
        "note": found.note,
        "is_accepted": found.status == Gap.Status.ACCEPTED,
    }
    form = GapForm(request.POST or None, initial=initial)
    if request.method == "POST":
        check_may_enter(person_of(request))
        if form.is_valid():
            try:
                stewardship.care_for_gap(
                    found, **form.cleaned_data, by=person_of(request), now=timezone.now()
                )
            except Blocked as refusal:
                form.add_error("note", refusal.message)
            else:
                return redirect("metrics:gap", pk)
    context = {"gap": found, "form": form, "merge": stewardship.mergeable(found), "names": _names()}
    return render(request, "metrics/gaps/gap.html", context, status=422 if form.errors else 200)


@require_POST
def gap_merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Merge a misspelt label into the right one, for all partners."""
    found = get_object_or_404(Gap.objects.select_related("imported", "owner"), pk=pk)
    changed = stewardship.merge_gap_label(found, by=person_of(request), now=timezone.now())
    words = ngettext("%(count)s partner changed.", "%(count)s partners changed.", changed) % {
        "count": changed
    }
    messages.success(request, words)
    return redirect("metrics:gap", pk)


def _names() -> dict[str, str]:
    """The names of all metrics by key, for gaps that concern several."""
    return {version.metric_id: version.name for version in DefinitionVersion.objects.newest()}
