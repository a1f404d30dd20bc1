"""What was given out: each exported file is an event with who, when, and the SHA-256 of its bytes."""

import datetime as dt

from django.db.models.fields.json import KT

from accounts.models import User
from decisions.record.models import Record
from partnerdesk.core.canonical import sha256_hex
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Event

EXPORTED, MEETING_EXPORTED = "record.exported", "meeting.exported"


def log_export(
    record: Record,
    data: bytes,
    *,
    form: str,
    version: int | None,
    is_external: bool,
    by: User | None,
    now: dt.datetime,
    door: str,
) -> None:
    """Note that a file was given out. `door` is where: “screen” or “command”; `version` is None for a draft."""
    record_event(
        EXPORTED,
        subject_kind="record",
        subject_id=record.pk,
        by=by,
        now=now,
        export=form,
        version=version,
        external=is_external,
        sha256=sha256_hex(data),
        size=len(data),
        door=door,
    )


def exports_of(sha256: str) -> list[Event]:
    """When files of exactly these bytes were given out, first to last: of records, and of meetings."""
    found = Event.objects.annotate(file=KT("data__sha256")).filter(
        kind__in=(EXPORTED, MEETING_EXPORTED), file=sha256
    )
    return list(found.order_by("id"))
