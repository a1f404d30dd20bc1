"""Causes of gaps: the list of what is to be done, one with its effect and thread, and each deed with its preview."""

import uuid

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import person_of
from metrics.causes import actions
from metrics.causes.deeds import DEEDS, UnknownDeed
from metrics.causes.effects import effect_of
from metrics.causes.forms import CauseFilter
from metrics.causes.lists import CausePage
from metrics.causes.thread import happenings
from metrics.definitions.models import DefinitionVersion
from metrics.gaps.models import Cause, Gap
from metrics.gaps.wording import example_words, gap_words
from metrics.measures.months import month_key
from metrics.permissions import check_may_enter
from partnerdesk.core.csv_export import csv_response
from partnerdesk.core.days import workspace_today
from partnerdesk.core.htmx import page_or_fragment
from partnerdesk.core.refusals import Blocked

ROWS = 25
MOST_EXAMPLES = 12


@require_safe
def cause_list(request: HttpRequest) -> HttpResponse:
    form = CauseFilter(request.GET, person=person_of(request))
    page = Paginator(form.causes(), ROWS).get_page(request.GET.get("page"))
    shown = CausePage(form, list(page), workspace_today())
    context = {"form": form, "page": page, "shown": shown}
    return page_or_fragment(request, "metrics/causes/cause_list.html", context, fragments={"causes"})


@require_safe
def gap_export(request: HttpRequest) -> StreamingHttpResponse:
    """One row for each gap of the filtered causes, as CSV."""
    header = ("source", "kind", "metric", "column", "label", "period", "count", "status", "owner", "due",
              "accepted_until", "reason", "in words", "examples")  # fmt: skip
    causes = CauseFilter(request.GET, person=person_of(request)).causes()
    owners = dict(causes.values_list("pk", F("answers_id")))
    names = {person.pk: person.name for person in User.objects.filter(pk__in=set(owners.values()) - {None})}
    gaps = Gap.objects.filter(cause__in=owners).select_related("source", "cause")
    rows = (
        (
            gap.source.name,
            gap.kind,
            gap.metric_id or " ".join(gap.concerns),
            gap.column,
            gap.label,
            month_key(gap.period) if gap.period else "",
            gap.count,
            "gone" if gap.status == Gap.Status.GONE else gap.cause.status,
            names.get(owners[gap.cause_id], ""),
            gap.cause.due_on or "",
            gap.cause.accepted_until or "",
            gap.cause.reason,
            gap_words(gap.kind, gap.count, column=gap.column, label=gap.label, periods=[gap.period]),
            "; ".join(example_words(example) for example in gap.examples),
        )
        for gap in gaps.order_by("source__name", "kind", "column", "label", "period").iterator(
            chunk_size=2000
        )
    )
    return csv_response("gaps.csv", header, rows)


@require_safe
def cause(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One cause: its months, what it weakens, what was done and said. The address of a gap leads to its cause."""
    of_gap = Gap.objects.filter(pk=pk).values_list("cause", flat=True).first()
    if of_gap:
        return redirect("metrics:gap", of_gap)
    return render(request, "metrics/causes/cause.html", _context(request, _found(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """What would change by what was filled in so far, and the form that does it."""
    try:
        deed = DEEDS[verb]
    except UnknownDeed as error:
        raise Http404(verb) from error
    found, person = _found(pk), person_of(request)
    check_may_enter(person)
    if not deed.offered(found):
        raise Blocked(_not_now(found))
    given = request.POST if request.method == "POST" else request.GET
    is_filled = bool(given) or request.method == "POST"
    form = deed.form(given if is_filled else None, initial=deed.initial(found), cause=found)
    asked = form.cleaned_data if form.is_valid() or is_filled else {}
    is_sent = request.method == "POST" and "look" not in request.POST
    if is_sent and form.is_valid():
        try:
            deed.apply(found, asked, person, timezone.now())
        except Blocked as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("metrics:gap", pk)
    if not is_sent and form.is_bound:  # looked at, not sent: nothing is wrong yet
        form = deed.form(initial=given.dict(), cause=found)
    context = _context(request, found) | {"deed": deed, "form": form, "preview": deed.preview(found, asked)}
    return render(request, "metrics/causes/deed.html", context, status=422 if form.errors else 200)


@require_POST
def note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write into the thread."""
    actions.add_note(_found(pk), text=request.POST.get("text", ""), by=person_of(request), now=timezone.now())
    return redirect("metrics:gap", pk)


@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one change back."""
    event = request.POST.get("event", "")
    number = int(event) if event.isdecimal() and len(event) < 19 else 0
    actions.undo(_found(pk), event_id=number, by=person_of(request), now=timezone.now())
    return redirect("metrics:gap", pk)


def _found(pk: uuid.UUID) -> Cause:
    causes = Cause.objects.with_owners().with_extent()
    return get_object_or_404(causes.select_related("source", "metric", "asked"), pk=pk)


def _not_now(cause: Cause) -> str:
    words = _("This is %(status)s: that can't be done about it now.")
    return words % {"status": cause.get_status_display()}


def _context(request: HttpRequest, found: Cause) -> dict[str, object]:
    gaps = found.gaps.select_related("imported").defer("partners", "partner_rows").order_by("-period", "pk")
    grades = effect_of(found, person_of(request), workspace_today())
    answers = User.objects.filter(pk=found.answers_id).first() if found.answers_id else None
    examples = [(gap.period, words) for gap in gaps for words in map(example_words, gap.examples)]
    return {
        "cause": found,
        "gaps": gaps,
        "newest": max(gaps, key=lambda gap: gap.imported.created_at, default=None),
        "examples": examples[:MOST_EXAMPLES],
        "more_examples": max(len(examples) - MOST_EXAMPLES, 0),
        "everybody": [line for line in grades if not line.code],
        "records": [line for line in grades if line.code],
        "answers": answers,
        "offered": DEEDS.offered(found),
        "happenings": happenings(found),
        "names": {version.metric_id: version.name for version in DefinitionVersion.objects.newest()},
    }
