"""New levels for a trigger of a version in force, with a reason."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.record.events import lock_record, note_event
from decisions.triggers.kinds import LEVELLED
from decisions.triggers.models import Trigger
from decisions.triggers.reviews.plan import check_may_review
from decisions.triggers.watch import EVALUATE
from partnerdesk.core import jobs
from partnerdesk.core.refusals import Blocked


@dataclass(frozen=True)
class Amendment:
    """New levels for a trigger of a version in force."""

    level: float
    clear_level: float
    samples: int


@transaction.atomic
def amend(trigger: Trigger, changed: Amendment, *, reason: str, by: User, now: dt.datetime) -> Trigger:
    """Change the levels of a trigger of a version in force: logged, with a reason. What is frozen stays as it is."""
    record = lock_record(trigger.record)
    check_may_review(record, by)
    locked = Trigger.objects.select_for_update().get(pk=trigger.pk)
    if locked.disarmed_at is not None or locked.kind not in LEVELLED:
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
