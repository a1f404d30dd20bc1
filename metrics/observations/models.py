"""What was observed, what moved of it, and the newest figure of each metric."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from metrics.definitions.models import DefinitionVersion, Metric, Series
from metrics.provenance.models import Import, Source
from partnerdesk.core import rights
from partners.models import Partner


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> "ObservationQuerySet":
        """Those that no later file replaced."""
        return self.filter(replaced_at=None)

    def counting_last(self) -> "ObservationQuerySet":
        """So ordered that of those for one partner and period the one that counts comes last (`sums`)."""
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
        "metrics.HandEntry", null=True, on_delete=models.PROTECT, related_name="observations", db_index=False
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


class MetricChange(models.Model):
    """Observations of a series between two periods, both included, were added, replaced or removed, or count otherwise.

    They do so where their periods became whole, or are so no longer.

    Written in the transaction that changes them; a job of kind `signals.METRIC_CHANGED` tells who watches.
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


class MetricSummary(models.Model):
    """The newest baseline of a metric over everybody, kept for lists. Written where its observations change.

    `quality` is what the grade needs beside the day, which lists look from (`summaries`); `settled` the same with one
    cause of gaps settled, by cause, and with all of them under `all`.
    """

    metric = models.OneToOneField(Metric, primary_key=True, on_delete=models.CASCADE, related_name="summary")
    definition = models.ForeignKey(DefinitionVersion, on_delete=models.CASCADE, related_name="+")
    value = models.DecimalField(max_digits=30, decimal_places=6, null=True)
    unit = models.CharField(max_length=20)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    newest = models.DateField(null=True)
    partners = models.PositiveIntegerField(default=0)
    quality = models.JSONField(default=dict)
    trend = models.JSONField(default=list)
    gaps = models.PositiveIntegerField(default=0)
    settled = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.metric_id}: {self.value} {self.unit}"
