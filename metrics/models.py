"""The metric dictionary, where data come from, and what was observed."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metrics.months import LENGTHS
from metrics.schema import Definition
from partnerdesk.core import guards, rights
from partners.models import Partner


class Metric(models.Model):
    """An entry of the dictionary by its key. What it means stands in its definition versions."""

    class Kind(models.TextChoices):
        METRIC = "metric", _("metric")
        INPUT = "input", _("input")

    key = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=6, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("kind", "position", "key")

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("metrics:metric", args=[self.key])


class Series(models.Model):
    """What observations belong to: a metric's way of measuring, known by its hash.

    A definition may be renamed or explained better without orphaning its observations; a definition that
    measures differently belongs to another series.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="series")
    measure = models.CharField(max_length=12)
    unit = models.CharField(max_length=20)
    period = models.CharField(max_length=8)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.metric_id} by {self.measure}"


class DefinitionQuerySet(models.QuerySet["DefinitionVersion"]):
    def newest(self) -> "DefinitionQuerySet":
        """The newest version of each definition, in the order of the dictionary."""
        newest = DefinitionVersion.objects.filter(metric=models.OuterRef("metric")).order_by("-number")
        return (
            self.filter(pk=models.Subquery(newest.values("pk")[:1]))
            .select_related("metric", "metric__owner", "series")
            .order_by("metric__kind", "metric__position", "metric_id")
        )


class DefinitionVersion(models.Model):
    """What a metric means, as of one moment. Never changed: a change is a new version."""

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    name_ja = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=6)
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="definitions")
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[DefinitionQuerySet] = DefinitionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(name="definition_version_once", fields=["metric", "number"])]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def content(self) -> Definition:
        return Definition.model_validate(self.data)

    @property
    def period_months(self) -> int:
        """How many months one of its periods has."""
        return LENGTHS[self.data["period"]]


class StoredFile(models.Model):
    """A file as it was given, kept under its hash. The same bytes are kept once."""

    database_rights = rights.APPEND_ONLY

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256[:12]


HAND_SOURCE = "hand-entry"
"""The name of the one source of values that people enter."""


@pghistory.track()
class Source(models.Model):
    """Where data come from, with the mapping that is used again for the next file."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("uploaded file")
        HAND = "hand", _("entered by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(_("name"), max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.UPLOAD)
    mapping = models.JSONField(default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("owner"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("metrics:source", args=[self.name])


class Import(models.Model):
    """One file on its way in: mapped, previewed, imported.

    `result` is what the command prints; `details` is what the page shows beside it (`importing.Outcome`).
    """

    class State(models.TextChoices):
        MAPPING = "mapping", _("to be mapped")
        PREVIEWING = "previewing", _("being read")
        PREVIEWED = "previewed", _("to be confirmed")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("refused")
        DROPPED = "dropped", _("set aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    partner_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    partner_file_name = models.CharField(max_length=255, blank=True)
    mapping = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["source", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("metrics:import", args=[self.pk])

    @property
    def changed_values(self) -> int:
        """How many observations it added, replaced or removed."""
        counts = self.result.get("observations", {})
        return sum(counts.get(name, 0) for name in ("added", "replaced", "removed"))


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
        BAD_ROW = "bad_row", _("row with too many or too few fields")
        DUPLICATE_ROW = "duplicate_row", _("same row twice")
        MISSING_PERIOD = "missing_period", _("period without data")
        OUTLIER = "outlier", _("unusual period")
        LATE = "late", _("late data")
        PARTNER_WITHOUT_DATA = "partner_without_data", _("partner without data")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        GONE = "gone", _("gone with a later import")

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


class MetricSummary(models.Model):
    """The newest baseline of a metric over everybody, kept for lists. Written where its observations change.

    `quality` is what the grade needs beside the number of partners, which lists read anew (`summaries`).
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
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.metric_id}: {self.value} {self.unit}"
