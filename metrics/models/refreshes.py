"""Runs of sources that the desk fetches itself."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metrics.models.sources import Import, Source

OPEN = ("waiting", "running")


class Refresh(models.Model):
    """One run of a source: who asked (nobody: its schedule), what came of it, in numbers and in words.

    At most one is open per source. `log` holds short lines, each with its time. `etag` is what the address
    gave along with the data, so that the next run asks for changes alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        UNCHANGED = "unchanged", _("unchanged")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="refreshes")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    log = models.JSONField(default=list)
    etag = models.CharField(max_length=200, blank=True)
    imported = models.OneToOneField(Import, null=True, on_delete=models.PROTECT, related_name="refresh")

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(name="refresh_one_open", fields=["source"], condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                name="refresh_finished_has_time",
                condition=Q(state__in=OPEN) ^ Q(finished_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="refresh_of_source", fields=["source", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.asked_at:%Y-%m-%d %H:%M} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def changed_values(self) -> int:
        """How many observations it added, replaced or removed."""
        return self.added + self.replaced + self.removed
