"""What was observed, what moved of it, and the newest figure of each metric."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from metrics.definitions.models import DefinitionVersion, Metric, Series
from metrics.measures import MEASURES, Measure, Parts
from metrics.measures.exact_json import ExactNumbers
from metrics.measures.kept import MOST_KEPT
from metrics.provenance.models import Import, Source
from partnerdesk.core import rights
from partners.models import Partner

KINDS_THAT_KEEP = ", ".join(sorted(f"'{measure.kind}'" for measure in MEASURES.values() if measure.kept))


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> "ObservationQuerySet":
        """Those that no later file replaced."""
        return self.filter(replaced_at=None)

    def counting_last(self) -> "ObservationQuerySet":
        """So ordered that of those for one partner and period the one that counts comes last (`sums`)."""
        return self.order_by(models.F("entry").desc(nulls_last=True), "pk")


_HOW_MANY = models.Func(models.F("kept"), function="jsonb_array_length", output_field=models.IntegerField())

KEPT_BY_ITS_MEASURE = pgtrigger.Trigger(
    name="kept_by_its_measure",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
    func=f"""
        IF EXISTS (
            SELECT FROM added JOIN metrics_series AS series ON series.id = added.series_id
            WHERE (added.kept IS NOT NULL) <> (series.measure = ANY(ARRAY[{KINDS_THAT_KEEP}]))
        ) THEN
            RAISE EXCEPTION 'an observation keeps values where its measure does, and only there'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)
"""Looked at once for all rows of a statement: a file brings hundreds of thousands."""

KEPT_AS_IT_IS = pgtrigger.Protect(
    name="kept_as_it_is",
    operation=pgtrigger.UpdateOf("kept", "series_id"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("OLD.kept IS DISTINCT FROM NEW.kept OR OLD.series_id <> NEW.series_id"),
)
"""What was kept is never changed, nor what it belongs to."""


class Observation(models.Model):
    """One value of one series for one partner and period, as the parts that its measure needs.

    `parts` are numbers, in the order of `measures.MEASURES[…].stored`; `kept` are the values that the measure keeps, in
    order, null where it keeps none. `rows` counts the lines behind them, or is 1 for a value entered by hand. No row
    history: what a later import replaced stays, with `replaced_at`.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    period = models.DateField()
    parts = ArrayField(models.DecimalField(max_digits=30, decimal_places=6))
    kept = models.JSONField(null=True, decoder=ExactNumbers)
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
            models.CheckConstraint(
                name="observation_keeps_values",
                condition=Q(kept__isnull=True)
                | Q(
                    GreaterThanOrEqual(_HOW_MANY, 1),
                    LessThanOrEqual(_HOW_MANY, MOST_KEPT),
                ),
            ),
        ]
        triggers = (KEPT_BY_ITS_MEASURE, KEPT_AS_IT_IS)

    def __str__(self) -> str:
        return f"{self.series_id} {self.period:%Y-%m} {self.parts}"

    def parts_by(self, measure: Measure) -> Parts:
        """Its parts as its measure combines them."""
        return measure.observed(self.parts, self.kept, self.partner_id)


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
