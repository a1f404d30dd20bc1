"""The lifecycle of a meeting, as one table: how it may move, and the event that each move leaves. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingState(TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    DRAFTED = "drafted", _("minutes drafted")
    APPROVED = "approved", _("minutes approved")
    CANCELLED = "cancelled", _("cancelled")


MEETING_MOVES: dict[tuple[MeetingState, MeetingState], str] = {
    (MeetingState.PLANNED, MeetingState.RUNNING): "meeting.opened",
    (MeetingState.PLANNED, MeetingState.CANCELLED): "meeting.cancelled",
    (MeetingState.RUNNING, MeetingState.DRAFTED): "meeting.ended",
    (MeetingState.DRAFTED, MeetingState.APPROVED): "minutes.approved",
}

WRITTEN = (MeetingState.RUNNING, MeetingState.DRAFTED)
"""The states in which minutes are taken."""
KEPT = (MeetingState.APPROVED, MeetingState.CANCELLED)
"""The states in which nothing of a meeting changes any more."""
AHEAD = (MeetingState.PLANNED, MeetingState.RUNNING)


class ItemKind(TextChoices):
    """What an item of an agenda is about."""

    PROPOSAL = "proposal", _("proposal")
    CASE = "case", _("triggered review")
    REVIEW = "review", _("scheduled review")
    ACTION = "action", _("late action")
    CARRIED = "carried", _("action of a meeting")
    TOPIC = "topic", _("topic")


class Presence(TextChoices):
    PRESENT = "present", _("present")
    DEPUTY = "deputy", _("deputy came")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")
