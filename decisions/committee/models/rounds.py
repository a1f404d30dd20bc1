"""Votes on frozen versions: rounds with their seats and rules, votes, and what is asked and answered on record."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from decisions.committee.models.committees import Committee
from decisions.states.guarded_moves import outcome_follows, seats_are_settled, votes_have_seats
from decisions.states.votes import Choice, RemarkKind, RoundFinding, RoundOutcome
from decisions.versions.models import Version
from partnerdesk.core import guards, rights
from partnerdesk.core.proofs import NotProven, Proven

SETTLED_AT_OPENING = (
    "version",
    "sha256",
    "committee",
    "quorum",
    "threshold",
    "recused_leave",
    "writers",
    "writers_may_approve",
    "opened_by",
    "opened_at",
)


class Round(models.Model):
    """A vote on one version, by its hash, under the rules of its beginning.

    A single approver is a round of one seat without a committee, which ends with their vote. `writers` are those who
    wrote what is proposed: by the id of a person the names of the fields. Nothing is approved by them alone, but where
    `writers_may_approve`.
    """

    database_rights = rights.Moving("closed_at", "closed_by", "outcome", "finding")

    proof = NotProven("its version is, and the seats and votes that make its outcome")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="round")
    sha256 = models.CharField(max_length=64)
    committee = models.ForeignKey(Committee, null=True, on_delete=models.PROTECT, related_name="rounds")
    quorum = models.DecimalField(max_digits=5, decimal_places=2, default=100)
    threshold = models.DecimalField(max_digits=5, decimal_places=2, default=50)
    recused_leave = models.BooleanField(default=True)
    writers = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    writers_may_approve = models.BooleanField(default=False, db_default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=RoundOutcome, blank=True)
    finding = models.CharField(max_length=12, choices=RoundFinding, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="round_closed_has_outcome",
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="round_of_committee_ends", condition=Q(committee=None) | Q(ends_at__isnull=False)
            ),
        ]
        indexes = [models.Index(name="round_due", fields=["ends_at"], condition=Q(closed_at=None))]
        triggers = [
            pgtrigger.Trigger(
                name="rules_are_kept",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(*SETTLED_AT_OPENING),
                func="RAISE EXCEPTION 'a round keeps what it began with' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Trigger(
                name="closed_once",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
                func="RAISE EXCEPTION 'a closed round is kept' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            *guards.append_only(truncate_only=True),
            outcome_follows(),
        ]

    def __str__(self) -> str:
        return f"round on {self.version_id}"


class Seat(models.Model):
    """A seat in a round, settled when it was opened. Only a declared conflict of interest is added later."""

    database_rights = rights.APPEND_ONLY

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_chair = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="seat_once", fields=["round", "user"])]
        triggers = [
            *guards.append_only(),
            seats_are_settled(),
            Proven("round", "user", "deputy", "is_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.round_id}"


class Vote(models.Model):
    """What a person said on a version. A changed vote is a new row; the last one counts.

    `is_declared`: a recusal that follows from a declared conflict of interest. `entered_by` is who
    entered it after a show of hands.
    """

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice)
    comment = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    is_declared = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    cast_at = models.DateTimeField()

    class Meta:
        ordering = ("cast_at",)
        constraints = [
            models.CheckConstraint(
                name="condition_of_an_approval", condition=Q(condition="") | Q(choice=Choice.APPROVE)
            )
        ]
        triggers = [
            *guards.append_only(),
            votes_have_seats(),
            Proven("round", "user", "choice", "comment", "condition", "is_declared", "entered_by", "cast_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.choice}"


class Remark(models.Model):
    """A question on a section of a version, or a change that is asked for. It stays with the version."""

    database_rights = rights.APPEND_ONLY

    Kind = RemarkKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=8, choices=Kind)
    section = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.CheckConstraint(name="remark_has_text", condition=~Q(text=""))]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return self.text


class RemarkAnswer(models.Model):
    """The answer to a remark, on record."""

    database_rights = rights.APPEND_ONLY

    remark = models.OneToOneField(Remark, primary_key=True, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="answer_has_text", condition=~Q(text=""))]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return self.text
