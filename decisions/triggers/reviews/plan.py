"""Reviews: planned ahead, opened when they are due or a case asks for it, moved with a reason, never lost."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from accounts.models import User
from decisions.record.models import Record, Summary
from decisions.states.cases_and_reviews import REVIEW_MOVES, CaseState, Outcome, ReviewState
from decisions.states.stages import REVIEW
from decisions.triggers.arming import disarm
from decisions.triggers.cases.handle import check_may_handle, close, locked_case, take_into_review
from decisions.triggers.models import Case, Review
from decisions.triggers.reviews.rhythm import months_of, next_day
from decisions.versions.frozen import FrozenVersion
from decisions.versions.models import Version
from partnerdesk.core.days import day_of, workspace_day
from partnerdesk.core.events import record_event, record_events
from partnerdesk.core.outbox import Telling, notify_all
from partnerdesk.core.refusals import Blocked, NotAllowed

REVIEW_DUE = "review_due"
AHEAD = (ReviewState.PLANNED, ReviewState.OPEN)


def plan_reviews(version: Version, approved: FrozenVersion, *, now: dt.datetime) -> list[Review]:
    """Put the cadence of a version in force on the calendar: its initial review is done, the others lie ahead."""
    plan = approved.reviews
    common = {"record_id": version.record_id, "version": version, "owner": approved.owner}
    planned = []
    if plan.next_review_on:
        planned.append(_operating(plan.next_review_on, rhythm_from=plan.next_review_on, **common))
    if plan.post_review_on:
        planned.append(Review(kind=Review.Kind.POST, due_on=plan.post_review_on, **common))
    if plan.confirmed_on and plan.confirmed_by:
        words = _("Inputs and assumptions confirmed before the decision.")
        planned.append(
            Review(
                kind=Review.Kind.INITIAL,
                due_on=plan.confirmed_on,
                state=ReviewState.CLOSED,
                opened_at=now,
                outcome=Outcome.CONTINUE,
                words=words,
                closed_at=now,
                closed_by=plan.confirmed_by,
                **common,
            )
        )
    made: list[Review] = Review.objects.bulk_create(planned)
    record_events(
        "review.planned",
        [
            {"review": str(review.pk), "sort": review.kind, "due_on": review.due_on.isoformat()}
            for review in made
        ],
        subject_kind="record",
        subject_id=version.record_id,
        by=None,
        now=now,
    )
    return made


def _operating(day: dt.date, *, rhythm_from: dt.date, **common: Any) -> Review:
    """An operating review on a day of its rhythm, not saved yet."""
    return Review(kind=Review.Kind.OPERATING, due_on=day, planned_on=day, rhythm_from=rhythm_from, **common)


def next_date(review: Review, rhythm: str) -> dt.date:
    """The day of the next operating review by the rhythm, from the day that it gave the last one.

    That one may have been moved: the rhythm keeps its own days.
    """
    last = last_of_rhythm(review)
    if last is None or last.rhythm_from is None or last.planned_on is None:
        return next_day(review.due_on, months_of(rhythm), review.due_on)
    return next_day(last.rhythm_from, months_of(rhythm), last.planned_on)


def last_of_rhythm(review: Review) -> Review | None:
    """The review itself where it is an operating one, else the last of those of its version."""
    if review.kind == Review.Kind.OPERATING:
        return review
    rows = Review.objects.filter(version=review.version_id, kind=Review.Kind.OPERATING)
    return rows.order_by("-planned_on").first()


def locked_review(review: Review) -> Review:
    """The review as it is now, locked until the transaction ends."""
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("record__summary", "version", "owner")
        .get(pk=review.pk)
    )


def check_may_review(record: Record, by: User) -> None:
    if not by.has_perm(REVIEW, record):
        raise NotAllowed(_("The people of the record review it."))


def _move(review: Review, to: ReviewState, *, by: User | None, now: dt.datetime, **data: object) -> None:
    """The one place that changes a review's state. The caller saves it."""
    before = ReviewState(review.state)
    event = REVIEW_MOVES.get((before, to))
    if event is None:
        raise Blocked(
            _("This review is %(before)s: it can't become %(to)s. Load the page again.")
            % {"before": before.label, "to": to.label}
        )
    review.state = to
    _note(review, event, by=by, now=now, **data)


@transaction.atomic
def move_review(review: Review, *, to: dt.date, reason: str, by: User, now: dt.datetime) -> Review:
    """Move a review that lies ahead to another day, with a reason."""
    locked = locked_review(review)
    check_may_review(locked.record, by)
    if locked.state not in AHEAD:
        raise Blocked(_("This review is over."))
    if not reason.strip():
        raise Blocked(_("Say why the review moves."))
    if to <= day_of(by, now):
        raise Blocked(_("Choose a day that is still to come."))
    _note(
        locked,
        "review.moved",
        by=by,
        now=now,
        before=locked.due_on.isoformat(),
        due_on=to.isoformat(),
        reason=reason.strip(),
    )
    locked.due_on = to
    locked.save(update_fields=["due_on"])
    _show_next(locked.record)
    return locked


@transaction.atomic
def open_review(review: Review, *, by: User | None, now: dt.datetime) -> Review:
    """Begin a review before its day."""
    locked = locked_review(review)
    if by is not None:
        check_may_review(locked.record, by)
    if locked.state == ReviewState.OPEN:
        return locked
    _move(locked, ReviewState.OPEN, by=by, now=now)
    locked.opened_at = now
    locked.save()
    return locked


@transaction.atomic
def open_review_of(case: Case, *, by: User, now: dt.datetime) -> Review:
    """The review that a case asks for: the open one of the version, or a new one. The case goes into it."""
    locked = locked_case(case)
    check_may_handle(locked, by)
    if locked.state == CaseState.CLOSED:
        raise Blocked(_("This case is closed."))
    review = Review.objects.filter(version=locked.version_id, state=ReviewState.OPEN).first()
    if review is None:
        review = Review.objects.create(
            record=locked.record,
            version_id=locked.version_id,
            kind=Review.Kind.CASE,
            due_on=day_of(by, now),
            owner_id=locked.owner_id,
        )
        review = open_review(review, by=None, now=now)
    take_into_review(locked, review, by=by, now=now)
    return review


@transaction.atomic
def finish_review(
    review: Review,
    *,
    outcome: Outcome,
    words: str,
    findings: dict[str, object],
    by: User,
    now: dt.datetime,
) -> Review:
    """Close a review and the cases in it. What the outcome leads to stands in `triggers.reviews.conclude`."""
    locked = locked_review(review)
    check_may_review(locked.record, by)
    if not words.strip():
        raise Blocked(_("Say in a sentence what the review came to."))
    if locked.state == ReviewState.PLANNED:
        locked = open_review(locked, by=by, now=now)
    _move(locked, ReviewState.CLOSED, by=by, now=now, outcome=outcome, words=words.strip())
    locked.outcome, locked.words, locked.findings = outcome, words.strip(), findings
    locked.closed_at, locked.closed_by = now, by
    locked.save()
    for case in Case.objects.filter(review=locked, state=CaseState.IN_REVIEW):
        close(case, outcome=outcome, words=words, by=None, now=now)
    return locked


def plan_next(review: Review, on: dt.date, *, is_chosen: bool, now: dt.datetime) -> Review | None:
    """The operating review after this one, unless one lies ahead already.

    Where a person chose the day themselves, the rhythm begins anew with it.
    """
    ahead = next_ahead(review)
    if ahead is None:
        last = last_of_rhythm(review)
        kept = None if is_chosen or last is None else last.rhythm_from
        ahead = _operating(
            on,
            rhythm_from=kept or on,
            record=review.record,
            version_id=review.version_id,
            owner_id=review.owner_id,
        )
        ahead.save()
        _note(ahead, "review.planned", by=None, now=now, due_on=on.isoformat())
    _show_next(review.record)
    return ahead


def next_ahead(review: Review) -> Review | None:
    """The operating review of its version that lies ahead beside this one."""
    rows = Review.objects.filter(
        version=review.version_id, kind=Review.Kind.OPERATING, state__in=AHEAD
    ).exclude(pk=review.pk)
    return rows.first()


def stop_watching(version: Version, *, outcome: Outcome, words: str, now: dt.datetime) -> None:
    """A version is no longer in force: its triggers are disarmed, its cases closed, its reviews dropped."""
    disarm(version, now=now)
    for case in Case.objects.filter(version=version).exclude(state=CaseState.CLOSED):
        close(case, outcome=outcome, words=words, by=None, now=now)
    for review in Review.objects.filter(version=version, state__in=AHEAD):
        locked = locked_review(review)
        _move(locked, ReviewState.DROPPED, by=None, now=now, reason=words)
        locked.save()


def open_due(now: dt.datetime) -> int:
    """Open the reviews whose day has come and tell their owners. Returns how many."""
    with transaction.atomic():
        rows = list(
            Review.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(state=ReviewState.PLANNED, due_on__lte=workspace_day(now))
            .select_related("record__summary", "owner")
        )
        for review in rows:
            _move(review, ReviewState.OPEN, by=None, now=now)
            review.opened_at = now
            review.save()
        notify_all([_telling(review) for review in rows], now=now)
    return len(rows)


def _telling(review: Review) -> Telling:
    with speaking_to(review.owner):
        what = _("%(kind)s is due: %(question)s") % {
            "kind": str(review.get_kind_display()).capitalize(),
            "question": review.record.summary.question,
        }
    return Telling(
        person_id=review.owner_id or review.record.created_by_id,
        kind=REVIEW_DUE,
        key=f"{review.pk}:{review.due_on}",
        what=what,
        about=review.record.code,
        address=reverse("decisions:review", args=[review.record.code, review.pk]),
        subject_kind="review",
        subject_id=review.pk,
    )


def _show_next(record: Record) -> None:
    """Lists show the next review that lies ahead."""
    ahead = Review.objects.filter(record=record, state__in=AHEAD).order_by("due_on").first()
    Summary.objects.filter(record=record).update(next_review_on=ahead.due_on if ahead else None)


def _note(review: Review, kind: str, *, by: User | None, now: dt.datetime, **data: object) -> None:
    record_event(
        kind,
        subject_kind="record",
        subject_id=review.record_id,
        by=by,
        now=now,
        review=str(review.pk),
        sort=review.kind,
        **data,
    )
