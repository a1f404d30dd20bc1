"""A review: what changed since, and what it comes to."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import person_of
from decisions.draft.followups import FollowUp
from decisions.readiness.record_head import RecordHead
from decisions.states.cases_and_reviews import Outcome, ReviewState
from decisions.states.stages import CHANGE, REVIEW, Stage
from decisions.triggers.access import visible_case, visible_review
from decisions.triggers.forms import ContinueForm, MoveForm, OutcomeForm, WindDownForm, wind_down_forms
from decisions.triggers.models import Review
from decisions.triggers.reviews.conclude import conclude, proposed_next
from decisions.triggers.reviews.plan import (
    AHEAD,
    check_may_review,
    move_review,
    next_ahead,
    open_review,
    open_review_of,
)
from decisions.triggers.reviews.review_findings import findings_of
from partnerdesk.core import dates
from partnerdesk.core.days import day_of

Forms = dict[str, Any]


@require_safe
def review(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """What changed since the last look: as it is now, or as it stood when the review was closed."""
    return _review_page(request, visible_review(request, code, pk))


@require_POST
def begin_review(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Begin before its day."""
    found, by, now = _asked(request, code, pk)
    open_review(found, by=by, now=now)
    return redirect("decisions:review", code, pk)


@require_POST
def review_case(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Take a case into the open review of its version, or open one for it."""
    opened = open_review_of(visible_case(request, code, pk), by=person_of(request), now=timezone.now())
    return redirect("decisions:review", code, opened.pk)


@require_POST
def move_review_day(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    found, by, now = _asked(request, code, pk)
    form = MoveForm(request.POST, today=day_of(by, now), auto_id="move-%s")
    if not form.is_valid():
        return _review_page(request, found, {"move": form})
    to: dt.date = form.cleaned_data["to"]
    move_review(found, to=to, reason=form.cleaned_data["reason"], by=by, now=now)
    messages.success(request, _("The review is moved to %(day)s.") % {"day": dates.day(to)})
    return redirect("decisions:watched", code)


@require_POST
def continue_review(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Still valid, because: one sentence, and the next review is planned."""
    found, by, now = _asked(request, code, pk)
    form = ContinueForm(request.POST, today=day_of(by, now), auto_id="continue-%s")
    if not form.is_valid():
        return _review_page(request, found, {"continue": form})
    given = form.cleaned_data
    done = conclude(
        found,
        outcome=Outcome.CONTINUE,
        words=given["words"],
        next_on=given["next_on"],
        by=by,
        now=now,
    )
    following = next_ahead(done)
    if following is not None:
        day = dates.day(following.due_on)
        messages.success(request, _("Still valid. The next review is on %(day)s.") % {"day": day})
    return redirect("decisions:watched", code)


@require_POST
def adapt_review(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """A new draft at compare; the version in force stays watched until another one takes over."""
    found, by, now = _asked(request, code, pk)
    form = OutcomeForm(request.POST, auto_id="adapt-%s")
    if not form.is_valid():
        return _review_page(request, found, {"adapt": form})
    conclude(found, outcome=Outcome.ADAPT, words=form.cleaned_data["words"], by=by, now=now)
    messages.success(
        request, _("A new draft is open. The version in force stays watched until it takes over.")
    )
    return redirect("decisions:record", code)


@require_POST
def stop_review(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """The version ends, with the actions that wind it down."""
    found, by, now = _asked(request, code, pk)
    form, rows = OutcomeForm(request.POST, auto_id="stop-%s"), wind_down_forms(request.POST)
    if not all([form.is_valid(), *(row.is_valid() for row in rows)]):
        return _review_page(request, found, {"stop": form, "wind_down": rows})
    conclude(
        found,
        outcome=Outcome.STOP,
        words=form.cleaned_data["words"],
        wind_down=[_action(row) for row in rows if row.has_changed()],
        by=by,
        now=now,
    )
    messages.success(
        request, _("The decision is stopped. What winds it down stands on the desks of its owners.")
    )
    return redirect("decisions:watched", code)


def _action(form: WindDownForm) -> FollowUp:
    given = form.cleaned_data
    return FollowUp(given["text"], given["owner"], given["due_on"])


def _asked(request: HttpRequest, code: str, pk: uuid.UUID) -> tuple[Review, User, dt.datetime]:
    """The review, where this person may review: asked before anything is said about what was written."""
    found, by = visible_review(request, code, pk), person_of(request)
    check_may_review(found.record, by)
    return found, by, timezone.now()


def _review_page(request: HttpRequest, found: Review, refused: Forms | None = None) -> HttpResponse:
    """The page; with forms that were refused in the place of the fresh ones."""
    user, now = person_of(request), timezone.now()
    is_ahead = found.state in AHEAD
    context = {
        "page": RecordHead.of(found.record, user, Stage.PROPOSED, now),
        "record": found.record,
        "review": found,
        "is_ahead": is_ahead,
        "is_late": is_ahead and found.due_on < day_of(user, now),
        "findings": findings_of(found.version, now=now, review=found) if is_ahead else found.findings,
        "next_ahead": next_ahead(found) if is_ahead else None,
        "forms": _forms(found, user, now) | (refused or {}),
    }
    return render(request, "decisions/triggers/review.html", context, status=422 if refused else 200)


def _forms(found: Review, user: User, now: dt.datetime) -> Forms:
    """The outcomes that this person may give; nothing where it is over or its version no longer in force."""
    is_open = found.state in AHEAD and found.record.in_force_id == found.version_id
    if not is_open or not user.has_perm(REVIEW, found.record):
        return {}
    today = day_of(user, now)
    return {
        "begin": found.state == ReviewState.PLANNED,
        "continue": ContinueForm(
            initial={"next_on": proposed_next(found, today)}, today=today, auto_id="continue-%s"
        ),
        "adapt": OutcomeForm(auto_id="adapt-%s") if user.has_perm(CHANGE, found.record) else None,
        "stop": OutcomeForm(auto_id="stop-%s"),
        "wind_down": wind_down_forms(),
        "move": MoveForm(today=today, auto_id="move-%s"),
    }
