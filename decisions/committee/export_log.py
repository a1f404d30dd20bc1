"""Papers of meetings that were given out: each is an event with the hash of its bytes."""

import datetime as dt

from accounts.models import User
from decisions.committee.models.meetings import Meeting
from decisions.documents.export_log import MEETING_EXPORTED
from partnerdesk.core.canonical import sha256_hex
from partnerdesk.core.events import record_event


def log_meeting_export(meeting: Meeting, data: bytes, *, form: str, by: User, now: dt.datetime) -> None:
    """Note that a paper of a meeting, or its minutes as data, were given out."""
    record_event(
        MEETING_EXPORTED,
        subject_kind="meeting",
        subject_id=meeting.pk,
        by=by,
        now=now,
        export=form,
        code=meeting.code,
        sha256=sha256_hex(data),
        size=len(data),
    )
