"""Where data come from: sources, kept files, files on their way in, runs of sources that are fetched."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metrics.definitions.models import Series
from partnerdesk.core import rights
from partnerdesk.core.proofs import NotProven
from partners.models import Partner


class StoredFile(models.Model):
    """A file as it was given, kept under its hash. The same bytes are kept once."""

    proof = NotProven("its bytes are kept under their hash")

    database_rights = rights.APPEND_ONLY

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256[:12]


HAND_SOURCE = "hand-entry"
"""The name of the one source of values that people enter."""


FAILING = 3
"""So many runs in a row without success, and a source counts as failing."""


@pghistory.track(exclude=["sealed_password", "due_at", "failures"])
class Source(models.Model):
    """Where data come from, with the mapping that is used again for the next file.

    One that is fetched says in `origin` from where (`origins`), and in `schedule` when (`schedules`; empty:
    when a person asks). `due_at` is its next run; `failures` counts runs without success since the last one.
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("uploaded file")
        HAND = "hand", _("entered by hand")
        ADDRESS = "address", _("address on the web")
        DATABASE = "database", _("query on a database")

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
    origin = models.JSONField(default=dict)
    sealed_password = models.TextField(blank=True)
    schedule = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="source_due_by_schedule",
                condition=Q(schedule={}, due_at=None)
                | (~Q(schedule={}) & Q(due_at__isnull=False, kind__in=["address", "database"])),
            ),
            models.CheckConstraint(
                name="source_fetched_has_origin",
                condition=Q(kind__in=["address", "database"]) ^ Q(origin={}),
            ),
        ]
        indexes = [models.Index(name="source_due", fields=["due_at"], condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("metrics:source", args=[self.name])

    @property
    def is_fetched(self) -> bool:
        """Whether the desk gets its data itself."""
        return self.kind in {self.Kind.ADDRESS, self.Kind.DATABASE}

    @property
    def is_failing(self) -> bool:
        return self.failures >= FAILING


class Import(models.Model):
    """One file on its way in: looked at, mapped, previewed, imported.

    `mapping` is a draft until it is previewed. `look` is what was understood of the file as a whole
    (`imports.understood_file`); it is empty where the mapping states how the file is written.
    `result` is what the command prints; `details` is what the page shows beside it (`imports.run.ImportOutcome`).
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("being looked at")
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
    look = models.JSONField(default=dict)
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
    def is_understood(self) -> bool:
        """Whether its file is read as it is understood; else the mapping states how it is written."""
        return bool(self.mapping.get("format", {}).get("as") == "understood")

    @property
    def changed_values(self) -> int:
        """How many observations it added, replaced or removed."""
        counts = self.result.get("observations", {})
        return sum(counts.get(name, 0) for name in ("added", "replaced", "removed"))

    @property
    def gap_rows(self) -> int:
        """How many rows its gaps count."""
        return sum(gap["count"] for gap in self.result.get("gaps", []))


class CoveredDays(models.Model):
    """Days that a source covers of a series, both included: its files say so, or their rows do (`measures.coverage`).

    The rows of one source and series have no day in common and do not meet. Written with the observations.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="covered", db_index=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="covered")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="covered_days_in_order", condition=Q(first__lte=models.F("last"))),
            models.UniqueConstraint(name="covered_days_once", fields=["source", "series", "first"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.series_id} {self.first} … {self.last}"


class CoveredPartner(models.Model):
    """A partner that a source is meant to cover for a series: it has given a row of them, or its own list names them.

    `since` is the last month of the period of the partner's first row, from which on no row can mean something
    (`measures.zeros`); None where there is none. Written with the observations (`observations.covered_partners`).
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="covered_partners", db_index=False
    )
    series = models.ForeignKey(
        Series, on_delete=models.CASCADE, related_name="covered_partners", db_index=False
    )
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    since = models.DateField(null=True)
    is_listed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="covered_partner_once", fields=["series", "source", "partner"]),
            models.CheckConstraint(
                name="covered_partner_has_reason", condition=Q(since__isnull=False) | Q(is_listed=True)
            ),
            models.CheckConstraint(
                name="covered_partner_first_of_month", condition=Q(since=None) | Q(since__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.series_id} {self.partner_id}"


OPEN = ("waiting", "running")


class Refresh(models.Model):
    """One run of a source: who asked (nobody: its schedule), what came of it, in numbers and in words.

    At most one is open per source. `log` holds short lines, each with its time. `etag` is what the address
    gave along with the data, so that the next run asks for changes alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        UNCHANGED = "unchanged", _("unchanged")
        ASKING = "asking", _("asks")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="refreshes")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    log = models.JSONField(default=list)
    etag = models.CharField(max_length=200, blank=True)
    imported = models.OneToOneField(Import, null=True, on_delete=models.PROTECT, related_name="refresh")

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(name="refresh_one_open", fields=["source"], condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                name="refresh_finished_has_time",
                condition=Q(state__in=OPEN) ^ Q(finished_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="refresh_of_source", fields=["source", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.asked_at:%Y-%m-%d %H:%M} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def changed_values(self) -> int:
        """How many observations it added, replaced or removed."""
        return self.added + self.replaced + self.removed
