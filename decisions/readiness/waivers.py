"""Letting one blocker pass, by name and with a reason that prints."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record, Waiver
from decisions.record.summary import mark_summary
from decisions.states.stages import Stage
from partnerdesk.core.days import day_of
from partnerdesk.core.refusals import Blocked, NotAllowed


@transaction.atomic
def waive(record: Record, *, code: str, subject: str, reason: str, by: User, now: dt.datetime) -> Waiver:
    """Waive one open blocker of the draft. Owner, selected option and reversal signal can't be waived."""
    locked = lock_record(record)
    if not by.has_perm("decisions.waive", locked):
        raise NotAllowed(_("Only the named approver waives a blocker."))
    if not locked.has_draft:
        raise Blocked(_("There is no draft that is blocked."))
    if not reason.strip():
        raise Blocked(_("A waiver needs its reason: it prints."))
    content = load_draft(locked)
    found = next(
        (
            blocker
            for blocker in assess(content, Stage.PROPOSED, day_of(by, now)).blockers
            if (blocker.code, blocker.subject) == (code, subject)
        ),
        None,
    )
    if found is None:
        raise Blocked(_("This is settled already; load the page again."))
    if not found.is_waivable:
        raise Blocked(_("This can't be waived: %(message)s") % {"message": found.message})
    waiver = Waiver.objects.create(
        record=locked,
        code=code,
        subject=subject,
        message=found.message,
        reason=reason.strip(),
        given_by=by,
        given_at=now,
    )
    note_event(locked, "blocker.waived", by=by, now=now, code=code, subject=subject, reason=waiver.reason)
    mark_summary(locked, now=now)
    return waiver


@transaction.atomic
def take_back_waiver(waiver: Waiver, *, by: User, now: dt.datetime) -> None:
    """The blocker counts again."""
    locked = lock_record(waiver.record)
    if not by.has_perm("decisions.waive", locked):
        raise NotAllowed(_("Only the named approver takes a waiver back."))
    note_event(locked, "blocker.waiver_taken_back", by=by, now=now, code=waiver.code, subject=waiver.subject)
    waiver.delete()
    mark_summary(locked, now=now)
