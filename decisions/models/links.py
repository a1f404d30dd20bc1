"""Which record followed which: the next quarter's, or one that takes another's place."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.record import Record


class RecordLink(models.Model):
    """One record that came after another. `rows` says which row of the newer was copied from which of the older."""

    class Kind(models.TextChoices):
        SUCCEEDS = "succeeds", _("follows")
        SUPERSEDES = "supersedes", _("takes the place of")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    older = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="followed_by")
    newer = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="follows", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    rows = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)
        constraints = [
            models.UniqueConstraint(name="record_link_once", fields=["newer", "older"]),
            models.CheckConstraint(name="record_link_to_another", condition=~Q(newer=F("older"))),
        ]

    def __str__(self) -> str:
        return f"{self.newer_id} {self.kind} {self.older_id}"
