"""Beginning to watch a version, and what is due for those that are watched."""

import datetime as dt
import uuid

from django.db import transaction

from decisions.record.models import Record
from decisions.record.summary import mark_summaries
from decisions.sections.guardrail_limits import WATCHED
from decisions.sections.metrics import MetricBinding
from decisions.states.cases_and_reviews import CaseState
from decisions.triggers.arming import arm
from decisions.triggers.cases.escalate import escalate_due
from decisions.triggers.cases.handle import add_cases, new_case, wake_due
from decisions.triggers.choice_check import evaluate_choices
from decisions.triggers.engine.machine import State
from decisions.triggers.evaluating import Evaluation, evaluate_series
from decisions.triggers.external_states import mark_errors, mark_stale
from decisions.triggers.kinds import guardrail
from decisions.triggers.models import Case, ChoiceInput, Condition, Trigger
from decisions.triggers.reviews.plan import open_due, plan_reviews
from decisions.versions.frozen import FrozenVersion
from decisions.versions.models import Version
from metrics.models import MetricChange
from partnerdesk.core import jobs
from partnerdesk.core.days import workspace_day

EVALUATE = "decisions.evaluate"
"""The kind of job that looks at a version for the first time; its subject is the version."""


def start_watching(version: Version, approved: FrozenVersion, *, now: dt.datetime) -> None:
    """Arm the triggers of a version that is put in force, plan its reviews, and look at it as soon as that is done."""
    arm(version, approved, now=now)
    plan_reviews(version, approved, now=now)
    jobs.enqueue(EVALUATE, version.pk)


def evaluate_version(version_id: uuid.UUID, now: dt.datetime) -> str:
    """Look at all that is watched of a version. Returns a sentence for the job."""
    version = Version.objects.get(pk=version_id)
    watched = Trigger.objects.filter(version=version, disarmed_at=None)
    done = Evaluation()
    for series in watched.exclude(series=None).values_list("series", flat=True).distinct():
        done += evaluate_series(series, None, now=now, version=version)
    bearing = set(ChoiceInput.objects.filter(trigger__in=watched).values_list("series", flat=True))
    done += Evaluation(0, *evaluate_choices(bearing, now=now, version=version))
    return done.words()


def follow_change(change_id: uuid.UUID, now: dt.datetime) -> str:
    """After observations of a metric moved: its triggers, the choices that rest on it, the drafts that show it."""
    change = MetricChange.objects.select_related("series").get(pk=change_id)
    done = evaluate_series(change.series_id, change.first_period, now=now)
    done += Evaluation(0, *evaluate_choices([change.series_id], now=now))
    bound = MetricBinding.objects.filter(definition__series=change.series_id).values("record")
    mark_summaries(Record.objects.filter(pk__in=bound), now=now)
    return done.words()


def look_at_the_clock(now: dt.datetime) -> dict[str, int]:
    """All that time alone brings about: dates, overdue data, snoozes and reviews that end, steps of escalation.

    What is due is selected as due and not handled, so that a missed run loses nothing and a second one does nothing.
    """
    return {
        "dates": fire_dates(now),
        "guardrails": fire_guardrails(now),
        "stale": mark_stale(now),
        "errors": mark_errors(now),
        "woken": wake_due(now),
        "reviews": open_due(now),
        "escalated": escalate_due(now),
    }


@transaction.atomic
def fire_dates(now: dt.datetime) -> int:
    """Open a case for each armed date that has come, once. Returns how many."""
    due = (
        Trigger.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(disarmed_at=None, due_on__lte=workspace_day(now))
        .filter(cases=None)
        .select_related("record__summary", "owner")
    )
    rows = list(due)
    add_cases([new_case(row, None, None, now=now) for row in rows], now=now)
    Condition.objects.filter(trigger__in=rows).update(
        state=State.TRIGGERED, since=workspace_day(now), evaluated_at=now
    )
    return len(rows)


@transaction.atomic
def fire_guardrails(now: dt.datetime) -> int:
    """Open a case for each guardrail that a partner of its set breaks since it last held. Returns how many."""
    rows = list(
        Condition.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(trigger__disarmed_at=None, trigger__kind=guardrail.KIND.name)
        .select_related("trigger__record__summary", "trigger__owner", "trigger__watched")
    )
    fired, held, today = [], [], workspace_day(now)
    for row in rows:
        names = breaking(row.trigger, today)
        if names and row.state != State.TRIGGERED:
            fired.append((row, names))
        elif not names and row.state == State.TRIGGERED:
            held.append(row)
    open_ones = set(
        Case.objects.filter(trigger__in=[row.trigger_id for row, _names in fired])
        .exclude(state=CaseState.CLOSED)
        .values_list("trigger", flat=True)
    )
    add_cases(
        [
            new_case(row.trigger, None, None, now=now, what=f"{row.trigger.label}: {', '.join(names[:5])}")
            for row, names in fired
            if row.trigger_id not in open_ones
        ],
        now=now,
    )
    changed = {State.TRIGGERED: [row.pk for row, _names in fired], State.NORMAL: [row.pk for row in held]}
    for state, pks in changed.items():
        Condition.objects.filter(pk__in=pks).update(state=state, since=today, evaluated_at=now)
    return len(fired)


def breaking(trigger: Trigger, today: dt.date) -> list[str]:
    """The partners of a guardrail's set that break the limit that prints of it."""
    partners = WATCHED[trigger.setting["watches"]].broken_by(today)
    if trigger.watched is not None and not trigger.watched.is_everybody:
        partners = partners.filter(pk__in=trigger.watched.members.values("partner"))
    return list(partners.by_name().values_list("name", flat=True))
