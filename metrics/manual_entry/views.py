"""Values entered by hand: a grid of partners × periods, and what was pasted from a spreadsheet."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from metrics.definitions.models import DefinitionVersion
from metrics.manual_entry import save
from metrics.manual_entry.cells import hint
from metrics.manual_entry.forms import AssessmentForm, GridFilter
from metrics.manual_entry.grid import Grid, make_grid, periods_until, read_pasted
from metrics.measures.months import LENGTHS, add_months, period_start
from metrics.permissions import check_may_enter
from partnerdesk.core.days import today_shown
from partners.models import Partner

ROWS = 25
CELL, SHOWN = "cell.", "shown."


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: HttpRequest, key: str) -> HttpResponse:
    """Show the grid; `do=paste` fills it from a pasted table, `do=save` saves what was changed in it."""
    check_may_enter(person_of(request))
    definition = get_object_or_404(DefinitionVersion.objects.newest(), metric=key)
    if not definition.can_be_typed:
        raise Http404
    context = _frame(request, definition)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "save":
        return _save(request, definition, context)
    if do == "paste":
        pasted = read_pasted(request.POST.get("table", ""), context["periods"], context["length"])
        partners = pasted.partners or list(context["page"])
        grid = make_grid(definition, partners, context["periods"])
        grid.fill(pasted.texts)
        grid.changes()
        grid.problems = pasted.problems
        return _answer(request, context | {"grid": grid, "is_pasted": bool(pasted.texts)})
    grid = make_grid(definition, list(context["page"]), context["periods"])
    return _answer(request, context | {"grid": grid})


def _frame(request: HttpRequest, definition: DefinitionVersion) -> dict[str, Any]:
    """The part of the grid that is asked for, and what stands around it."""
    today, length = today_shown(), LENGTHS[definition.content.period]
    form = GridFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    last = period_start(asked.get("until") or add_months(today.replace(day=1), -length), length)
    found = Partner.objects.matching(asked.get("q", ""))
    if asked.get("segment"):
        found = found.in_segment(asked["segment"])
    page: Page[Partner] = Paginator(found.by_name(), ROWS).get_page(request.GET.get("page"))
    series = definition.series
    return {
        "definition": definition,
        "content": definition.content,
        "filter": form,
        "page": page,
        "periods": periods_until(last, length),
        "length": length,
        "earlier": add_months(last, -length * 2),
        "later": add_months(last, length * 2),
        "hint": hint(series.measure) if series else "",
        "form": AssessmentForm(initial={"assessor": request.user.pk, "assessed_on": today}),
    }


def _save(request: HttpRequest, definition: DefinitionVersion, context: dict[str, Any]) -> HttpResponse:
    texts, shown = _posted(request, CELL), _posted(request, SHOWN)
    grid = make_grid(definition, _partners_of(texts), context["periods"])
    grid.fill(texts)
    grid.see(shown)
    form = AssessmentForm(request.POST)
    changes = grid.changes()
    context |= {"grid": grid, "form": form}
    if not form.is_valid() or grid.has_errors:
        return _answer(request, context, status=422)
    saved = save.save_entries(
        definition, changes, **form.cleaned_data, by=person_of(request), now=timezone.now()
    )
    if saved.conflicts:
        grid.mark(saved.conflicts)
        return _answer(request, context | {"has_conflicts": True}, status=409)
    words = ngettext("%(count)s value saved.", "%(count)s values saved.", saved.changed)
    messages.success(request, words % {"count": saved.changed})
    return redirect(request.get_full_path())


def _posted(request: HttpRequest, prefix: str) -> dict[str, str]:
    """The posted fields of one kind, by cell name."""
    return {
        name.removeprefix(prefix): str(text) for name, text in request.POST.items() if name.startswith(prefix)
    }


def _partners_of(texts: dict[str, str]) -> list[Partner]:
    """The partners whose cells were posted, in the order of the directory."""
    ids = set()
    for name in texts:
        try:
            ids.add(uuid.UUID(name.split(".")[0]))
        except ValueError:
            continue
    return list(Partner.objects.filter(pk__in=ids).by_name())


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    grid: Grid = context["grid"]
    context["has_errors"] = grid.has_errors
    return render(request, "metrics/manual_entry/scores.html", context, status=status)
