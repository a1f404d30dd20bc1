"""Saving one unit at a time. Under htmx the answer holds what changed; otherwise it is the page again."""

import json
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import person_of
from decisions.draft.forms import FORMS, UnitForm
from decisions.draft.save import Conflict, Saved
from decisions.draft.unit_view import ConflictSide, UnitView, as_text, label_of
from decisions.life import reopen
from decisions.life.page import RecordPage
from decisions.readiness.summary import compute_summary
from decisions.record.access import visible_record, writable_record
from decisions.record.models import Record
from decisions.sections.registry import UNITS, section_of
from decisions.sections.units import Row, Unit
from decisions.states.stages import WORKING_STAGES, Stage
from partnerdesk.core.words import words_of

REFRESHED: dict[str, tuple[str, ...]] = {
    "scope": ("metrics",),
    "metric": ("metrics",),
    "option": ("estimates", "scenarios", "recommendation", "analysis"),
    "criterion": ("estimates", "scenarios", "trade_off", "analysis", "expected_path"),
    "estimate": ("analysis",),
    "scenario": ("scenarios", "analysis"),
    "override": ("analysis",),
    "recommendation": ("analysis", "expected_path"),
    "path": ("expected_path",),
    "statement": ("estimates",),
    "evidence": ("estimates",),
}
"""Other parts that a save of this kind changes on the page."""


@require_POST
def save_unit(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> HttpResponse:
    record = writable_record(request, code)
    unit = _unit(record, kind, pk)
    form = FORMS[kind](request.POST, instance=_copy(unit))
    if not form.is_valid():
        return _refused(request, record, unit, form)
    try:
        saved = reopen.save_unit(
            unit,
            form.values(),
            revision=_number(request, "revision"),
            save_id=_identity(request, "save_id"),
            by=person_of(request),
            now=timezone.now(),
        )
    except Conflict as conflict:
        return _conflict(request, record, conflict)
    return _saved(request, saved)


@require_POST
def add_row(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Add an empty row; its id was made by the page, so that a retry adds nothing."""
    record = visible_record(request, code)
    if not issubclass(UNITS.get(kind, Unit), Row):
        raise Http404
    values = _given(request, record, kind)
    saved = reopen.add_row(
        record, kind, pk=_identity(request, "id"), values=values, by=person_of(request), now=timezone.now()
    )
    return part_again(request, saved.record, section_of(saved.unit).kind, focus=saved.unit)


def _given(request: HttpRequest, record: Record, kind: str) -> dict[str, Any]:
    """What a new row belongs to: a metric of the dictionary, a scenario of the record."""
    if kind == "metric" and "key" in request.POST:
        return {"key": words_of(request.POST, "key", 60)}
    if kind == "override":
        return {"scenario": _unit(record, "scenario", _identity(request, "scenario"))}
    return {}


@require_POST
def remove_row(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = _row(visible_record(request, code), kind, pk)
    changed = reopen.remove_row(row, by=person_of(request), now=timezone.now())
    return part_again(request, changed, section_of(row).kind)


@require_POST
def move_row(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = _row(visible_record(request, code), kind, pk)
    is_up = request.POST.get("direction") == "up"
    changed = reopen.move_row(row, up=is_up, by=person_of(request), now=timezone.now())
    return part_again(request, changed, section_of(row).kind, focus=row)


def _unit(record: Record, kind: str, pk: uuid.UUID) -> Unit:
    model = UNITS.get(kind)
    unit: Unit | None = model.objects.filter(pk=pk, record=record).first() if model else None
    if unit is None:
        raise Http404
    unit.record = record  # type: ignore[attr-defined]
    return unit


def _row(record: Record, kind: str, pk: uuid.UUID) -> Row:
    unit = _unit(record, kind, pk)
    if not isinstance(unit, Row):
        raise Http404
    return unit


def _copy(unit: Unit) -> Unit:
    """A form writes into its instance; the unit itself is changed by the action alone."""
    return type(unit)(**{field.attname: getattr(unit, field.attname) for field in unit._meta.concrete_fields})


def _identity(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    if not value.isdecimal() or len(value) > 9:
        raise Http404
    return int(value)


def _viewed(request: HttpRequest, record: Record, part: str) -> Stage:
    """The stage whose page sent this: htmx says its address; a plain form comes from the part's own stage."""
    path = (request.htmx.current_url_abs_path or "") if request.htmx else ""  # type: ignore[attr-defined]
    for stage in WORKING_STAGES:
        if path.startswith(reverse("decisions:stage", args=[record.code, stage])):
            return stage
    page = RecordPage.of(record, request.user, Stage.FRAME, timezone.now())  # type: ignore[arg-type]
    return page.layout.home_of[part].stage if part in page.layout.home_of else Stage.FRAME


def _page(request: HttpRequest, record: Record, part: str) -> RecordPage:
    """The page of a record that was just read. What was computed for it is kept for the lists."""
    now = timezone.now()
    page = RecordPage.of(record, person_of(request), _viewed(request, record, part), now)
    compute_summary(page.content, now=now, readiness=page.everything)
    return page


def _back(page: RecordPage, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('decisions:stage', args=[page.record.code, page.viewed])}#{anchor}")


def _saved(request: HttpRequest, saved: Saved) -> HttpResponse:
    page = _page(request, saved.record, section_of(saved.unit).kind)
    if not request.htmx:  # type: ignore[attr-defined]
        return _back(page, saved.unit.anchor)
    view = page.fresh_view(saved.unit)
    view.joined = saved.joined
    shown = {part for place in page.places for part in place.parts}
    context = {
        "page": page,
        "record": page.record,
        "view": view,
        "refreshed": [part for part in REFRESHED.get(saved.unit.kind, ()) if part in shown],
        "redraw_unit": bool(saved.joined),
    }
    response = render(request, "decisions/draft/saved.html", context)
    response["HX-Trigger"] = json.dumps({"desk:saved": {"unit": saved.unit.anchor}})
    return response


def part_again(request: HttpRequest, record: Record, part: str, *, focus: Unit | None = None) -> HttpResponse:
    """After adding, removing or moving a row: its whole part, and what else changed."""
    page = _page(request, Record.objects.with_header().get(pk=record.pk), part)
    anchor = focus.anchor if focus else ""
    if not request.htmx:  # type: ignore[attr-defined]
        return _back(page, anchor or f"part-{part}")
    kinds = {kind for kind, unit in UNITS.items() if section_of(unit).kind == part}
    others = {other for kind in kinds for other in REFRESHED.get(kind, ())} - {part}
    shown = {found for place in page.places for found in place.parts}
    context = {
        "page": page,
        "record": page.record,
        "part": part,
        "focus": anchor,
        "refreshed": sorted(others & shown),
    }
    response = render(request, "decisions/draft/part_again.html", context)
    response["HX-Trigger-After-Swap"] = json.dumps({"desk:focus": {"unit": anchor}})
    return response


def _refused(request: HttpRequest, record: Record, unit: Unit, form: UnitForm) -> HttpResponse:
    """What was written comes back with what is wrong with it."""
    page = _page(request, record, section_of(unit).kind)
    view = page.fresh_view(unit)
    view.values = _sent(request, form)
    view.errors = errors_of(form)
    return _unit_again(request, page, view, status=422)


def errors_of(form: UnitForm) -> dict[str, list[str]]:
    """What is wrong, by field; what concerns the whole form under ''."""
    return {
        ("" if name == "__all__" else name): [str(error) for error in errors]
        for name, errors in form.errors.items()
    }


def _conflict(request: HttpRequest, record: Record, conflict: Conflict) -> HttpResponse:
    """Both texts are shown: mine in the field, theirs beside it, to choose from or join."""
    page = _page(request, record, section_of(conflict.unit).kind)
    view = page.fresh_view(conflict.unit)
    view.values = {name: as_text(value, type(conflict.unit), name) for name, value in conflict.mine.items()}
    view.sides = [
        ConflictSide(
            name=name,
            label=label_of(conflict.unit.kind, name),
            mine=_words(page, conflict.unit, name, conflict.mine[name]),
            theirs=_words(page, conflict.unit, name, conflict.theirs[name]),
        )
        for name in conflict.fields
    ]
    return _unit_again(request, page, view, status=409)


def _words(page: RecordPage, unit: Unit, name: str, value: Any) -> str:
    """A value in words: the label of a choice, else the text."""
    text = as_text(value, type(unit), name)
    spec = FORMS[unit.kind].base_fields[name]
    if hasattr(spec, "choices"):
        return dict(page.choices.of(unit, name)).get(text, text)
    return text


def _sent(request: HttpRequest, form: UnitForm) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in form.fields}


def _unit_again(request: HttpRequest, page: RecordPage, view: UnitView, *, status: int) -> HttpResponse:
    context = {"page": page, "record": page.record, "view": view}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "decisions/draft/unit_again.html", context, status=status)
    page.overrides[view.unit.pk] = view
    return render(request, "decisions/life/page.html", context, status=status)
