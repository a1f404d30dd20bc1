"""Frameworks, their published versions and the glossary."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from frameworks.schema import FrameworkContent, Term
from partnerdesk.core import guards, rights
from partnerdesk.core.proofs import NotProven

_parsed: dict[str, FrameworkContent] = {}


class Framework(models.Model):
    """A template by its key. What it holds stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(unique=True, max_length=60)
    prefix = models.CharField(max_length=2, unique=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class VersionQuerySet(models.QuerySet["FrameworkVersion"]):
    def newest(self) -> "VersionQuerySet":
        """The newest version of each framework, in the order of the gallery."""
        return self.select_related("framework").order_by("framework_id", "-number").distinct("framework_id")


class FrameworkVersion(models.Model):
    """A published template. It never changes; a record is pinned to one."""

    proof = NotProven("versions hold what they take of it, and are proven")

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(name="framework_version_once", fields=["framework", "number"]),
            models.CheckConstraint(name="framework_version_positive", condition=models.Q(number__gte=1)),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.content.names.en} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("frameworks:framework", args=[self.content.key])

    @property
    def content(self) -> FrameworkContent:
        """The parsed template. Equal content is parsed once per process, whichever row it came from."""
        if self.sha256 not in _parsed:
            _parsed[self.sha256] = FrameworkContent.model_validate(self.data)
        return _parsed[self.sha256]


class GlossaryTerm(models.Model):
    """One term of the glossary, as its file gives it."""

    slug = models.SlugField(primary_key=True, max_length=80)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    data = models.JSONField()
    search_text = models.TextField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("frameworks:term", args=[self.slug])

    @property
    def content(self) -> Term:
        return Term.model_validate(self.data)
