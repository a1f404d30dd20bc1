"""Writing the log of events."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from partnerdesk.core.models import Event


def record_event(
    kind: str,
    *,
    subject_kind: str,
    subject_id: uuid.UUID,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    **data: Any,
) -> Event:
    """Write one event, in the caller's transaction. `by=None` is the system; `data` must be JSON."""
    return Event.objects.create(
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        by_id=by.pk if by else None,
        at=now,
        data=data,
    )


def record_events(
    kind: str,
    data: Sequence[dict[str, Any]],
    *,
    subject_kind: str,
    subject_id: uuid.UUID,
    by: AbstractBaseUser | None,
    now: dt.datetime,
) -> None:
    """Write several events of one kind on one subject, in their order, by one statement."""
    Event.objects.bulk_create(
        Event(
            kind=kind,
            subject_kind=subject_kind,
            subject_id=subject_id,
            by_id=by.pk if by else None,
            at=now,
            data=each,
        )
        for each in data
    )
