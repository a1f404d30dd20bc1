"""What a review leads to: go on, adapt, stop. And what people say of a decision in force without a metric."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions import models as m
from decisions.actions.followups import FollowUp, add_actions
from decisions.actions.moves import move_version
from decisions.actions.summaries import mark_summary
from decisions.cases import CaseState, Outcome
from decisions.frozen import read_frozen
from decisions.inputs import VersionInput
from decisions.processes.drafting import adapt
from decisions.record.events import lock_record, note_event
from decisions.stages import Stage, Standing
from decisions.triggers.cases import add_cases, new_case
from decisions.triggers.findings import findings_of
from decisions.triggers.reviews import check_may_review, finish_review, next_date, plan_next
from decisions.triggers.watching import EVALUATE, stop_watching
from partnerdesk.core import jobs
from partnerdesk.core.refusals import Blocked, NotAllowed


@transaction.atomic
def conclude(
    review: m.Review,
    *,
    outcome: Outcome,
    words: str,
    by: User,
    now: dt.datetime,
    next_on: dt.date | None = None,
    wind_down: Sequence[FollowUp] = (),
) -> m.Review:
    """Close a review with its outcome, and do what that means.

    Continue plans the next review. Adapt opens a draft at compare, and the version in force stays watched until
    another one takes over. Stop ends the version, with the actions that wind it down.
    """
    record = lock_record(review.record)
    check_may_review(record, by)
    if record.in_force_id != review.version_id:
        raise Blocked(_("This version is no longer in force."))
    findings = findings_of(review.version, now=now, review=review)
    if outcome == Outcome.CONTINUE:
        _check_next(next_on, now)
    done = finish_review(review, outcome=outcome, words=words, findings=findings, by=by, now=now)
    if outcome == Outcome.STOP:
        _stop(record, words=words, wind_down=wind_down, by=by, now=now)
        return done
    if review.kind != m.Review.Kind.POST or outcome == Outcome.CONTINUE:
        plan_next(done, next_on or proposed_next(done, now), now=now)
    if outcome == Outcome.ADAPT and record.stage == Stage.NONE:
        adapt(record, by=by, now=now, reason=words)
    return done


def _check_next(next_on: dt.date | None, now: dt.datetime) -> None:
    if next_on is not None and next_on <= now.date():
        raise Blocked(_("The next review lies ahead: choose a later day."))


def proposed_next(review: m.Review, now: dt.datetime) -> dt.date:
    """The day of the review after this one, by the rhythm that was approved; a week from now at the earliest."""
    rhythm = read_frozen(review.version).reviews.rhythm
    return max(next_date(review, rhythm), now.date() + dt.timedelta(days=7))


def _stop(record: m.Record, *, words: str, wind_down: Sequence[FollowUp], by: User, now: dt.datetime) -> None:
    version = record.in_force
    if version is None:
        raise Blocked(_("No version is in force."))
    move_version(version, to=Standing.STOPPED, by=by, now=now, reason=words)
    m.Enactment.objects.filter(version=version).update(in_force_to=now)
    m.Record.objects.filter(pk=record.pk).update(in_force=None)
    stop_watching(version, outcome=Outcome.STOP, words=words, now=now)
    add_actions(record, wind_down, by=by, now=now)
    record.in_force = None
    mark_summary(record, now=now)
    m.Summary.objects.filter(record=record).update(next_review_on=None)


def check_may_report(record: m.Record, about: VersionInput | None, by: User) -> None:
    """The people of the record report what has changed; the owner of an input that this one has. Else NotAllowed."""
    if about is None:
        check_may_review(record, by)
    elif not by.has_perm("decisions.report_input", about):
        raise NotAllowed(_("The input's owner and the people of the record say that it has changed."))


@transaction.atomic
def report_change(
    record: m.Record, *, words: str, by: User, now: dt.datetime, about: VersionInput | None = None
) -> m.Case:
    """Say that something changed which no metric shows: an input, a partner, a contract. It opens a case at once.

    `about` is the input that has changed, where it is one of the version in force; the case begins with its name.
    """
    locked = lock_record(record)
    check_may_report(locked, about, by)
    if locked.in_force is None:
        raise Blocked(_("Only a decision in force can be reported on."))
    if about is not None and about.version_id != locked.in_force_id:
        raise Blocked(_("This version is no longer in force."))
    if not words.strip():
        raise Blocked(_("Say what has changed."))
    if about is not None:
        words = _("“%(input)s” has changed: %(words)s") % {"input": about.label, "words": words.strip()}
    trigger = m.Trigger.objects.select_related("record__summary", "owner").get(
        version=locked.in_force, kind=m.TriggerKind.REPORT
    )
    waiting = m.Case.objects.filter(trigger=trigger).exclude(state=CaseState.CLOSED).first()
    if waiting is not None:
        note_event(locked, "case.reported", by=by, now=now, case=str(waiting.pk), words=words.strip())
        return waiting
    case = new_case(trigger, None, None, now=now, what=words.strip())
    add_cases([case], now=now, by=by)
    return case


@dataclass(frozen=True)
class Amendment:
    """New levels for a trigger of a version in force."""

    level: float
    clear_level: float
    samples: int


@transaction.atomic
def amend(trigger: m.Trigger, changed: Amendment, *, reason: str, by: User, now: dt.datetime) -> m.Trigger:
    """Change the levels of a trigger of a version in force: logged, with a reason. What is frozen stays as it is."""
    record = lock_record(trigger.record)
    check_may_review(record, by)
    locked = m.Trigger.objects.select_for_update().get(pk=trigger.pk)
    if locked.disarmed_at is not None or locked.kind not in m.SAMPLED:
        raise Blocked(_("This trigger can't be amended."))
    if not reason.strip():
        raise Blocked(_("Say why the level changes."))
    is_safe = (
        changed.clear_level >= changed.level if locked.is_below else changed.clear_level <= changed.level
    )
    if not is_safe:
        raise Blocked(_("It clears on the safe side of the level, or at it."))
    if not 1 <= changed.samples <= 60:
        raise Blocked(_("Between 1 and 60 samples."))
    note_event(
        record,
        "trigger.amended",
        by=by,
        now=now,
        trigger=str(locked.pk),
        before={"level": locked.level, "clear_level": locked.clear_level, "samples": locked.samples},
        after={"level": changed.level, "clear_level": changed.clear_level, "samples": changed.samples},
        reason=reason.strip(),
    )
    locked.level, locked.clear_level, locked.samples = changed.level, changed.clear_level, changed.samples
    locked.save(update_fields=["level", "clear_level", "samples"])
    jobs.enqueue(EVALUATE, locked.version_id, by=by)
    return locked
