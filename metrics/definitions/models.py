"""The metric dictionary: entries, their versions, and what observations belong to."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metrics.definitions.schema import Definition
from metrics.measures import MEASURES
from metrics.measures.declaration import FieldPlace
from metrics.measures.months import LENGTHS
from metrics.measures.units import unit_of
from partnerdesk.core import guards, rights
from partnerdesk.core.proofs import NotProven


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

    proof = NotProven("what observations belong to is found by it; nothing is decided by the hash")

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

    proof = NotProven("versions name the definition that they were measured by, and are proven")

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
    def can_be_typed(self) -> bool:
        """Whether the parts of its measure can be typed into one cell."""
        return self.series is not None and MEASURES[self.series.measure].typed is not None

    @property
    def places(self) -> list[FieldPlace]:
        """What a mapping of the metric says."""
        return self.content.places

    @property
    def is_money(self) -> bool:
        return unit_of(self.unit).is_money

    @property
    def takes_currencies(self) -> bool:
        """Whether its rows may be in several currencies: it is money, or a share of one amount in another."""
        amounts = {place.name for place in self.places if place.field.is_amount}
        return bool(amounts) and (self.is_money or (self.unit == "pct" and len(amounts) > 1))

    @property
    def period_months(self) -> int:
        """How many months one of its periods has."""
        return LENGTHS[self.data["period"]]
