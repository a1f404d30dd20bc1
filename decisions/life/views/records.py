"""The list of records, and beginning one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import person_of
from decisions.life.create import create_record
from decisions.life.forms import NewRecordForm, RecordFilter
from decisions.life.index import PAGE_ROWS, Cursor, list_records
from frameworks.models import FrameworkVersion
from partnerdesk.core.htmx import page_or_fragment
from partnerdesk.core.refusals import NotAllowed


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """What this person may see, newest change first, filtered; one page at a time."""
    filters = RecordFilter(request.GET)
    user = person_of(request)
    chosen = filters.chosen(user)
    found = list_records(user, chosen, Cursor.parse(request.GET.get("after", "")))
    context = {"filters": filters, "found": found, "page_rows": PAGE_ROWS, "is_filtered": bool(chosen)}
    return page_or_fragment(request, "decisions/life/record_list.html", context, fragments={"rows"})


@require_safe
def choose_framework(request: HttpRequest) -> HttpResponse:
    """Which framework for which decision."""
    _may_create(request)
    versions = sorted(FrameworkVersion.objects.newest(), key=lambda version: version.content.names.en)
    return render(request, "decisions/life/record_frameworks.html", {"versions": versions})


@require_http_methods(["GET", "HEAD", "POST"])
def new_record(request: HttpRequest, key: str) -> HttpResponse:
    _may_create(request)
    version = FrameworkVersion.objects.filter(framework__key=key).newest().first()
    if version is None:
        raise Http404
    user = person_of(request)
    form = NewRecordForm(request.POST or None, initial={"owner": user.pk})
    if request.method == "POST" and form.is_valid():
        record = create_record(version, **form.cleaned_data, by=user, now=timezone.now())
        return redirect("decisions:stage", record.code, record.stage)
    context = {"form": form, "version": version, "content": version.content}
    return render(request, "decisions/life/record_new.html", context, status=422 if form.errors else 200)


def _may_create(request: HttpRequest) -> None:
    if not request.user.has_perm("decisions.create_record"):
        raise NotAllowed(_("Partner managers begin records; ask one of them."))
