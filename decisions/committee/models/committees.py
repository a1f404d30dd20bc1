"""Steering committees: who sits on them, by which rules they decide, and what their members declare."""

import uuid

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from decisions.record.models import Record
from decisions.states.classes import DecisionClass
from partnerdesk.core.days import workspace_zone
from partnerdesk.core.proofs import Proven
from partners.models import Partner

ZONE_FORM = r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"
"""What the database asks of a zone's name; which names there are, the form knows."""


@pghistory.track()
class Committee(models.Model):
    """A group that decides by vote. Rounds that run keep the members and the rules that they began with.

    `time_zone` is empty where the workspace's counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it decides"), max_length=300, blank=True)
    voting_days = models.PositiveSmallIntegerField(
        _("days to vote"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, default="", db_default="", validators=[validate_time_zone]
    )
    is_active = models.BooleanField(_("it takes new proposals"), default=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="committee_name_once",
                violation_error_message=_("There is a committee of this name already."),
            ),
            models.CheckConstraint(name="committee_voting_days", condition=Q(voting_days__range=(1, 90))),
            models.CheckConstraint(
                name="committee_zone", condition=Q(time_zone="") | Q(time_zone__regex=ZONE_FORM)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        """The zone whose days and hours count for its meetings, votes and papers: its own, else the workspace's."""
        return self.time_zone or workspace_zone()


@pghistory.track()
class CommitteeRule(models.Model):
    """How a committee decides on one class of decision. `decisions.committee.tally` says what the numbers mean."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="rules")
    decision_class = models.CharField(max_length=8, choices=DecisionClass)
    quorum = models.DecimalField(_("quorum, % of seats"), max_digits=5, decimal_places=2, default=50)
    threshold = models.DecimalField(
        _("approval, more than % of votes cast"), max_digits=5, decimal_places=2, default=50
    )
    recused_leave = models.BooleanField(_("who recuses leaves the base of the quorum"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="rule_once", fields=["committee", "decision_class"]),
            models.CheckConstraint(
                name="rule_quorum",
                condition=Q(quorum__gt=0, quorum__lte=100),
                violation_error_message=_("The quorum is more than 0 %% and at most 100 %%."),
            ),
            models.CheckConstraint(
                name="rule_threshold",
                condition=Q(threshold__gte=50, threshold__lt=100),
                violation_error_message=_("The threshold is at least 50 %% and less than 100 %%."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_class}: {self.quorum}/{self.threshold}"


@pghistory.track()
class Member(models.Model):
    """A seat on a committee. A deputy votes for the seat, in their own name, where its member has not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("member")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("deputy"),
    )
    is_chair = models.BooleanField(_("takes the chair"), default=False)

    class Meta:
        triggers = [Proven("committee", "user", "deputy", "is_chair")]
        constraints = [
            models.UniqueConstraint(
                name="member_once",
                fields=["committee", "user"],
                violation_error_message=_("This person is a member already."),
            ),
            models.UniqueConstraint(
                name="deputy_once",
                fields=["committee", "deputy"],
                violation_error_message=_("This person is the deputy of another member already."),
            ),
            models.UniqueConstraint(
                name="one_chair",
                fields=["committee"],
                condition=Q(is_chair=True),
                violation_error_message=_("A committee has one chair."),
            ),
            models.CheckConstraint(
                name="deputy_is_another",
                condition=Q(deputy=None) | ~Q(deputy=models.F("user")),
                violation_error_message=_("Nobody is their own deputy."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.committee_id}"


@pghistory.track()
class Interest(models.Model):
    """A conflict of interest that a person declares: on one record, or on a partner wherever it is in scope."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="interests")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=300)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interest_in_one",
                condition=Q(record=None, partner__isnull=False) | Q(record__isnull=False, partner=None),
            ),
            models.CheckConstraint(name="interest_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="interest_once_per_record",
                fields=["user", "record"],
                condition=Q(ended_at=None, record__isnull=False),
            ),
            models.UniqueConstraint(
                name="interest_once_per_partner",
                fields=["user", "partner"],
                condition=Q(ended_at=None, partner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
