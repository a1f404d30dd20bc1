"""Connecting addresses and databases as sources, their schedules, and running them now."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import person_of
from metrics.permissions import check_may_connect, check_may_enter
from metrics.provenance.models import Source
from metrics.sources import due
from metrics.sources.connect import change_origin, connect_source, set_schedule
from metrics.sources.forms import FORMS, ScheduleForm
from metrics.sources.views import source_page


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest, kind: str) -> HttpResponse:
    """A new source. Its first run begins at once; its data then wait for their mapping."""
    if kind not in FORMS:
        raise Http404
    check_may_connect(person_of(request))
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if form.is_valid():
        run = connect_source(
            form.cleaned_data["name"],
            Source.Kind(kind),
            form.origin,
            password=form.typed_password,
            by=person_of(request),
            now=timezone.now(),
        )
        return redirect(run.source)
    context = {"form": form, "kind": Source.Kind(kind)}
    return render(request, "metrics/sources/source_connect.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def source_settings(request: HttpRequest, name: str) -> HttpResponse:
    """From where a source is fetched. A stored password is never shown."""
    found = get_object_or_404(Source, name=name, kind__in=FORMS)
    check_may_connect(person_of(request))
    form = FORMS[found.kind](request.POST if request.method == "POST" else None, source=found)
    if form.is_valid():
        change_origin(
            found, form.origin, password=form.typed_password, by=person_of(request), now=timezone.now()
        )
        messages.success(request, _("Saved. The next run fetches from there."))
        return redirect(found)
    context = {"form": form, "kind": Source.Kind(found.kind), "source": found}
    return render(request, "metrics/sources/source_connect.html", context, status=422 if form.errors else 200)


@require_POST
def source_schedule(request: HttpRequest, name: str) -> HttpResponse:
    person = person_of(request)
    check_may_enter(person)
    found = get_object_or_404(Source.objects.select_related("owner"), name=name, kind__in=FORMS)
    form = ScheduleForm(request.POST, source=found, person=person)
    if not form.is_valid():
        return source_page(request, found, schedule_form=form, status=422)
    set_schedule(found, form.cleaned_data["schedule"], by=person, now=timezone.now())
    return redirect(found)


@require_POST
def source_refresh(request: HttpRequest, name: str) -> HttpResponse:
    """Run a source now. One that runs already is not started twice."""
    check_may_enter(person_of(request))
    found = get_object_or_404(Source, name=name, kind__in=FORMS)
    due.ask_for_refresh(found, by=person_of(request), now=timezone.now())
    return redirect(found)
