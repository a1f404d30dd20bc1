"""What people typed: the score of a partner in a period, by whom and why."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from metrics.definitions.models import Metric
from partners.models import Partner


@pghistory.track()
class HandEntry(models.Model):
    """A value that a person assessed: who, when, by which rubric, and why.

    `parts` are those of the metric's measure; both are None where the value was taken back. `revision` counts
    the changes, so that a person who saves says which one they saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="hand_entries")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="hand_entries")
    period = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    parts = ArrayField(models.DecimalField(max_digits=30, decimal_places=6), null=True)
    currency = models.CharField(max_length=3, blank=True)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "hand entries"
        constraints = [
            models.UniqueConstraint(name="hand_entry_once", fields=["metric", "partner", "period"]),
            models.CheckConstraint(
                name="hand_entry_value_has_parts",
                condition=Q(value=None, parts=None) | Q(value__isnull=False, parts__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} {self.period:%Y-%m}: {self.value}"
