"""What was observed: by imports, or assessed by hand."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from metrics.models.dictionary import Metric, Series
from metrics.models.sources import Import, Source
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


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> "ObservationQuerySet":
        """Those that no later file replaced."""
        return self.filter(replaced_at=None)

    def counting_last(self) -> "ObservationQuerySet":
        """So ordered that of those for one partner and period the one that counts comes last (`figures`)."""
        return self.order_by(models.F("entry").desc(nulls_last=True), "pk")


class Observation(models.Model):
    """One value of one series for one partner and period, as the additive parts that its measure needs.

    `parts` are in the order of `measures.MEASURES[…].parts`; `rows` counts the lines behind them, or is 1 for
    a value entered by hand. No row history: what a later import replaced stays, with `replaced_at`.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    period = models.DateField()
    parts = ArrayField(models.DecimalField(max_digits=30, decimal_places=6))
    currency = models.CharField(max_length=3, blank=True)
    rows = models.PositiveIntegerField(default=1)
    imported = models.ForeignKey(
        Import, null=True, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    entry = models.ForeignKey(
        HandEntry, null=True, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(
        Import, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: ClassVar[ObservationQuerySet] = ObservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="observation_current_once",
                fields=["series", "period", "partner", "source"],
                condition=Q(replaced_at=None),
            ),
            models.CheckConstraint(
                name="observation_has_origin",
                condition=Q(imported__isnull=False, entry=None) | Q(imported=None, entry__isnull=False),
            ),
            models.CheckConstraint(name="observation_first_of_month", condition=Q(period__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period:%Y-%m} {self.parts}"
