"""What was given out: papers and scorecards, each kept under its hash."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions.states.stages import Standing
from decisions.versions.models import Version
from partnerdesk.core import guards, rights
from partnerdesk.core.frozen_content import FrozenRow
from partnerdesk.core.proofs import NotProven, Proven


class Scorecard(FrozenRow):
    """What a framework has published with a version that is put in force: frozen, dated, with a hash of its own."""

    database_rights = rights.APPEND_ONLY

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.PROTECT, related_name="scorecard"
    )
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        triggers = [*guards.append_only(), Proven("content", "sha256", "published_at")]

    def __str__(self) -> str:
        return f"scorecard of {self.version_id}"

    def called(self) -> str:
        return gettext("the scorecard of %(version)s") % {"version": self.version.called()}


class Artifact(models.Model):
    """A paper made of a version, stored once and given out unchanged. The bytes are kept under their hash.

    An external one leaves out what is internal (`decisions.documents.external_copy`). A further `edition` is
    printed where the one before held the name of somebody who was erased.
    """

    proof = NotProven("its bytes are kept under their hash, and the version that they print is proven")

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

    def called(self) -> str:
        kind = Artifact.Kind(self.kind).label
        return gettext("the %(paper)s of %(version)s") % {"paper": kind, "version": self.version.called()}


class ErasedPaper(models.Model):
    """A stored paper that was removed, because it held the name of somebody who was erased. Its hash still verifies."""

    proof = NotProven("a hash that names a file which is gone")

    database_rights = rights.APPEND_ONLY

    sha256 = models.CharField(primary_key=True, max_length=64)
    erased_at = models.DateTimeField()

    class Meta:
        triggers = guards.append_only()

    def __str__(self) -> str:
        return self.sha256
