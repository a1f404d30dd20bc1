"""Sources: where data come from, and the mapping that is used again."""

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from metrics import caring
from metrics.forms.people import OwnerForm
from metrics.mapping_words import mapping_words
from metrics.models import DefinitionVersion, Gap, HandEntry, Import, Source
from metrics.uploads import check_may_enter
from partnerdesk.core.refusals import Blocked

NEWEST = 20


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    sources = Source.objects.select_related("owner").annotate(
        files=Count("imports", filter=Q(imports__state=Import.State.DONE), distinct=True),
        last_at=Max("imports__finished_at", filter=Q(imports__state=Import.State.DONE)),
        open_gaps=Count("gaps", filter=Q(gaps__status=Gap.Status.OPEN), distinct=True),
    )
    return render(request, "metrics/source_list.html", {"sources": sources})


@require_safe
def source(request: HttpRequest, name: str) -> HttpResponse:
    found = get_object_or_404(Source.objects.select_related("owner"), name=name)
    gaps = Gap.objects.filter(source=found, status=Gap.Status.OPEN).select_related("metric", "owner")
    entries = HandEntry.objects.select_related("partner", "assessor").order_by("-changed_at")
    definitions = list(DefinitionVersion.objects.newest())
    context = {
        "source": found,
        "words": mapping_words(found.mapping, definitions) if found.mapping else [],
        "imports": found.imports.select_related("created_by")[:NEWEST],
        "gaps": gaps.order_by("-count")[:NEWEST],
        "gap_count": gaps.count(),
        "entries": entries[:NEWEST] if found.kind == Source.Kind.HAND else [],
        "owner_form": OwnerForm(initial={"owner": found.owner_id}),
        "names": {version.metric_id: version.name for version in definitions},
    }
    return render(request, "metrics/source.html", context)


@require_POST
def source_owner(request: HttpRequest, name: str) -> HttpResponse:
    check_may_enter(person_of(request))
    found = get_object_or_404(Source, name=name)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        raise Blocked(_("Choose a person of the list."))
    caring.set_source_owner(
        found, owner=form.cleaned_data["owner"], by=person_of(request), now=timezone.now()
    )
    return redirect("metrics:source", name)
