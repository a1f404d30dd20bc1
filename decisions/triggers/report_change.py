"""What people say has changed where no metric shows it: it opens a case."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record
from decisions.states.cases_and_reviews import CaseState
from decisions.triggers.cases.handle import add_cases, new_case
from decisions.triggers.kinds import report
from decisions.triggers.models import Case, Trigger
from decisions.triggers.reviews.plan import check_may_review
from decisions.versions.frozen_inputs import VersionInput
from partnerdesk.core.refusals import Blocked, NotAllowed


def check_may_report(record: Record, about: VersionInput | None, by: User) -> None:
    """The people of the record report what has changed; the owner of an input that this one has. Else NotAllowed."""
    if about is None:
        check_may_review(record, by)
    elif not by.has_perm("decisions.report_input", about):
        raise NotAllowed(_("The input's owner and the people of the record say that it has changed."))


@transaction.atomic
def report_change(
    record: Record, *, words: str, by: User, now: dt.datetime, about: VersionInput | None = None
) -> Case:
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
    trigger = Trigger.objects.select_related("record__summary", "owner").get(
        version=locked.in_force, kind=report.KIND.name
    )
    waiting = Case.objects.filter(trigger=trigger).exclude(state=CaseState.CLOSED).first()
    if waiting is not None:
        note_event(locked, "case.reported", by=by, now=now, case=str(waiting.pk), words=words.strip())
        return waiting
    case = new_case(trigger, None, None, now=now, what=words.strip())
    add_cases([case], now=now, by=by)
    return case
