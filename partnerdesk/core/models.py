"""What every app may use: the log of events and the rows behind background work."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerdesk.core import guards, rights


class Event(models.Model):
    """Something that happened: who, when, what, to which subject. Written once, never changed.

    The subject is named by kind and UUID, without a foreign key, so that core knows no app above it.
    """

    database_rights = rights.APPEND_ONLY

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=True
    )
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "-id"], name="event_subject")]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.kind} on {self.subject_kind} {self.subject_id}"


class Job(models.Model):
    """One piece of background work. The row is the truth; the queue only says “look now”.

    `kind` names a registered handler, `subject_id` what it works on. A job is due when it waits and its
    time has come, so that one whose message was lost is found again by the sweep.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        PARKED = "parked", _("parked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    message = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_finished_has_time",
                condition=Q(state="waiting", finished_at=None)
                | (~Q(state="waiting") & Q(finished_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="job_one_waiting",
                fields=["kind", "subject_id"],
                condition=Q(state="waiting", claim=None),
            ),
        ]
        indexes = [
            models.Index(name="job_due", fields=["due_at"], condition=Q(state="waiting")),
            models.Index(name="job_subject", fields=["subject_id", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} ({self.state})"
