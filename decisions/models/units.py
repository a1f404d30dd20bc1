"""What is saved at once: single forms and rows of a record's draft."""

import uuid
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def tracked(model: type[Any]) -> type[Any]:
    """Keep every state of a model's rows, deleted ones included, by database triggers."""
    keep = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    kept: type[Any] = keep(model)
    return kept


class Unit(models.Model):
    """One thing that is saved at once.

    `revision` counts the saves, so that a second tab is noticed. `save_id` is made by the page for each save, so
    that a retry after a lost answer changes nothing. Which part of the record it belongs to stands in `part`.
    """

    part: ClassVar[str]
    kind: ClassVar[str]
    editable: ClassVar[tuple[str, ...]]
    """The fields that people fill in, in the order of the form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1)
    save_id = models.UUIDField(null=True)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def anchor(self) -> str:
        """The id of the unit's element on the page, which a blocker points to."""
        return f"{self.kind}-{self.pk}"

    def values(self) -> dict[str, Any]:
        """What people filled in, by field name (foreign keys by their ids)."""
        return {name: getattr(self, self._meta.get_field(name).attname) for name in self.editable}  # type: ignore[union-attr]


class Single(Unit):
    """A form that a record has once."""

    record = models.OneToOneField("decisions.Record", on_delete=models.CASCADE, related_name="%(class)s")

    class Meta(Unit.Meta):
        abstract = True


class Row(Unit):
    """A row of a list, in the order that people gave it."""

    record = models.ForeignKey("decisions.Record", on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveIntegerField(default=0)

    class Meta(Unit.Meta):
        abstract = True
        ordering = ("position", "saved_at", "pk")


def person_field(verbose_name: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    """A person who may be named: an owner, an approver."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


def text_field(verbose_name: Any, **options: Any) -> "models.TextField[Any, Any]":
    """Words of any length up to 20,000 characters."""
    return models.TextField(verbose_name, blank=True, max_length=20_000, **options)


def number_field(verbose_name: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    """A number in some unit, exact to six decimals; empty where it is not known."""
    return models.DecimalField(
        verbose_name, max_digits=20, decimal_places=6, null=True, blank=True, **options
    )


class DecisionClass(models.TextChoices):
    """How much a decision needs. Set first; it keeps small decisions small."""

    LIGHT = "light", _("light")
    STANDARD = "standard", _("standard")
    MAJOR = "major", _("major")


class Side(models.TextChoices):
    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    NEITHER = "", _("neither")


class Effect(models.TextChoices):
    REVIEW = "review", _("review")
    PAUSE = "pause", _("pause")
    STOP = "stop", _("stop")
    SCALE = "scale", _("scale")


class Watches(models.TextChoices):
    """What a threshold looks at."""

    LEVEL = "level", _("the metric itself")
    CHANGE = "change", _("its change against the baseline")
    CHANGE_PCT = "change_pct", _("its change against the baseline, in %")
    YEAR = "year", _("its change against a year before")
    YEAR_PCT = "year_pct", _("its change against a year before, in %")
    PATH = "path", _("its distance from the expected path")
    STALE = "stale", _("whether its data still come")
    DATE = "date", _("a date")


class Silence(models.TextChoices):
    """What is to happen where no data come."""

    SAY = "say", _("say so")
    OPEN = "open", _("open a case")


class Basis(models.TextChoices):
    """What an estimate rests on."""

    NONE = "", _("not said")
    FACT = "fact", _("fact")
    ASSUMPTION = "assumption", _("assumption")
    QUESTION = "question", _("open question")
