"""What is wrong or missing in data."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from metrics.definitions.models import Metric
from metrics.provenance.models import Import, Source


@pghistory.track()
class Gap(models.Model):
    """Something that is wrong or missing in data: counted, with examples, an owner and a status.

    Known by source, kind, metric, column, period and label, so that the next import finds it again and keeps
    what people said about it. Where it weakens several metrics, their keys stand in `concerns`; with neither
    it weakens all that its source gives.
    """

    class Kind(models.TextChoices):
        MISSING_VALUE = "missing_value", _("missing value")
        MISSING_PARTNER = "missing_partner", _("row without a partner")
        UNKNOWN_PARTNER = "unknown_partner", _("unknown partner")
        SIMILAR_LABEL = "similar_label", _("similar labels")
        DUPLICATE_NAME = "duplicate_name", _("same name twice")
        BAD_NUMBER = "bad_number", _("not a number")
        BAD_DATE = "bad_date", _("not a date")
        OUT_OF_RANGE = "out_of_range", _("value out of range")
        UNIT_MISMATCH = "unit_mismatch", _("another currency")
        MISSING_RATE = "missing_rate", _("no rate of exchange")
        OUT_OF_SCALE = "out_of_scale", _("another scale")
        UNMAPPED_LABEL = "unmapped_label", _("label that the mapping does not name")
        SPELLING = "spelling", _("several spellings")
        BAD_ROW = "bad_row", _("row whose fields can't be told apart")
        DUPLICATE_ROW = "duplicate_row", _("same row twice")
        MISSING_PERIOD = "missing_period", _("period without data")
        PARTIAL_PERIOD = "partial_period", _("period in part")
        FUTURE_PERIOD = "future_period", _("period in the future")
        OUTLIER = "outlier", _("unusual period")
        LATE = "late", _("late data")
        PARTNER_WITHOUT_DATA = "partner_without_data", _("partner without data")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        GONE = "gone", _("gone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="gaps")
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=24, choices=Kind)
    metric = models.ForeignKey(Metric, null=True, on_delete=models.PROTECT, related_name="gaps")
    concerns = ArrayField(models.CharField(max_length=60), default=list)
    column = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=200, blank=True)
    period = models.DateField(null=True)
    count = models.PositiveIntegerField()
    examples = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="gap_once",
                fields=["source", "kind", "metric", "column", "label", "period"],
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["metric", "period"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.column} {self.count}"
