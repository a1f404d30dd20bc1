"""What people do about causes. Each is atomic, leaves an event, and can be taken back."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from accounts.models import User
from metrics.causes import answers
from metrics.gaps import lifecycle
from metrics.gaps.cause_wording import cause_words
from metrics.gaps.kinds import Doing
from metrics.gaps.models import Cause, CauseNote
from metrics.gaps.states import CauseStatus
from metrics.observations.models import MetricSummary
from metrics.observations.summaries import refresh_summaries
from metrics.permissions import check_may_enter
from partnerdesk.core import outbox
from partnerdesk.core.days import workspace_day
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked
from partners.models import Partner

ASKED = "gap_asked"
"""The kind of notice by which somebody is asked."""


@transaction.atomic
def accept(cause: Cause, *, until: dt.date, reason: str, by: User, now: dt.datetime) -> Cause:
    """Let it weaken nothing until a day, that one included. Raises Blocked without reason or for a past day."""
    if Doing.ACCEPT not in cause.declared.doings:
        raise Blocked(_("This can't be accepted: a figure's age is seen as it is."))
    if not reason.strip():
        raise Blocked(_("Say why the gap is accepted: those who read the figure see it."))
    if until < workspace_day(now):
        raise Blocked(_("Choose today or a later day."))
    values: dict[str, Any] = {
        "status": CauseStatus.ACCEPTED,
        "accepted_until": until,
        "reason": reason.strip(),
    }
    return _graded_anew(lifecycle.change(cause, "accepted", by=by, now=now, **values), now)


@transaction.atomic
def reopen(cause: Cause, *, by: User, now: dt.datetime) -> Cause:
    """Let an accepted one weaken again."""
    if cause.status != CauseStatus.ACCEPTED:
        raise Blocked(_("Only what is accepted is opened again."))
    return _graded_anew(lifecycle.change(cause, "opened", by=by, now=now, **lifecycle.OPENED), now)


@transaction.atomic
def assign(cause: Cause, *, owner: User | None, by: User, now: dt.datetime) -> Cause:
    """Give it to a person; None: to whom it belongs by itself (`CauseQuerySet.with_owners`)."""
    changed = lifecycle.change(cause, "assigned", by=by, now=now, owner_id=owner.pk if owner else None)
    if owner and owner != by and changed.owner_id != cause.owner_id:
        _tell(changed, owner, by, now, _("%(name)s gave you a gap to settle"))
    return changed


@transaction.atomic
def set_due(cause: Cause, *, due_on: dt.date | None, by: User, now: dt.datetime) -> Cause:
    """Say by which day it is to be settled; None: by none."""
    return lifecycle.change(cause, "due_set", by=by, now=now, due_on=due_on)


@transaction.atomic
def ask(cause: Cause, *, whom: User, words: str, by: User, now: dt.datetime) -> Cause:
    """Ask a person about it: a notice on their desk, and a mail. What is asked stands in the thread."""
    changed = lifecycle.change(cause, "asked", by=by, now=now, asked_id=whom.pk, asked_at=now)
    if words.strip():
        add_note(changed, text=words, by=by, now=now)
    _tell(changed, whom, by, now, _("%(name)s asks about a gap in data"))
    return changed


@transaction.atomic
def add_note(cause: Cause, *, text: str, by: User, now: dt.datetime) -> CauseNote:
    """Write into the thread of a cause. Everybody may who reads it."""
    if not text.strip():
        raise Blocked(_("Write something."))
    note = CauseNote.objects.create(cause=cause, by=by, at=now, text=text.strip()[:500])
    record_event(
        "cause.noted", subject_kind=lifecycle.KIND, subject_id=cause.pk, by=by, now=now, note=str(note.pk)
    )
    return note


@transaction.atomic
def say_alike(cause: Cause, *, are_same: bool, by: User, now: dt.datetime) -> Cause:
    """Two spellings are one, or are two."""
    return _graded_anew(answers.say_alike(cause, are_same=are_same, by=by, now=now), now)


@transaction.atomic
def say_label(cause: Cause, *, into: str, by: User, now: dt.datetime) -> Cause:
    """A label means another one, from the next file on."""
    return answers.say_label(cause, into=into, by=by, now=now)


@transaction.atomic
def say_partner(cause: Cause, *, label: str, partner: Partner, by: User, now: dt.datetime) -> Cause:
    """An unknown partner is one of the directory, from the next file on."""
    return answers.say_partner(cause, label=label, partner=partner, by=by, now=now)


@transaction.atomic
def undo(cause: Cause, *, event_id: int, by: User, now: dt.datetime) -> Cause:
    """Take one change back, with all that changed beside it."""
    check_may_enter(by)
    event = Event.objects.filter(pk=event_id, subject_id=cause.pk, by__isnull=False).first()
    if event is None:
        raise Blocked(_("There is nothing to take back."))
    changed = lifecycle.undo(cause, event, by=by, now=now)
    answers.take_back(changed.source, event.data, by=by, now=now)
    return _graded_anew(changed, now)


def _graded_anew(cause: Cause, now: dt.datetime) -> Cause:
    """Compute the summaries that it weakens."""
    keys = MetricSummary.objects.filter(metric__in=lifecycle.weakened_by([cause])).values_list(
        "metric", flat=True
    )
    refresh_summaries(list(keys), now=now)
    return cause


def _tell(cause: Cause, whom: User, by: User, now: dt.datetime, words: str) -> None:
    """A notice of its own for each time that somebody is asked."""
    told = Cause.objects.with_extent().select_related("source").get(pk=cause.pk)
    with speaking_to(whom):
        outbox.notify(
            [whom.pk],
            kind=ASKED,
            key=f"{cause.pk}:{uuid.uuid4()}",
            what=f"{words % {'name': by.name}}: {cause_words(told)}",
            about=told.source.name,
            address=reverse("metrics:gap", args=[cause.pk]),
            subject_kind=lifecycle.KIND,
            subject_id=cause.pk,
            now=now,
        )
