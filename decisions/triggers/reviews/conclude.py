"""What a review leads to: go on, adapt, stop."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.draft.followups import FollowUp, add_actions
from decisions.readiness.move import adapt
from decisions.record.events import lock_record
from decisions.record.models import Record, Summary
from decisions.record.summary import mark_summary
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage, Standing
from decisions.triggers.models import Review
from decisions.triggers.reviews.plan import (
    check_may_review,
    finish_review,
    next_date,
    plan_next,
    stop_watching,
)
from decisions.triggers.reviews.review_findings import findings_of
from decisions.versions.frozen import read_frozen
from decisions.versions.models import Enactment
from decisions.versions.move import move_version
from partnerdesk.core.days import day_of
from partnerdesk.core.refusals import Blocked


@transaction.atomic
def conclude(
    review: Review,
    *,
    outcome: Outcome,
    words: str,
    by: User,
    now: dt.datetime,
    next_on: dt.date | None = None,
    wind_down: Sequence[FollowUp] = (),
) -> Review:
    """Close a review with its outcome, and do what that means.

    Continue plans the next review. Adapt opens a draft at compare, and the version in force stays watched until
    another one takes over. Stop ends the version, with the actions that wind it down.
    """
    record = lock_record(review.record)
    check_may_review(record, by)
    if record.in_force_id != review.version_id:
        raise Blocked(_("This version is no longer in force."))
    findings = findings_of(review.version, now=now, review=review)
    today = day_of(by, now)
    if outcome == Outcome.CONTINUE and next_on is not None and next_on <= today:
        raise Blocked(_("The next review lies ahead: choose a later day."))
    done = finish_review(review, outcome=outcome, words=words, findings=findings, by=by, now=now)
    if outcome == Outcome.STOP:
        _stop(record, words=words, wind_down=wind_down, by=by, now=now)
        return done
    if review.kind != Review.Kind.POST or outcome == Outcome.CONTINUE:
        proposed = proposed_next(done, today)
        is_chosen = next_on is not None and next_on != proposed
        plan_next(done, next_on or proposed, is_chosen=is_chosen, now=now)
    if outcome == Outcome.ADAPT and record.stage == Stage.NONE:
        adapt(record, by=by, now=now, reason=words)
    return done


def proposed_next(review: Review, today: dt.date) -> dt.date:
    """The day of the review after this one, by the rhythm that was approved; a week from now at the earliest."""
    rhythm = read_frozen(review.version).reviews.rhythm
    return max(next_date(review, rhythm), today + dt.timedelta(days=7))


def _stop(record: Record, *, words: str, wind_down: Sequence[FollowUp], by: User, now: dt.datetime) -> None:
    version = record.in_force
    if version is None:
        raise Blocked(_("No version is in force."))
    move_version(version, to=Standing.STOPPED, by=by, now=now, reason=words)
    Enactment.objects.filter(version=version).update(in_force_to=now)
    stop_watching(version, outcome=Outcome.STOP, words=words, now=now)
    add_actions(record, wind_down, by=by, now=now)
    record.in_force = None
    mark_summary(record, now=now)
    Summary.objects.filter(record=record).update(next_review_on=None)
