"""A case and what is done with it: acknowledge, put aside, settle. Reviews take it in themselves."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from decisions.readiness.record_head import RecordHead
from decisions.states.cases_and_reviews import CASE_MOVES, CaseState, Outcome
from decisions.states.stages import Stage
from decisions.triggers.access import visible_case
from decisions.triggers.cases.handle import HANDLE, acknowledge, check_may_handle, close, snooze
from decisions.triggers.cases.history import lines_of
from decisions.triggers.forms import AcknowledgeForm, CloseForm, SnoozeForm
from decisions.triggers.models import Case, Episode
from decisions.triggers.pictures import pictures_of
from decisions.triggers.trigger_list import seen_now
from decisions.triggers.wording import length_words, trigger_words, value_words, window_words
from partnerdesk.core.days import day_of

Forms = dict[str, Any]


@require_safe
def case(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """What fired, what happened since, and what can be done now."""
    return _case_page(request, visible_case(request, code, pk))


@require_POST
def acknowledge_case(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    found, by = _handled(request, code, pk)
    form = AcknowledgeForm(request.POST, auto_id="acknowledge-%s")
    if not form.is_valid():
        return _case_page(request, found, {"acknowledge": form})
    acknowledge(found, by=by, now=timezone.now(), words=form.cleaned_data["words"])
    return redirect("decisions:case", code, pk)


@require_POST
def snooze_case(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    found, by = _handled(request, code, pk)
    now = timezone.now()
    form = SnoozeForm(request.POST, today=day_of(by, now), auto_id="snooze-%s")
    if not form.is_valid():
        return _case_page(request, found, {"snooze": form})
    given = form.cleaned_data
    snooze(found, until=given["until"], reason=given["reason"], by=by, now=now)
    return redirect("decisions:case", code, pk)


@require_POST
def close_case(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Settle it without a review: the decision goes on. Adapting and stopping go through a review."""
    found, by = _handled(request, code, pk)
    form = CloseForm(request.POST, auto_id="close-%s")
    if not form.is_valid():
        return _case_page(request, found, {"close": form})
    close(found, outcome=Outcome.CONTINUE, words=form.cleaned_data["words"], by=by, now=timezone.now())
    return redirect("decisions:case", code, pk)


def _handled(request: HttpRequest, code: str, pk: uuid.UUID) -> tuple[Case, Any]:
    """The case, where this person may handle it: asked before anything is said about what was written."""
    found, by = visible_case(request, code, pk), person_of(request)
    check_may_handle(found, by)
    return found, by


def _case_page(request: HttpRequest, found: Case, refused: Forms | None = None) -> HttpResponse:
    """The page; with a form that was refused in the place of the fresh one."""
    user, now = person_of(request), timezone.now()
    episodes = list(
        Episode.objects.filter(case=found).select_related("condition__partner").order_by("opened", "pk")
    )
    trigger = found.trigger
    context = {
        "page": RecordHead.of(found.record, user, Stage.PROPOSED, now),
        "record": found.record,
        "case": found,
        "trigger": trigger,
        "words": trigger_words(trigger),
        "how": window_words(trigger),
        "now": seen_now(trigger) if trigger.disarmed_at is None else [],
        "span": length_words(trigger),
        "worst": value_words(trigger, found.worst) if found.worst is not None else "",
        "episodes": [(row, value_words(trigger, row.value)) for row in episodes],
        "by_partner": trigger.by_partner,
        "pictures": pictures_of(trigger, episodes),
        "lines": lines_of(found),
        "forms": _forms(found, user, now) | (refused or {}),
    }
    return render(request, "decisions/triggers/case.html", context, status=422 if refused else 200)


def _forms(found: Case, user: Any, now: Any) -> Forms:
    """What this person may do with it now: one form for each step, none for a step that can't be taken."""
    if found.state == CaseState.CLOSED or not user.has_perm(HANDLE, found):
        return {}
    steps = {to for before, to in CASE_MOVES if before == found.state}
    forms: Forms = {"snooze": SnoozeForm(today=day_of(user, now), auto_id="snooze-%s")}
    if CaseState.ACKNOWLEDGED in steps:
        forms["acknowledge"] = AcknowledgeForm(auto_id="acknowledge-%s")
    if CaseState.IN_REVIEW in steps:
        forms["review"] = True
        forms["close"] = CloseForm(auto_id="close-%s")
    else:
        del forms["snooze"]
    return forms
