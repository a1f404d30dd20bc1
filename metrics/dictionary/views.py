"""The metric dictionary: the list, new entries, new versions of entries."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import person_of
from metrics.definitions.models import DefinitionVersion, Metric, Series
from metrics.definitions.people import OwnerForm
from metrics.dictionary import edit
from metrics.dictionary.forms import DefinitionForm, differences, initial_of
from metrics.observations.summaries import lines
from metrics.permissions import check_may_manage
from partnerdesk.core.days import workspace_today
from partnerdesk.core.htmx import page_or_fragment
from partnerdesk.core.refusals import Blocked


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """All metrics and inputs, or those that hold the words that are looked for."""
    query = request.GET.get("q", "").strip()
    found = lines(workspace_today(), words=query)
    context = {
        "query": query,
        "metrics": [line for line in found if line.definition.metric.kind == Metric.Kind.METRIC],
        "inputs": [line for line in found if line.definition.metric.kind == Metric.Kind.INPUT],
    }
    return page_or_fragment(request, "metrics/dictionary/dictionary.html", context, fragments={"entries"})


@require_http_methods(["GET", "HEAD", "POST"])
def definition_new(request: HttpRequest) -> HttpResponse:
    check_may_manage(person_of(request))
    form = DefinitionForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            version = edit.add_definition(
                form.cleaned_data["definition"], by=person_of(request), now=timezone.now()
            )
        except Blocked as refusal:
            form.add_error("key", refusal.message)
        else:
            return redirect("metrics:metric", version.metric_id)
    return render(
        request, "metrics/dictionary/definition_form.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def definition_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Edit an entry; `do=compare` shows what would change, anything else saves it as a new version."""
    check_may_manage(person_of(request))
    newest = get_object_or_404(DefinitionVersion.objects.newest(), metric=key)
    initial = initial_of(newest.content)
    form = DefinitionForm(_fixed(request, key, newest), initial=initial, is_new=False)
    context = {"form": form, "newest": newest, "seen": request.POST.get("seen", newest.number)}
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["definition"]
        context |= {"changes": differences(form, newest.content), "is_compared": True}
        context["is_new_series"] = newest.content.identity != wanted.identity
        if request.POST.get("do") != "compare":
            try:
                seen = int(request.POST.get("seen", "0") or 0)
                edit.change_definition(wanted, seen=seen, by=person_of(request), now=timezone.now())
            except (Blocked, ValueError) as refusal:
                form.add_error(None, str(refusal))
                context["seen"] = newest.number
            else:
                return redirect("metrics:metric", key)
    return render(
        request, "metrics/dictionary/definition_form.html", context, status=422 if form.errors else 200
    )


def _fixed(request: HttpRequest, key: str, newest: DefinitionVersion) -> QueryDict | None:
    """What was posted, with the key and kind that never change."""
    if request.method != "POST":
        return None
    posted = request.POST.copy()
    posted["key"], posted["kind"] = key, newest.content.kind
    return posted


@require_safe
def definition_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An entry as it was, with what the next version changed."""
    version = get_object_or_404(DefinitionVersion.objects.select_related("metric"), metric=key, number=number)
    newest = DefinitionVersion.objects.newest().get(metric=key)
    used = Series.objects.filter(definitions=version, observations__isnull=False).exists()
    context = {"version": version, "content": version.content, "newest": newest, "has_observations": used}
    return render(request, "metrics/dictionary/definition_version.html", context)


@require_POST
def metric_owner(request: HttpRequest, key: str) -> HttpResponse:
    check_may_manage(person_of(request))
    metric = get_object_or_404(Metric, pk=key)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        raise Blocked(_("Choose a person of the list."))
    edit.set_metric_owner(metric, owner=form.cleaned_data["owner"], by=person_of(request), now=timezone.now())
    return redirect("metrics:metric", key)
