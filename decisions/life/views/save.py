"""Saving one unit at a time. Under htmx the answer holds what changed; otherwise it is the page again."""

import datetime as dt
import json
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import person_of
from decisions.draft.forms import FORMS, UnitForm
from decisions.draft.row_choices import outdated_fields
from decisions.draft.save import Conflict, Saved, date_change
from decisions.draft.unit_view import ConflictSide, UnitView, as_text, label_of
from decisions.life import reopen
from decisions.life.page import RecordPage
from decisions.readiness.summary import compute_summary, write_summary
from decisions.record.access import check_may_change, lock_visible, visible_record
from decisions.record.models import Record, ways_of
from decisions.record.ways import know_ways
from decisions.sections.registry import UNITS, section_kind, section_of
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
    """The record and the unit are read once, locked: what is checked is what is saved, and what is answered."""
    answer, saved = Answer(request), None
    try:
        with transaction.atomic():
            unit = _locked_unit(request, code, kind, pk)
            form = FORMS[kind](request.POST, instance=_copy(unit))
            if form.is_valid():
                saved = reopen.save_locked_unit(
                    unit,
                    form.values(),
                    revision=_number(request, "revision"),
                    save_id=_identity(request, "save_id"),
                    by=person_of(request),
                    now=answer.now,
                    touch=answer.touch,
                )
    except Conflict as conflict:
        return _conflict(answer, visible_record(request, code), conflict)
    return _saved(answer, saved) if saved else _refused(answer, unit, form)


@require_POST
def add_row(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Add an empty row; its id was made by the page, so that a retry adds nothing."""
    record = visible_record(request, code)
    if not issubclass(UNITS.get(kind, Unit), Row):
        raise Http404
    values = _given(request, record, kind)
    answer = Answer(request)
    saved = reopen.add_row(
        record,
        kind,
        pk=_identity(request, "id"),
        values=values,
        by=person_of(request),
        now=answer.now,
        touch=answer.touch,
    )
    return part_again(answer, saved.record, section_of(saved.unit).kind, focus=saved.unit)


def _given(request: HttpRequest, record: Record, kind: str) -> dict[str, Any]:
    """What a new row belongs to: a metric of the dictionary, a scenario of the record."""
    if kind == "metric" and "key" in request.POST:
        return {"key": words_of(request.POST, "key", 60)}
    if kind == "override":
        return {"scenario": _unit(record, "scenario", _identity(request, "scenario"))}
    return {}


@require_POST
def remove_row(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> HttpResponse:
    row, answer = _row(visible_record(request, code), kind, pk), Answer(request)
    changed = reopen.remove_row(row, by=person_of(request), now=answer.now, touch=answer.touch)
    return part_again(answer, changed, section_of(row).kind)


@require_POST
def move_row(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> HttpResponse:
    row, answer = _row(visible_record(request, code), kind, pk), Answer(request)
    is_up = request.POST.get("direction") == "up"
    changed = reopen.move_row(row, up=is_up, by=person_of(request), now=answer.now, touch=answer.touch)
    return part_again(answer, changed, section_of(row).kind, focus=row)


def _locked_unit(request: HttpRequest, code: str, kind: str, pk: uuid.UUID) -> Unit:
    """The unit with its record, both locked until the transaction ends, where this person may write in it."""
    lock_visible(request, code)
    model, person = UNITS.get(kind), person_of(request)
    if model is None:
        raise Http404
    rows = model.objects.select_for_update(of=("self",)).select_related(
        "record__framework_version", "record__in_force"
    )
    unit: Unit = get_object_or_404(rows.annotate(ways=ways_of(person, "record")), pk=pk, record__code=code)
    record: Record = unit.record  # type: ignore[attr-defined]
    know_ways(record, person, frozenset(unit.ways))  # type: ignore[attr-defined]  # annotated
    check_may_change(record, person)
    return unit


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


class Answer:
    """The answer to a request that changes a record: the page that its fragments are drawn from.

    `touch` is given to the action: where something has changed the draft is loaded, still locked, and the row in
    lists is written from it, once; the answer shows the same. Where nothing has changed nothing is written.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.now = request, timezone.now()
        self.page: RecordPage | None = None

    def touch(self, record: Record, now: dt.datetime) -> None:
        date_change(record, now)
        self.page = RecordPage.of(record, person_of(self.request), Stage.FRAME, now)
        write_summary(self.page.content, now=now, readiness=self.page.everything)

    def read(self, record: Record) -> None:
        """For an action that has marked the row in lists as due: it is computed with the page."""
        self.page = RecordPage.of(record, person_of(self.request), Stage.FRAME, self.now)
        compute_summary(self.page.content, now=self.now, readiness=self.page.everything)

    def page_of(self, record: Record, part: str) -> RecordPage:
        """The page, seen from the stage that sent the request."""
        page = self.page or RecordPage.of(record, person_of(self.request), Stage.FRAME, self.now)
        page.viewed = self._viewed(page, part)
        return page

    def _viewed(self, page: RecordPage, part: str) -> Stage:
        """Under htmx the request says its address; a plain form comes from the part's own stage."""
        htmx = self.request.htmx  # type: ignore[attr-defined]
        path = (htmx.current_url_abs_path or "") if htmx else ""
        for stage in WORKING_STAGES:
            if path.startswith(reverse("decisions:stage", args=[page.record.code, stage])):
                return stage
        home = page.layout.home_of.get(part)
        return home.stage if home else Stage.FRAME


def _back(page: RecordPage, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('decisions:stage', args=[page.record.code, page.viewed])}#{anchor}")


def _saved(answer: Answer, saved: Saved) -> HttpResponse:
    page, request = answer.page_of(saved.record, section_of(saved.unit).kind), answer.request
    if not request.htmx:  # type: ignore[attr-defined]
        return _back(page, saved.unit.anchor)
    view = page.fresh_view(saved.unit)
    view.joined = saved.joined
    changed = [saved.unit.kind]
    refreshed = _refreshed(page, changed)
    context = {
        "page": page,
        "record": page.record,
        "view": view,
        "refreshed": refreshed,
        "outdated": _outdated(page, changed, drawn=refreshed),
        "redraw_unit": bool(saved.joined),
    }
    response = render(request, "decisions/draft/saved.html", context)
    response["HX-Trigger"] = json.dumps({"desk:saved": {"unit": saved.unit.anchor}})
    return response


def _refreshed(page: RecordPage, changed: Collection[str]) -> list[str]:
    """The parts on the page that a change of these kinds draws again."""
    return sorted({part for kind in changed for part in REFRESHED.get(kind, ()) if part in page.shown_parts})


def _outdated(
    page: RecordPage, changed: Collection[str], *, drawn: Collection[str]
) -> list[tuple[UnitView, str]]:
    """The fields that list rows of these kinds, in those parts of the page that are not drawn again anyway."""
    return [
        (page.fresh_view(unit), name)
        for part in sorted(page.shown_parts - set(drawn))
        for declared in section_kind(part).units
        for name in outdated_fields(declared.model.kind, changed)
        for unit in page.content.all(declared.model)
    ]


def part_again(answer: Answer, record: Record, part: str, *, focus: Unit | None = None) -> HttpResponse:
    """After adding, removing or moving a row: its whole part, and what else changed."""
    page, request = answer.page_of(record, part), answer.request
    anchor = focus.anchor if focus else ""
    if not request.htmx:  # type: ignore[attr-defined]
        return _back(page, anchor or f"part-{part}")
    kinds = {kind for kind, unit in UNITS.items() if section_of(unit).kind == part}
    refreshed = [other for other in _refreshed(page, kinds) if other != part]
    context = {
        "page": page,
        "record": page.record,
        "part": part,
        "focus": anchor,
        "refreshed": refreshed,
        "outdated": _outdated(page, kinds, drawn=[part, *refreshed]),
    }
    response = render(request, "decisions/draft/part_again.html", context)
    response["HX-Trigger-After-Swap"] = json.dumps({"desk:focus": {"unit": anchor}})
    return response


def part_read_again(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """A whole part, after an action that does more than change a row."""
    answer, record = Answer(request), visible_record(request, code)
    answer.read(record)
    return part_again(answer, record, part)


def _refused(answer: Answer, unit: Unit, form: UnitForm) -> HttpResponse:
    """What was written comes back with what is wrong with it."""
    record: Record = unit.record  # type: ignore[attr-defined]
    page, request = answer.page_of(record, section_of(unit).kind), answer.request
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


def _conflict(answer: Answer, record: Record, conflict: Conflict) -> HttpResponse:
    """Both texts are shown: mine in the field, theirs beside it, to choose from or join."""
    page = answer.page_of(record, section_of(conflict.unit).kind)
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
    return _unit_again(answer.request, page, view, status=409)


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
