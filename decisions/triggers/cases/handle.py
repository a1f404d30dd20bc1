"""Cases: what people handle. An episode opens one or joins the one that is open; only people close it."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from accounts.models import User
from decisions.sections.triggers import Effect
from decisions.states.cases_and_reviews import CASE_MOVES, CaseState, Outcome
from decisions.triggers.kinds import trigger_kind
from decisions.triggers.models import Case, Episode, Escalation, Review, Trigger
from decisions.triggers.wording import seen_words
from metrics.measures.months import month_key
from partnerdesk.core.days import day_of, workspace_day
from partnerdesk.core.events import record_event
from partnerdesk.core.outbox import Telling, notify_all
from partnerdesk.core.refusals import Blocked, NotAllowed

HANDLE = "decisions.handle_case"
FIRED = "trigger"


def open_cases(begun: Mapping[uuid.UUID, Episode], *, now: dt.datetime) -> dict[uuid.UUID, uuid.UUID]:
    """A case for each trigger (by its id) of which an episode began: the open one, or a new one.

    Who owns a new case is told in the same transaction.
    """
    waiting = Case.objects.filter(trigger__in=begun).exclude(state=CaseState.CLOSED)
    known = dict(waiting.values_list("trigger", "pk"))
    triggers = Trigger.objects.filter(pk__in=set(begun) - set(known)).select_related(
        "record__summary", "owner", "definition"
    )
    made = [
        new_case(trigger, begun[trigger.pk].value, begun[trigger.pk].opened, now=now) for trigger in triggers
    ]
    add_cases(made, now=now)
    return known | {case.trigger_id: case.pk for case in made}


def new_case(
    trigger: Trigger, value: float | None, period: dt.date | None, *, now: dt.datetime, what: str = ""
) -> Case:
    """A case that is not saved yet, worded in the language of its owner."""
    with speaking_to(trigger.owner):
        words = what or seen_words(trigger, value, period)
    return Case(
        record=trigger.record,
        version_id=trigger.version_id,
        trigger=trigger,
        what=words[:500],
        value=value,
        worst=value,
        owner=trigger.owner,
        opened_at=now,
    )


def add_cases(cases: Sequence[Case], *, now: dt.datetime, by: User | None = None) -> None:
    """Save new cases, write it down, and tell their owners."""
    if not cases:
        return
    first_steps = dict(
        Escalation.objects.filter(version__in={case.version_id for case in cases}, step=1).values_list(
            "version", "after_days"
        )
    )
    for case in cases:
        days = first_steps.get(case.version_id)
        case.escalate_at = now + dt.timedelta(days=days) if days else None
    Case.objects.bulk_create(cases)
    for case in cases:
        note_case(case, "case.opened", by=by, now=now, what=case.what, trigger=str(case.trigger_id))
    notify_all((telling_of(case, FIRED, str(case.pk), case.what, case.owner_id) for case in cases), now=now)


def telling_of(case: Case, kind: str, key: str, what: str, person: uuid.UUID | None) -> Telling:
    return Telling(
        person_id=person or case.record.created_by_id,
        kind=kind,
        key=key,
        what=what,
        about=f"{case.record.code} · {case.record.summary.question}",
        address=reverse("decisions:case", args=[case.record.code, case.pk]),
        subject_kind="case",
        subject_id=case.pk,
        is_urgent=case.trigger.effect == Effect.STOP or trigger_kind(case.trigger.kind).is_urgent,
    )


def note_worse(seen: Mapping[uuid.UUID, float], *, now: dt.datetime) -> int:
    """Keep the worst value of open cases, by trigger; wake those that were snoozed and got worse.

    Returns how many woke up.
    """
    waiting = (
        Case.objects.filter(trigger__in=seen)
        .exclude(state=CaseState.CLOSED)
        .select_related("trigger", "record__summary", "owner")
    )
    worse = [case for case in waiting if _is_worse(case, seen[case.trigger_id])]
    woken = [case for case in worse if case.snoozed_until]
    for case in worse:
        case.worst = seen[case.trigger_id]
        case.snoozed_until = None
    Case.objects.bulk_update(worse, ["worst", "snoozed_until"])
    for case in woken:
        note_case(case, "case.woken", by=None, now=now, why="worse")
    notify_all(
        (telling_of(case, FIRED, f"{case.pk}:{case.worst}", case.what, case.owner_id) for case in woken),
        now=now,
    )
    return len(woken)


def _is_worse(case: Case, value: float) -> bool:
    if case.worst is None:
        return True
    return value < case.worst if case.trigger.is_below else value > case.worst


def note_correction(withdrawn: Iterable[Episode], *, now: dt.datetime) -> None:
    """Say on the cases of episodes that turned out never to have been: the data behind them were corrected."""
    for episode in withdrawn:
        if episode.case_id is None:
            continue
        case = Case.objects.select_related("record__summary", "trigger", "owner").get(pk=episode.case_id)
        note_case(case, "case.corrected", by=None, now=now, period=month_key(episode.opened))
        if case.state != CaseState.CLOSED:
            with speaking_to(case.owner):
                what = _("Corrected data: this had not fired after all. %(what)s") % {"what": case.what}
            notify_all([telling_of(case, FIRED, f"{case.pk}:corrected:{now}", what, case.owner_id)], now=now)


def locked_case(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("record__summary", "trigger", "version", "owner")
        .get(pk=case.pk)
    )


def _move(case: Case, to: CaseState, *, by: User | None, now: dt.datetime, **data: object) -> None:
    """The one place that changes a case's state. The caller saves it."""
    before = CaseState(case.state)
    event = CASE_MOVES.get((before, to))
    if event is None:
        raise Blocked(
            _("This case is %(before)s: it can't become %(to)s. Load the page again.")
            % {"before": before.label, "to": to.label}
        )
    case.state, case.escalate_at = to, None
    note_case(case, event, by=by, now=now, **data)


def check_may_handle(case: Case, by: User) -> None:
    """Raises NotAllowed for who may not handle the case."""
    if not by.has_perm(HANDLE, case):
        raise NotAllowed(_("The case's owner and the people of the record handle it."))


@transaction.atomic
def acknowledge(case: Case, *, by: User, now: dt.datetime, words: str = "") -> Case:
    """Say that somebody looks after it: nobody else is told any more."""
    locked = locked_case(case)
    check_may_handle(locked, by)
    _move(locked, CaseState.ACKNOWLEDGED, by=by, now=now, words=words)
    locked.acknowledged_by, locked.acknowledged_at = by, now
    locked.save()
    return locked


@transaction.atomic
def snooze(case: Case, *, until: dt.date, reason: str, by: User, now: dt.datetime) -> Case:
    """Put it aside until a day. It wakes earlier when the metric gets worse than it has been."""
    locked = locked_case(case)
    check_may_handle(locked, by)
    if locked.state == CaseState.CLOSED:
        raise Blocked(_("This case is closed."))
    if not reason.strip():
        raise Blocked(_("Say why it can wait."))
    if until <= day_of(by, now):
        raise Blocked(_("Choose a day that is still to come."))
    locked.snoozed_until, locked.snooze_reason, locked.escalate_at = until, reason.strip()[:300], None
    locked.save()
    note_case(locked, "case.snoozed", by=by, now=now, until=until.isoformat(), reason=locked.snooze_reason)
    return locked


@transaction.atomic
def take_into_review(case: Case, review: Review, *, by: User | None, now: dt.datetime) -> None:
    """Hand the case to a review, which will close it."""
    locked = locked_case(case)
    if locked.state == CaseState.IN_REVIEW:
        return
    _move(locked, CaseState.IN_REVIEW, by=by, now=now, review=str(review.pk))
    locked.review, locked.snoozed_until = review, None
    locked.save()


@transaction.atomic
def close(case: Case, *, outcome: Outcome, words: str, by: User | None, now: dt.datetime) -> Case:
    """Settle it. `by=None` is the system, where another version has taken over."""
    locked = locked_case(case)
    if by is not None:
        check_may_handle(locked, by)
    if not words.strip():
        raise Blocked(_("Say in a sentence why this is settled."))
    _move(locked, CaseState.CLOSED, by=by, now=now, outcome=outcome, words=words.strip())
    locked.outcome, locked.closing_words = outcome, words.strip()[:500]
    locked.closed_at, locked.closed_by, locked.snoozed_until = now, by, None
    locked.save()
    return locked


def note_case(case: Case, kind: str, *, by: User | None, now: dt.datetime, **data: object) -> None:
    """Write an event of the case's record."""
    record_event(
        kind, subject_kind="record", subject_id=case.record_id, by=by, now=now, case=str(case.pk), **data
    )


def wake_due(now: dt.datetime) -> int:
    """Wake the cases whose day has come. Returns how many."""
    with transaction.atomic():
        rows = list(
            Case.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(snoozed_until__lte=workspace_day(now))
            .select_related("record__summary", "trigger", "owner")
        )
        for case in rows:
            note_case(case, "case.woken", by=None, now=now, why="day")
        notify_all(
            [
                telling_of(case, FIRED, f"{case.pk}:{case.snoozed_until}", case.what, case.owner_id)
                for case in rows
            ],
            now=now,
        )
        Case.objects.filter(pk__in=[case.pk for case in rows]).update(snoozed_until=None)
    return len(rows)
