"""Cases that nobody acknowledged in time: the next person of the approved escalation path is told."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from decisions.states.cases_and_reviews import CaseState
from decisions.triggers.cases.handle import note_case, telling_of
from decisions.triggers.models import Case, Escalation
from partnerdesk.core.outbox import notify_all

ESCALATED = "escalation"


def escalate_due(now: dt.datetime) -> int:
    """Tell the next person of each case that nobody acknowledged in its time: each step once. Returns how many."""
    with transaction.atomic():
        rows = list(
            Case.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(escalate_at__lte=now, state=CaseState.OPEN, snoozed_until=None)
            .select_related("record__summary", "trigger", "owner")
        )
        for case in rows:
            _escalate(case, now)
    return len(rows)


def _escalate(case: Case, now: dt.datetime) -> None:
    steps = {
        step.step: step
        for step in Escalation.objects.filter(version=case.version_id).select_related("person")
    }
    step, following = steps.get(case.escalated + 1), steps.get(case.escalated + 2)
    case.escalate_at = now + dt.timedelta(days=following.after_days) if step and following else None
    if step is not None:
        case.escalated += 1
        note_case(case, "case.escalated", by=None, now=now, step=step.step, person=str(step.person_id))
        with speaking_to(step.person):
            what = _("Nobody has answered: %(what)s") % {"what": case.what}
        notify_all([telling_of(case, ESCALATED, f"{case.pk}:{step.step}", what, step.person_id)], now=now)
    case.save(update_fields=["escalate_at", "escalated"])
