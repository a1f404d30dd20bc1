"""What moved: the notes by which other apps learn that a metric's observations are no longer what they were."""

import uuid

from django.db import models

from metrics.models.dictionary import Series
from metrics.models.sources import Import
from partnerdesk.core import rights


class MetricChange(models.Model):
    """Observations of a series were added, replaced or removed between two periods, both included.

    Written in the transaction that changes them; a job of kind `changes.METRIC_CHANGED` tells who watches.
    """

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="changes")
    first_period = models.DateField()
    last_period = models.DateField()
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="metric_change_in_order",
                condition=models.Q(first_period__lte=models.F("last_period")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.first_period:%Y-%m} … {self.last_period:%Y-%m}"
