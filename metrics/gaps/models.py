"""What is wrong or missing in data: gaps by period, and the causes that they have in common."""

import datetime as dt
import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Func, OuterRef, Q, Subquery, Sum, UUIDField, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from metrics.definitions.models import Metric
from metrics.gaps.kinds import KINDS, GapKind, Kind
from metrics.gaps.states import MOVES, CauseStatus
from metrics.provenance.models import Import, Source
from partnerdesk.core import rights


class CauseQuerySet(models.QuerySet["Cause"]):
    def with_owners(self) -> "CauseQuerySet":
        """With `answers_id`, the person who answers for each.

        Whom it was given to; else who owns the source; else the metric's entry of the dictionary, or that of one that
        it concerns; else the first administrator. People whose account is closed answer for nothing.
        """
        place = Func(
            OuterRef("concerns"), F("key"), function="array_position", output_field=models.IntegerField()
        )
        concerned = Metric.objects.alias(place=place).filter(place__isnull=False, owner__is_active=True)
        first = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("created_at", "pk")
        answers = Coalesce(
            Case(When(owner__is_active=True, then=F("owner_id"))),
            Case(When(source__owner__is_active=True, then=F("source__owner_id"))),
            Case(When(metric__owner__is_active=True, then=F("metric__owner_id"))),
            Subquery(concerned.order_by(F("place").asc()).values("owner_id")[:1]),
            Subquery(first.values("pk")[:1]),
            output_field=UUIDField(),
        )
        annotations = {"answers_id": answers}
        return self.annotate(**annotations)

    def with_extent(self) -> "CauseQuerySet":
        """With `rows`, `months` and `periods` of the gaps that are left; of all that there were, where none is."""
        left = ~Q(gaps__status="gone")
        dated = Q(gaps__period__isnull=False)
        periods = Coalesce(
            ArrayAgg("gaps__period", filter=left & dated, distinct=True),
            ArrayAgg("gaps__period", filter=dated, distinct=True),
            Value([], output_field=ArrayField(models.DateField())),
        )
        rows = Coalesce(Sum("gaps__count", filter=left), Sum("gaps__count"), 0)
        found = {"rows": rows, "months": Count("gaps", filter=left), "periods": periods}
        return self.annotate(**found)

    def of_metric(self, key: str) -> "CauseQuerySet":
        return self.filter(Q(metric=key) | Q(concerns__contains=[key]))


def answered_by(person: User) -> Q:
    """Causes `with_owners` for which a person answers."""
    return Q(("answers_id", person.pk))


@pghistory.track()
class Cause(models.Model):
    """What gaps of one kind have in common: source, metric, kind, column and label. One row for people to settle.

    A new file of the source finds it again by these, so that all that people said about it stays. Where it weakens
    several metrics, their keys stand in `concerns`; with neither it weakens all that its source gives. `accepted_until`
    is the last day on which it weakens nothing. `answer` is what people said that the source means.
    """

    Status = CauseStatus

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="causes", db_index=False)
    metric = models.ForeignKey(Metric, null=True, on_delete=models.PROTECT, related_name="causes")
    kind = models.CharField(max_length=24, choices=Kind)
    column = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=200, blank=True)
    concerns = ArrayField(models.CharField(max_length=60), default=list)
    status = models.CharField(max_length=8, choices=CauseStatus, default=CauseStatus.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    accepted_until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CauseQuerySet] = CauseQuerySet.as_manager()  # type: ignore[assignment]

    answers_id: uuid.UUID | None
    rows: int
    months: int
    periods: list[dt.date]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cause_once",
                fields=["source", "kind", "metric", "column", "label"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="cause_status_known", condition=Q(status__in=CauseStatus.values)),
            models.CheckConstraint(
                name="cause_accepted_with_day_and_reason",
                condition=(Q(status="accepted", accepted_until__isnull=False) & ~Q(reason=""))
                | (~Q(status="accepted") & Q(accepted_until=None, reason="")),
            ),
            models.CheckConstraint(
                name="cause_answered_has_answer", condition=~Q(status="answered") | ~Q(answer={})
            ),
            models.CheckConstraint(
                name="cause_settled_has_time",
                condition=Q(status="settled", settled_at__isnull=False)
                | (~Q(status="settled") & Q(settled_at=None)),
            ),
            models.CheckConstraint(
                name="cause_asked_has_time",
                condition=Q(asked=None, asked_at=None) | Q(asked__isnull=False, asked_at__isnull=False),
            ),
        ]
        triggers = [pgtrigger.FSM(name="cause_moves", field="status", transitions=sorted(MOVES))]

    def __str__(self) -> str:
        return f"{self.kind} {self.column} {self.label}".strip()

    def get_absolute_url(self) -> str:
        return reverse("metrics:gap", args=[self.pk])

    @property
    def declared(self) -> GapKind:
        """What its kind says of itself."""
        return KINDS[self.kind]

    def is_accepted(self, today: dt.date) -> bool:
        """Whether it weakens nothing on that day."""
        return self.accepted_until is not None and today <= self.accepted_until


class CauseNote(models.Model):
    """A short note on a cause, by a person. `by` is None where it was carried over from before causes."""

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.CheckConstraint(name="cause_note_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text


@pghistory.track(exclude=["partners", "partner_rows"])
class Gap(models.Model):
    """Something that is wrong or missing in data, of one period: counted, with examples.

    Known by source, kind, metric, column, period and label, so that the next import finds it again. `partners` are
    those whose rows it concerns, with the number of rows of each in `partner_rows`; None: nobody knows whose, so that
    it may be anybody's. `segments` are those that fall apart where labels of partners are spelt in two ways; None
    elsewhere.
    """

    Kind = Kind

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        GONE = "gone", _("gone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="gaps")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="gaps")
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=24, choices=Kind)
    metric = models.ForeignKey(Metric, null=True, on_delete=models.PROTECT, related_name="gaps")
    concerns = ArrayField(models.CharField(max_length=60), default=list)
    column = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=200, blank=True)
    period = models.DateField(null=True)
    count = models.PositiveIntegerField()
    examples = models.JSONField(default=list)
    partners = ArrayField(models.UUIDField(), null=True)
    partner_rows = ArrayField(models.PositiveIntegerField(), null=True)
    segments = ArrayField(models.CharField(max_length=200), null=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)

    touched: int
    """How many of it touch a scope, where that was asked (`observations.gaps_in_scope`)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="gap_once",
                fields=["source", "kind", "metric", "column", "label", "period"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="gap_status_known", condition=Q(status__in=["open", "gone"])),
            models.CheckConstraint(
                name="gap_partners_with_rows",
                condition=Q(partners=None, partner_rows=None)
                | Q(partners__isnull=False, partner_rows__len=F("partners__len")),
            ),
        ]
        indexes = [models.Index(fields=["metric", "period"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.column} {self.count}"
