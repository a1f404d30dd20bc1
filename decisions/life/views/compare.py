"""What is done with a comparison: run it, ask a weight again, take levels from the data, watch a flip."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import person_of
from decisions.comparison.flips import Flips
from decisions.comparison.forms import ColumnBasisForm
from decisions.comparison.propose_levels import proposed_anchors
from decisions.draft.forms import FORMS
from decisions.draft.layout import lay_out
from decisions.draft.load import load_draft
from decisions.draft.scenarios import confirm_weight, draw_now, run_scenarios, set_column_basis
from decisions.draft.unit_view import ChoiceLists, UnitView, as_text
from decisions.life import reopen
from decisions.life.views.save import errors_of, part_read_again
from decisions.record.access import visible_record, writable_record
from decisions.record.models import Record
from decisions.sections.criteria import Criterion
from decisions.sections.draft import Draft
from decisions.sections.metrics import baseline_of
from decisions.sections.options import Option
from decisions.sections.recommendation import selected_option
from decisions.sections.scenarios import ScenarioRun, run_is_stale, run_of
from decisions.sections.triggers import Threshold
from decisions.sections.units import Unit
from decisions.triggers.backtest.replay import backtest_of
from decisions.triggers.propose import Flip, breach_words, find_flip, proposed_threshold
from decisions.versions.report import report_of_comparison
from partnerdesk.core.days import day_of
from partnerdesk.core.htmx import fragment_target

OF_ESTIMATE, OF_BASELINE = "estimate", "baseline"
"""What a flip is of: the selected option's estimate, or the baseline behind several."""
SIDES = {"below": True, "above": False}


@require_POST
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Run the scenarios on the present inputs, and keep what comes out."""
    record = writable_record(request, code)
    run_scenarios(record, by=person_of(request), now=timezone.now())
    return part_read_again(request, code, "scenarios")


@require_POST
def confirm(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """The weight was asked again and is the same."""
    criterion = _row(writable_record(request, code), Criterion, pk)
    confirm_weight(criterion, by=person_of(request), now=timezone.now())
    return part_read_again(request, code, "criteria")


@require_POST
def take_anchors(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Take worst and best from the data, as they are proposed now."""
    criterion = _row(writable_record(request, code), Criterion, pk)
    found = proposed_anchors(load_draft(criterion.record), criterion)
    if found is not None:
        reopen.save_unit(
            criterion,
            criterion.values() | {"worst": found.worst, "best": found.best},
            revision=criterion.revision,
            save_id=uuid.uuid4(),
            by=person_of(request),
            now=timezone.now(),
        )
    return part_read_again(request, code, "criteria")


@require_POST
def column_basis(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Say once what a whole column of estimates rests on."""
    option = _row(writable_record(request, code), Option, pk)
    form = ColumnBasisForm(request.POST, record=option.record)
    if form.is_valid():
        given = form.cleaned_data
        set_column_basis(
            option,
            basis=given["basis"],
            statement=given["statement"].pk if given["statement"] else None,
            evidence=None,
            by=person_of(request),
            now=timezone.now(),
        )
    return part_read_again(request, code, "estimates")


@require_safe
def shares(request: HttpRequest, code: str) -> HttpResponse:
    """How often each option takes each rank, as last drawn: a fragment that the panel asks for by itself."""
    record = visible_record(request, code)
    content = load_draft(record)
    kept = run_of(content)
    if content.comparison.found is not None and (kept is None or run_is_stale(content)):
        content.stored[ScenarioRun] = [draw_now(content, timezone.now())]
    flips = Flips(report_of_comparison(content))
    context = {"record": record, "flips": flips, "is_kept": run_of(content) is kept}
    return render(request, "decisions/comparison/shares.html", context)


@require_safe
def backtest(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """When a threshold would have fired: a page, and what its row asks for once somebody unfolds it."""
    record = visible_record(request, code)
    row = _row(record, Threshold, pk)
    is_fragment = fragment_target(request, [f"{row.anchor}-backtest"]) is not None
    response = render(
        request,
        "decisions/triggers/backtest_result.html" if is_fragment else "decisions/triggers/backtest.html",
        {
            "record": record,
            "back": _address_of(record, row),
            "backtest": backtest_of(load_draft(record), row.values()),
        },
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, code: str, pk: uuid.UUID, of: str, against: str) -> HttpResponse:
    """A flip becomes a threshold: what is proposed, to be changed before it is saved."""
    record = writable_record(request, code)
    content, today = load_draft(record), day_of(person_of(request), timezone.now())
    is_below = SIDES.get(request.GET.get("side", ""))
    flip = find_flip(content, pk, against, is_shared=of == OF_BASELINE, is_below=is_below)
    if flip is None or of not in (OF_ESTIMATE, OF_BASELINE):
        raise Http404
    if request.method != "POST":
        values = proposed_threshold(content, flip, today)
        view = _view_of(content, {name: as_text(value, Threshold, name) for name, value in values.items()})
        return _watch_page(request, content, flip, view, values)
    form = FORMS["threshold"](request.POST, instance=Threshold(record=record))
    view = _view_of(content, {name: request.POST.get(name, "") for name in form.fields})
    if not form.is_valid():
        view.errors = errors_of(form)
        return _watch_page(request, content, flip, view, {}, status=422)
    values = form.values()
    if values["level"] is None:
        view.errors = {"level": [_("Give the level at which it fires.")]}
        return _watch_page(request, content, flip, view, {}, status=422)
    if "anyway" not in request.POST and breach_words(content, values):
        return _watch_page(request, content, flip, view, values, status=422)
    return _watched(request, content, flip, values)


def _view_of(content: Draft, values: dict[str, str]) -> UnitView:
    record = content.record
    return UnitView(Threshold(record=record), record, ChoiceLists(content), is_open=True, values=values)


def _watch_page(
    request: HttpRequest,
    content: Draft,
    flip: Flip,
    view: UnitView,
    values: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The form; with values that can be, also whether they are breached today and when they would have been."""
    context = {
        "record": content.record,
        "flip": flip,
        "chosen": selected_option(content),
        "view": view,
        "breach": breach_words(content, values),
        "baseline": baseline_of(content, flip.binding),
        "backtest": backtest_of(content, values) if values else None,
    }
    return render(request, "decisions/triggers/propose.html", context, status=status)


def _watched(request: HttpRequest, content: Draft, flip: Flip, values: dict[str, Any]) -> HttpResponse:
    """Add the threshold, and go to where it stands."""
    by, now = person_of(request), timezone.now()
    added = reopen.add_row(
        content.record,
        "threshold",
        pk=uuid.uuid4(),
        values={"break_even": flip.level},
        by=by,
        now=now,
    )
    reopen.save_unit(added.unit, values, revision=added.unit.revision, save_id=uuid.uuid4(), by=by, now=now)
    return redirect(_address_of(content.record, added.unit))


def _address_of(record: Record, threshold: Unit) -> str:
    """Where a threshold stands on its record's pages."""
    stage = lay_out(record.framework_version.content).home_of["triggers"].stage
    return f"{reverse('decisions:stage', args=[record.code, stage])}#{threshold.anchor}"


def _row(record: Record, model: type[Any], pk: uuid.UUID) -> Any:
    row = get_object_or_404(model, pk=pk, record=record)
    row.record = record
    return row
