"""The one place where a cause changes: by a person, by a file, by the calendar. Each change can be taken back."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, Field, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.gaps.models import Cause, Gap
from metrics.gaps.states import MOVES, CauseStatus
from metrics.permissions import check_may_enter
from metrics.provenance.models import CoveredDays
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked

KIND = "cause"
"""What events call their subject."""

SETTLED: dict[str, Any] = {"status": CauseStatus.SETTLED, "accepted_until": None, "reason": ""}
OPENED: dict[str, Any] = {
    "status": CauseStatus.OPEN,
    "accepted_until": None,
    "reason": "",
    "settled_at": None,
}


@transaction.atomic
def change(
    cause: Cause,
    verb: str,
    *,
    by: User | None,
    now: dt.datetime,
    beside: dict[str, Any] | None = None,
    **values: Any,
) -> Cause:
    """Set fields of a cause by their columns, and note what was before. `beside` is what changed elsewhere with it.

    Raises NotAllowed for who may not enter data, and Blocked where its status may not become the one that is given.
    """
    check_may_enter(by)
    locked = Cause.objects.select_for_update().get(pk=cause.pk)
    changed = {name: value for name, value in values.items() if getattr(locked, name) != value}
    if "status" in changed and (locked.status, changed["status"]) not in MOVES:
        words = _("This is %(status)s by now; load the page again.")
        raise Blocked(words % {"status": locked.get_status_display()})
    if not changed and not beside:
        return locked
    before = {name: _plain(getattr(locked, name)) for name in changed}
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changed))
    record_event(
        f"cause.{verb}",
        subject_kind=KIND,
        subject_id=locked.pk,
        by=by,
        now=now,
        before=before,
        after={name: _plain(value) for name, value in changed.items()},
        **(beside or {}),
    )
    return locked


def undo(cause: Cause, event: Event, *, by: User, now: dt.datetime) -> Cause:
    """Take one change of a person back. Raises Blocked where it was taken back, or the place has changed since."""
    if event.subject_id != cause.pk or "after" not in event.data or "undoes" in event.data:
        raise Blocked(_("There is nothing to take back."))
    locked = Cause.objects.select_for_update().get(pk=cause.pk)
    undone = Event.objects.filter(subject_id=cause.pk, kind="cause.undone", data__undoes=event.pk)
    after = event.data["after"]
    is_changed = any(_plain(getattr(locked, name)) != value for name, value in after.items())
    if is_changed or undone.exists():
        raise Blocked(_("It was changed again since then: what stands there now is left alone."))
    values = {name: _value(name, value) for name, value in event.data["before"].items()}
    return change(locked, "undone", by=by, now=now, beside={"undoes": event.pk}, **values)


def follow_gaps(causes: Iterable[Cause], *, seen: Iterable[uuid.UUID] = (), now: dt.datetime) -> None:
    """Settle the causes without a gap that is left, and open those of which a file shows one again.

    `seen` are those that the file at hand shows: one of them that was answered is open, since that did not help.
    """
    left = Gap.objects.filter(cause=OuterRef("pk")).exclude(status=Gap.Status.GONE)
    found = Cause.objects.filter(pk__in=[cause.pk for cause in causes])
    with_gaps = set(found.filter(Exists(left)).values_list("pk", flat=True))
    shown = set(seen)
    for cause in found.order_by("pk"):
        is_left = cause.pk in with_gaps
        if not is_left and cause.status != CauseStatus.SETTLED:
            change(cause, "settled", by=None, now=now, **SETTLED, settled_at=now)
        elif is_left and (
            cause.status == CauseStatus.SETTLED
            or (cause.status == CauseStatus.ANSWERED and cause.pk in shown)
        ):
            change(cause, "found_again", by=None, now=now, **OPENED)


def reopen_run_out(today: dt.date, *, now: dt.datetime) -> list[Cause]:
    """Open the causes that were accepted until a day before `today`. Returns them."""
    run_out = Cause.objects.filter(status=CauseStatus.ACCEPTED, accepted_until__lt=today)
    return [change(cause, "run_out", by=None, now=now, **OPENED) for cause in run_out.order_by("pk")]


def weakened_by(causes: Iterable[Cause]) -> set[str]:
    """The keys of the metrics that these causes weaken."""
    found = list(causes)
    keys = {key for cause in found for key in [cause.metric_id, *cause.concerns] if key}
    whole = {cause.source_id for cause in found if cause.metric_id is None and not cause.concerns}
    covered = CoveredDays.objects.filter(source__in=whole) if whole else CoveredDays.objects.none()
    return keys | set(covered.values_list("series__metric", flat=True))


def _value(name: str, plain: Any) -> Any:
    """What a field holds, from what an event holds."""
    field = Cause._meta.get_field(name)
    return field.to_python(plain) if isinstance(field, Field) else plain


def _plain(value: Any) -> Any:
    """A value as events hold it."""
    if isinstance(value, dt.date):  # moments are dates as well
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
