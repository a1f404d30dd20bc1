"""Sources: where data come from, and the mapping that is used again."""

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from metrics.definitions.models import DefinitionVersion
from metrics.definitions.people import OwnerForm
from metrics.gaps import stewardship
from metrics.gaps.models import Cause
from metrics.gaps.states import CauseStatus
from metrics.imports.mapping_words import mapping_words
from metrics.manual_entry.models import HandEntry
from metrics.permissions import check_may_enter
from metrics.provenance.models import Import, Refresh, Source
from metrics.sources import due
from metrics.sources.forms import ScheduleForm
from metrics.sources.timeline import Happening, happenings
from metrics.sources.wording import origin_words, schedule_words
from partnerdesk.core import jobs
from partnerdesk.core.htmx import fragment_target, page_or_fragment, redirect_page
from partnerdesk.core.refusals import Blocked

NEWEST = 20


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    last_run = Refresh.objects.filter(source=OuterRef("pk")).order_by("-asked_at")
    sources = Source.objects.select_related("owner").annotate(
        files=Count("imports", filter=Q(imports__state=Import.State.DONE), distinct=True),
        last_at=Max("imports__finished_at", filter=Q(imports__state=Import.State.DONE)),
        open_gaps=Count("causes", filter=Q(causes__status=CauseStatus.OPEN), distinct=True),
        looked_at=Subquery(last_run.values("finished_at")[:1]),
    )
    return render(request, "metrics/sources/source_list.html", {"sources": sources})


@require_safe
def source(request: HttpRequest, name: str) -> HttpResponse:
    return source_page(request, get_object_or_404(Source.objects.select_related("owner"), name=name))


def source_page(
    request: HttpRequest, found: Source, *, schedule_form: ScheduleForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a source; while it runs, its runs alone are asked for again and again."""
    lines = happenings(found, NEWEST)
    open_run = next((line.run for line in lines if line.run and line.run.is_open), None)
    if fragment_target(request, {"runs"}) and open_run is None:
        return redirect_page(request, found.get_absolute_url())
    gaps = Cause.objects.filter(source=found, status=CauseStatus.OPEN)
    entries = HandEntry.objects.select_related("partner", "assessor").order_by("-changed_at")
    definitions = list(DefinitionVersion.objects.newest())
    context = {
        "source": found,
        "words": mapping_words(found.mapping, definitions) if found.mapping else [],
        "lines": lines,
        "open_run": open_run,
        "progress": jobs.progress(open_run.pk) if open_run else None,
        "job": jobs.last_job(due.REFRESH, open_run.pk) if open_run else None,
        "to_map": next((line.imported for line in lines if _waits_for_mapping(line)), None),
        "gaps": gaps.with_extent().order_by(F("rows").desc(), "pk")[:NEWEST],
        "gap_count": gaps.count(),
        "entries": entries[:NEWEST] if found.kind == Source.Kind.HAND else [],
        "owner_form": OwnerForm(initial={"owner": found.owner_id}),
        "names": {version.metric_id: version.name for version in definitions},
    }
    if found.is_fetched:
        context["schedule_form"] = schedule_form or ScheduleForm(source=found, person=person_of(request))
        context["origin_words"] = origin_words(found)
        context["schedule_words"] = schedule_words(found.schedule)
    return page_or_fragment(
        request, "metrics/sources/source.html", context, fragments={"runs"}, status=status
    )


def _waits_for_mapping(line: Happening) -> bool:
    """A fetched file that a person has to map before the source can go on by itself."""
    waiting = (Import.State.LOOKING, Import.State.MAPPING, Import.State.PREVIEWED, Import.State.REFUSED)
    return line.run is not None and line.imported is not None and line.imported.state in waiting


@require_POST
def source_owner(request: HttpRequest, name: str) -> HttpResponse:
    check_may_enter(person_of(request))
    found = get_object_or_404(Source, name=name)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        raise Blocked(_("Choose a person of the list."))
    stewardship.set_source_owner(
        found, owner=form.cleaned_data["owner"], by=person_of(request), now=timezone.now()
    )
    return redirect("metrics:source", name)
