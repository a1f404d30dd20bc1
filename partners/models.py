"""The partner directory: who they are, where they stand, what is risky about them."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LifecycleStage(models.TextChoices):
    PROSPECT = "prospect", _("prospect")
    ONBOARDING = "onboarding", _("onboarding")
    ENABLED = "enabled", _("enabled")
    PERFORMING = "performing", _("performing")
    STRATEGIC = "strategic", _("strategic")
    LEAVING = "leaving", _("leaving")
    LEFT = "left", _("left")


class Severity(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class PartnerQuerySet(models.QuerySet["Partner"]):
    def by_name(self) -> "PartnerQuerySet":
        return self.order_by(Lower("name"), "key")

    def in_segment(self, segment: str) -> "PartnerQuerySet":
        return self.filter(segment=segment)

    def segments(self) -> "models.QuerySet[Partner, str]":
        """The names of the segments that partners are in, in their order."""
        return self.exclude(segment="").values_list("segment", flat=True).distinct().order_by("segment")

    def with_open_flags(self) -> "PartnerQuerySet":
        """With `open_flags`, and `worst_flag`: the severity of the worst open one."""
        is_open = Q(risk_flags__closed_on=None, risk_flags__isnull=False)
        rank = models.Case(
            *(
                models.When(risk_flags__severity=name, then=index)
                for index, name in enumerate(Severity.values)
            ),
            output_field=models.IntegerField(),
        )
        return self.annotate(
            open_flags=models.Count("risk_flags", filter=is_open),
            worst_flag=models.Max(rank, filter=is_open),
        )

    def matching(self, words: str) -> "PartnerQuerySet":
        """Partners whose name or key holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(key__icontains=word))
        return found


@pghistory.track()
class Partner(models.Model):
    """One partner. `key` is what data files call it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(
        _("key"), max_length=120, unique=True, help_text=_("what data files call the partner")
    )
    name = models.CharField(_("name"), max_length=200)
    segment = models.CharField(_("segment"), max_length=80, blank=True)
    tier = models.CharField(_("tier"), max_length=40, blank=True)
    stage = models.CharField(
        _("lifecycle stage"), max_length=12, choices=LifecycleStage, default=LifecycleStage.ENABLED
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    renewal_on = models.DateField(_("contract renewal"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PartnerQuerySet] = PartnerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="partner_has_key", condition=~Q(key="")),
            models.CheckConstraint(name="partner_has_name", condition=~Q(name="")),
        ]
        indexes = [
            models.Index(fields=["segment"]),
            models.Index(Lower("name"), "key", name="partner_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:partner", args=[self.pk])


@pghistory.track()
class RiskFlag(models.Model):
    """Something risky about a partner, with an owner. Open until it is closed with a date."""

    class Kind(models.TextChoices):
        FINANCIAL = "financial", _("financial")
        SECURITY = "security", _("security")
        LEGAL = "legal", _("legal")
        OPERATIONAL = "operational", _("operational")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="risk_flags")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    severity = models.CharField(_("severity"), max_length=6, choices=Severity)
    statement = models.CharField(_("what is risky"), max_length=300)
    mitigation = models.CharField(_("mitigation"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+"
    )
    raised_on = models.DateField(_("raised on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ("closed_on", "-raised_on")
        constraints = [
            models.CheckConstraint(
                name="risk_flag_closed_after_raised",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("raised_on")),
            )
        ]

    def __str__(self) -> str:
        return self.statement


@pghistory.track()
class ComplianceCheckpoint(models.Model):
    """A check that a partner has to pass by a date."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="checkpoints")
    name = models.CharField(_("checkpoint"), max_length=200)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    due_on = models.DateField(_("due on"))
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("due_on",)
        constraints = [
            models.CheckConstraint(
                name="checkpoint_checked_has_date",
                condition=Q(status="open", checked_on=None)
                | (~Q(status="open") & Q(checked_on__isnull=False)),
                violation_error_message=_("A checkpoint that passed or failed has the date of its check."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class LabelMerge(models.Model):
    """A label that means another one: partners that files bring with it get the right one from then on."""

    class Attribute(models.TextChoices):
        SEGMENT = "segment", _("segment")
        TIER = "tier", _("tier")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attribute = models.CharField(max_length=8, choices=Attribute)
    label = models.CharField(max_length=80)
    into = models.CharField(max_length=80)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="label_merged_once", fields=["attribute", "label"]),
            models.CheckConstraint(name="label_merged_into_other", condition=~Q(label=models.F("into"))),
        ]

    def __str__(self) -> str:
        return f"{self.label} → {self.into}"
