"""States that no sample gives: data that are overdue, a source that fails. An episode that runs goes on."""

import datetime as dt

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from decisions.sections.triggers import Silence
from decisions.states.cases_and_reviews import CaseState
from decisions.triggers.cases.handle import add_cases, new_case
from decisions.triggers.engine.machine import State
from decisions.triggers.models import Case as CaseModel
from decisions.triggers.models import Condition
from metrics.models import FAILING, DefinitionVersion, Source
from partnerdesk.core.days import workspace_day


@transaction.atomic
def mark_stale(now: dt.datetime) -> int:
    """Say of conditions whose data are overdue that they are stale, and open a case where that was asked for.

    An episode that runs goes on: silence never ends one.
    """
    rows = list(
        Condition.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(trigger__disarmed_at=None, stale_on__lte=workspace_day(now))
        .exclude(state__in=(State.STALE, State.ERROR))
        .select_related("trigger__record__summary", "trigger__owner")
    )
    Condition.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.STALE, evaluated_at=now)
    asked = {row.trigger_id: row.trigger for row in rows if row.trigger.when_silent == Silence.OPEN}
    waiting = CaseModel.objects.filter(trigger__in=asked).exclude(state=CaseState.CLOSED)
    for known in waiting.values_list("trigger", flat=True):
        asked.pop(known, None)
    add_cases(
        [
            new_case(
                trigger,
                None,
                None,
                now=now,
                what=_("No data when they were due: %(name)s") % {"name": trigger.label},
            )
            for trigger in asked.values()
        ],
        now=now,
    )
    return len(rows)


@transaction.atomic
def mark_errors(now: dt.datetime) -> int:
    """Say of the conditions on a failing source's metrics that they are in error, and take it back once it recovers.

    Returns how many changed. Taken back they say what the machine knew; the next sample goes on from there.
    """
    armed = Condition.objects.filter(trigger__disarmed_at=None)
    failing = Q(trigger__series__in=failing_series()) | Q(trigger__inputs__series__in=failing_series())
    broken = armed.filter(failing).exclude(state=State.ERROR)
    mended = armed.filter(state=State.ERROR).exclude(pk__in=armed.filter(failing).values("pk"))
    known = Case(
        When(since__isnull=False, clears__gt=0, then=Value(State.RECOVERING)),
        When(since__isnull=False, then=Value(State.TRIGGERED)),
        When(breaches__gt=0, then=Value(State.PENDING)),
        default=Value(State.NORMAL),
    )
    back = Condition.objects.filter(pk__in=list(mended.values_list("pk", flat=True)))
    count = back.update(state=known, evaluated_at=now)
    return count + Condition.objects.filter(pk__in=list(broken.values_list("pk", flat=True))).update(
        state=State.ERROR, evaluated_at=now
    )


def failing_series() -> QuerySet[DefinitionVersion, int | None]:
    """The series that failing sources feed, by the metrics of their mappings."""
    keys = {
        row["metric"]
        for mapping in Source.objects.filter(failures__gte=FAILING).values_list("mapping", flat=True)
        for row in mapping.get("metrics", ())
    }
    return (
        DefinitionVersion.objects.newest().filter(metric__in=keys).order_by().values_list("series", flat=True)
    )
