"""A decision for its whole life: the record, who has access, and its row in lists."""

import uuid
from typing import TYPE_CHECKING, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import role_may
from decisions.states.classes import DecisionClass
from decisions.states.guarded_moves import in_force_follows
from decisions.states.retention import RETENTION_MOVES, Retention
from decisions.states.stages import DRAFT_MOVES, VIEW, Stage
from frameworks.models import FrameworkVersion
from partnerdesk.core import rights
from partnerdesk.core.proofs import Proven

if TYPE_CHECKING:
    from accounts.models import User


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: "User") -> "RecordQuerySet":
        """Those that `user` may see: shared with everybody, or with them by name."""
        if not role_may(user.role, VIEW):
            return self.none()
        named = Access.objects.filter(user=user).values("record")
        return self.filter(Q(is_private=False) | Q(pk__in=named))

    def with_header(self) -> "RecordQuerySet":
        """With the versions that the top of a record's page names."""
        return self.select_related("framework_version", "in_force")

    def with_ways(self, user: "User") -> "RecordQuerySet":
        """With the ways in (`Access.Via`) of `user`, as `ways`."""
        return self.annotate(ways=ways_of(user, "pk"))


@pghistory.track(exclude=["updated_at"])
class Record(models.Model):
    """One decision. Its draft stands in the parts' rows, what was decided in its versions.

    `in_force` follows from the enactments, by a trigger on those.
    """

    database_rights = rights.Moving("stage", "state", "is_private", "open_remarks", "updated_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="records")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.FRAME)
    state = models.CharField(max_length=8, choices=Retention, default=Retention.OPEN)
    in_force = models.ForeignKey(
        "decisions.Version", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_private = models.BooleanField(default=False)
    open_remarks = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[RecordQuerySet] = RecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="record_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="record_closed_without_draft", condition=Q(state="open") | Q(stage=Stage.NONE)
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="draft_moves", field="stage", transitions=list(DRAFT_MOVES)),
            pgtrigger.FSM(name="retention_moves", field="state", transitions=list(RETENTION_MOVES)),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="draft_begins_in_frame",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stage__in=[stage for stage in Stage if stage != Stage.FRAME]),
                func="RAISE EXCEPTION 'a record begins in frame' USING ERRCODE = 'check_violation';",
            ),
            in_force_follows(),
            Proven("code", "is_private", "in_force"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("decisions:record", args=[self.code])

    @property
    def has_draft(self) -> bool:
        return self.stage != Stage.NONE


class CodeCounter(models.Model):
    """The last number given to records of one prefix."""

    prefix = models.CharField(primary_key=True, max_length=2)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:04d}"


class Access(models.Model):
    """Who may see a record by name, and why."""

    class Via(models.TextChoices):
        AUTHOR = "author", _("author")
        OWNER = "owner", _("owner")
        APPROVER = "approver", _("approver")
        COLLABORATOR = "collaborator", _("collaborator")
        VOTER = "voter", _("votes or voted on it")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="access", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    via = models.CharField(max_length=12, choices=Via)

    class Meta:
        verbose_name_plural = "access"
        constraints = [models.UniqueConstraint(name="access_once", fields=["record", "user", "via"])]
        indexes = [models.Index(fields=["user", "record"])]
        triggers = [Proven("record", "user", "via")]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.via} of {self.record_id}"


def ways_of(user: "User", record: str) -> ArraySubquery:
    """The ways in (`Access.Via`) of `user`, of the record in this column of the query around it."""
    return ArraySubquery(Access.objects.filter(record=OuterRef(record), user=user).values("via"))


class Summary(models.Model):
    """A record's row in lists, written with each change.

    From `recheck_at` on the computed columns may be wrong, because something was saved or because time has passed
    (a horizon that ended, evidence that expired). A list never computes a record.
    """

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.CASCADE, related_name="summary")
    question = models.CharField(max_length=300, blank=True)
    decision_class = models.CharField(max_length=8, choices=DecisionClass, default=DecisionClass.STANDARD)
    framework_key = models.CharField(max_length=60)
    framework_name = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    stage = models.CharField(max_length=8, choices=Stage)
    is_private = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False, db_default=False)
    blockers = models.PositiveSmallIntegerField(default=0)
    best_option = models.CharField(max_length=120, blank=True)
    version_number = models.PositiveIntegerField(null=True)
    next_review_on = models.DateField(null=True)
    updated_at = models.DateTimeField()
    recheck_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "summaries"
        indexes = [
            models.Index(fields=["-updated_at", "-record"], name="summary_newest"),
            models.Index(
                fields=["-updated_at", "-record"], name="summary_public", condition=Q(is_private=False)
            ),
            models.Index(fields=["stage", "-updated_at", "-record"], name="summary_stage"),
            models.Index(fields=["framework_key", "-updated_at", "-record"], name="summary_framework"),
            models.Index(fields=["owner", "-updated_at", "-record"], name="summary_owner"),
            models.Index(fields=["recheck_at"], name="summary_due", condition=Q(recheck_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.question


class RecordLink(models.Model):
    """One record that came after another. `rows` says which row of the newer was copied from which of the older."""

    class Kind(models.TextChoices):
        SUCCEEDS = "succeeds", _("follows")
        SUPERSEDES = "supersedes", _("takes the place of")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    older = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="followed_by")
    newer = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="follows", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    rows = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)
        constraints = [
            models.UniqueConstraint(name="record_link_once", fields=["newer", "older"]),
            models.CheckConstraint(name="record_link_to_another", condition=~Q(newer=F("older"))),
        ]

    def __str__(self) -> str:
        return f"{self.newer_id} {self.kind} {self.older_id}"


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
