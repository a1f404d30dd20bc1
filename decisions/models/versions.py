"""What was decided: frozen versions, how they stand, since when, and the papers made of them."""

import json
import uuid
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.models.record import Record
from decisions.stages import VERSION_MOVES, Standing
from partnerdesk.core import guards, rights


class Version(models.Model):
    """A frozen copy of a record's content. Inserted once; neither the application nor its role can change it.

    `content` are canonical bytes (docs/adr/0001); `sha256` is their hash together with `previous_sha256`. `form` is the
    number of the form that the content names, so that it can be asked for.
    """

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    form = models.PositiveSmallIntegerField(default=1, db_default=1)
    sha256 = models.CharField(max_length=64, unique=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["record", "number"]),
            models.CheckConstraint(
                name="version_chained",
                condition=Q(number=1, previous_sha256="") | (Q(number__gt=1) & ~Q(previous_sha256="")),
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"version {self.number}"

    def data(self) -> dict[str, Any]:
        """The content as JSON data: decimals and dates are strings of a stated form."""
        found: dict[str, Any] = json.loads(bytes(self.content))
        return found


@pghistory.track()
class VersionStanding(models.Model):
    """How a version stands. Its moves are those of the table in `stages`, in the database as well."""

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.PROTECT, related_name="standing"
    )
    state = models.CharField(max_length=10, choices=Standing, default=Standing.PROPOSED)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            pgtrigger.FSM(name="version_moves", field="state", transitions=list(VERSION_MOVES)),
            pgtrigger.Trigger(
                name="version_begins_proposed",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(
                    new__state__in=[state for state in Standing if state != Standing.PROPOSED]
                ),
                func="RAISE EXCEPTION 'a version begins as proposed' USING ERRCODE = 'check_violation';",
            ),
            *guards.append_only(truncate_only=True),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Enactment(models.Model):
    """A version put in force: from when to when, by whose approval."""

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.PROTECT, related_name="enactment"
    )
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="enactments")
    in_force_from = models.DateTimeField()
    in_force_to = models.DateTimeField(null=True)
    approvals = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_in_force", fields=["record"], condition=Q(in_force_to=None)),
            models.CheckConstraint(
                name="enactment_in_order",
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_its_end_changes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("version", "record", "in_force_from", "approvals"),
                func="RAISE EXCEPTION 'an enactment is kept' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            *guards.append_only(truncate_only=True),
        ]

    def __str__(self) -> str:
        return f"in force from {self.in_force_from:%Y-%m-%d}"


class Scorecard(models.Model):
    """What a framework has published with a version that is put in force: frozen, dated, with a hash of its own."""

    database_rights = rights.APPEND_ONLY

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.PROTECT, related_name="scorecard"
    )
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"scorecard of {self.version_id}"

    def data(self) -> dict[str, Any]:
        """The content as JSON data."""
        found: dict[str, Any] = json.loads(bytes(self.content))
        return found


class Artifact(models.Model):
    """A paper made of a version, stored once and given out unchanged. The bytes are kept under their hash.

    An external one leaves out what is internal (`decisions.reports.external`). A further `edition` is printed where the
    one before held the name of somebody who was erased.
    """

    database_rights = rights.APPEND_ONLY

    class Kind(models.TextChoices):
        ONE_PAGER = "one-pager", _("one-pager")
        FULL = "full-record", _("full record")
        SCORECARD = "scorecard", _("scorecard")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="artifacts")
    kind = models.CharField(max_length=12, choices=Kind)
    paper = models.CharField(max_length=6, default="A4")
    language = models.CharField(max_length=8, default="en")
    standing = models.CharField(max_length=10, choices=Standing)
    is_external = models.BooleanField(default=False, db_default=False)
    edition = models.PositiveSmallIntegerField(default=1, db_default=1)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="artifact_once",
                fields=["version", "kind", "paper", "language", "standing", "is_external", "edition"],
            )
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.kind} of {self.version_id}"


class ErasedPaper(models.Model):
    """A stored paper that was removed, because it held the name of somebody who was erased. Its hash still verifies."""

    database_rights = rights.APPEND_ONLY

    sha256 = models.CharField(primary_key=True, max_length=64)
    erased_at = models.DateTimeField()

    class Meta:
        triggers = guards.append_only()

    def __str__(self) -> str:
        return self.sha256


@pghistory.track()
class Waiver(models.Model):
    """One blocker that the approver lets pass, with a reason that prints."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="waiver_once", fields=["record", "code", "subject"]),
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
