"""The list of partners, its export, and the labels that partners bear."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from partnerdesk.core.csv_export import csv_response
from partnerdesk.core.htmx import page_or_fragment
from partnerdesk.core.refusals import Blocked
from partners import actions
from partners.forms import DirectoryFilter, MergeForm
from partners.label_lists import label_lists
from partners.models import Partner, Severity

ROWS = 50


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The partners that are asked for, a page at a time."""
    form = DirectoryFilter(request.GET)
    found = form.partners()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    page.object_list = (
        list(found.with_open_flags()[page.start_index() - 1 : page.end_index()]) if page else []
    )
    context = {
        "form": form,
        "page": page,
        "total": Partner.objects.count(),
        "severities": [name.label for name in Severity],
    }
    return page_or_fragment(request, "partners/directory.html", context, fragments={"partners"})


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered directory as CSV, in the form that the import reads."""
    names = ("key", "name", "segment", "tier", "stage", "region", "country", "renewal_on")
    partners = DirectoryFilter(request.GET).partners().iterator(chunk_size=2000)
    rows = ([getattr(partner, name) for name in names] for partner in partners)
    return csv_response("partners.csv", names, ([_cell(value) for value in row] for row in rows))


def _cell(value: object) -> object:
    return value if isinstance(value, str) or value is None else str(value)


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    return render(request, "partners/labels.html", {"lists": label_lists()})


@require_POST
def label_merge(request: HttpRequest) -> HttpResponse:
    """Write one label instead of another, on every partner."""
    form = MergeForm(request.POST)
    actions.check_may_change(person_of(request))
    if not form.is_valid():
        raise Blocked(_("Choose the label that is right."))
    changed = actions.merge_labels(
        form.cleaned_data["attribute"],
        label=form.cleaned_data["label"],
        into=form.cleaned_data["into"],
        by=person_of(request),
        now=timezone.now(),
    )
    words = ngettext("%(count)s partner changed.", "%(count)s partners changed.", changed) % {
        "count": changed
    }
    messages.success(request, words)
    return redirect("partners:labels")
