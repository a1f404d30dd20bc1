"""What is watched of a version in force, what was seen of it, and how people handled it."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.record.models import Record
from decisions.sections.triggers import Effect, Silence
from decisions.states.cases_and_reviews import CASE_MOVES, REVIEW_MOVES, CaseState, Outcome, ReviewState
from decisions.versions.models import Version
from metrics.models import DefinitionVersion, Series
from partnerdesk.core import guards
from partnerdesk.core.proofs import NotProven, Proven
from partners.models import Partner


class WatchedSet(models.Model):
    """The partners that triggers are measured on, as they were when the version was proposed.

    Triggers on the same partners share one set. The one of everybody has no members.
    """

    proof = NotProven("made again of its version, which is proven; the hash only finds it")

    sha256 = models.CharField(max_length=64, unique=True)
    is_everybody = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.sha256[:12]


class WatchedPartner(models.Model):
    """A member of a set."""

    watched = models.ForeignKey(WatchedSet, on_delete=models.CASCADE, related_name="members", db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="watched_partner_once", fields=["watched", "partner"])]
        indexes = [models.Index(fields=["partner", "watched"], name="watched_by_partner")]

    def __str__(self) -> str:
        return f"{self.partner_id} in {self.watched_id}"


NOT_SAMPLED = ("stale", "date", "choice", "assumption", "check", "guardrail", "report")
"""Kinds of triggers that compare no samples of a metric with a level; all others have both."""


class Trigger(models.Model):
    """A condition of a version in force, armed with its enactment.

    `kind` is one of those in `triggers.kinds`. `level` and `clear_level` are in the unit of its samples (for `path` and
    `change` a distance in the metric's unit).
    `setting` holds what the kind needs beside that, as it was frozen: the baseline, the path, the compared problem.
    `row_id` is the row of the version's content that it was armed from; those armed from content of form 1 have none.
    `segment` is what `watched` was the members of, where a segment was chosen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="triggers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="triggers")
    row_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    label = models.CharField(max_length=300)
    definition = models.ForeignKey(
        DefinitionVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    watched = models.ForeignKey(
        WatchedSet, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    segment = models.CharField(max_length=80, blank=True)
    by_partner = models.BooleanField(default=False)
    unit = models.CharField(max_length=20, blank=True)
    window_months = models.PositiveSmallIntegerField(default=1)
    is_below = models.BooleanField(default=True)
    level = models.FloatField(null=True)
    clear_level = models.FloatField(null=True)
    samples = models.PositiveSmallIntegerField(default=1)
    hold_samples = models.PositiveSmallIntegerField(default=0)
    setting = models.JSONField(default=dict)
    active_from = models.DateField(null=True)
    due_on = models.DateField(null=True)
    when_silent = models.CharField(max_length=4, choices=Silence, default=Silence.SAY)
    effect = models.CharField(max_length=6, choices=Effect, default=Effect.REVIEW)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    armed_at = models.DateTimeField()
    disarmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trigger_samples_complete",
                condition=Q(kind__in=NOT_SAMPLED)
                | Q(
                    series__isnull=False,
                    watched__isnull=False,
                    level__isnull=False,
                    clear_level__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="trigger_clears_on_the_safe_side",
                condition=Q(level=None)
                | Q(is_below=True, clear_level__gte=F("level"))
                | Q(is_below=False, clear_level__lte=F("level")),
            ),
        ]
        indexes = [
            models.Index(
                name="trigger_armed",
                fields=["series", "watched"],
                condition=Q(disarmed_at=None, series__isnull=False),
            ),
            models.Index(
                name="trigger_due",
                fields=["due_on"],
                condition=Q(disarmed_at=None, due_on__isnull=False),
            ),
        ]
        triggers = [
            Proven(
                "record",
                "version",
                "row_id",
                "kind",
                "is_below",
                "level",
                "clear_level",
                "samples",
                "hold_samples",
            )
        ]

    def __str__(self) -> str:
        return self.label


class ChoiceInput(models.Model):
    """A metric that stands in for the selected option's estimate on one criterion, once it is observed."""

    trigger = models.ForeignKey(Trigger, on_delete=models.CASCADE, related_name="inputs")
    criterion = models.CharField(max_length=40)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    watched = models.ForeignKey(WatchedSet, on_delete=models.PROTECT, related_name="+")
    window_months = models.PositiveSmallIntegerField(default=1)
    active_from = models.DateField(null=True)
    period = models.DateField(null=True)
    value = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="choice_input_once", fields=["trigger", "criterion"])]

    def __str__(self) -> str:
        return f"{self.criterion} of {self.trigger_id}"


class Condition(models.Model):
    """What the machine knows of a trigger, or of one partner of it (`machine.Condition`).

    `stale_on` is the first day on which its next data are overdue.
    """

    trigger = models.ForeignKey(Trigger, on_delete=models.CASCADE, related_name="conditions")
    partner = models.ForeignKey(
        Partner, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, default="normal")
    breaches = models.PositiveSmallIntegerField(default=0)
    clears = models.PositiveSmallIntegerField(default=0)
    period = models.DateField(null=True)
    value = models.FloatField(null=True)
    since = models.DateField(null=True)
    stale_on = models.DateField(null=True)
    evaluated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="condition_once", fields=["trigger", "partner"], nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(name="condition_stale", fields=["stale_on"], condition=Q(stale_on__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.trigger_id}: {self.state}"


class Case(models.Model):
    """Something about a version that people have to look at. One trigger has at most one that is not closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="cases", db_index=False)
    trigger = models.ForeignKey(Trigger, on_delete=models.PROTECT, related_name="cases", db_index=False)
    state = models.CharField(max_length=12, choices=CaseState, default=CaseState.OPEN)
    what = models.CharField(max_length=500)
    value = models.FloatField(null=True)
    worst = models.FloatField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    snoozed_until = models.DateField(null=True)
    snooze_reason = models.CharField(max_length=300, blank=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True)
    review = models.ForeignKey(
        "decisions.Review", null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-opened_at",)
        constraints = [
            models.UniqueConstraint(
                name="case_one_open", fields=["version", "trigger"], condition=~Q(state="closed")
            ),
            models.CheckConstraint(
                name="case_closed_has_outcome",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at=None, outcome=""),
            ),
            models.CheckConstraint(
                name="case_snoozed_has_reason", condition=Q(snoozed_until=None) | ~Q(snooze_reason="")
            ),
        ]
        indexes = [
            models.Index(name="case_waiting", fields=["owner", "opened_at"], condition=~Q(state="closed")),
            models.Index(name="case_of_record", fields=["record", "-opened_at"]),
            models.Index(
                name="case_escalates", fields=["escalate_at"], condition=Q(escalate_at__isnull=False)
            ),
            models.Index(
                name="case_wakes", fields=["snoozed_until"], condition=Q(snoozed_until__isnull=False)
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="case_moves", field="state", transitions=list(CASE_MOVES)),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            *guards.append_only(truncate_only=True),
        ]

    def __str__(self) -> str:
        return self.what


class Episode(models.Model):
    """A time during which a condition held, by the periods in which it began and ended. What the machine saw."""

    condition = models.ForeignKey(
        Condition, on_delete=models.CASCADE, related_name="episodes", db_index=False
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="episodes")
    opened = models.DateField()
    closed = models.DateField(null=True)
    value = models.FloatField(null=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("opened",)
        constraints = [
            models.UniqueConstraint(
                name="episode_once", fields=["condition", "opened"], condition=Q(withdrawn_at=None)
            ),
            models.UniqueConstraint(
                name="episode_one_open",
                fields=["condition"],
                condition=Q(closed=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id} from {self.opened:%Y-%m}"


class Escalation(models.Model):
    """A step of the path of a version in force: who is told when a case stays unacknowledged for so many days."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="escalations", db_index=False)
    step = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    after_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("step",)
        constraints = [models.UniqueConstraint(name="escalation_once", fields=["version", "step"])]

    def __str__(self) -> str:
        return f"step {self.step} of {self.version_id}"


class Review(models.Model):
    """A look at a decision in force: planned ahead, opened when it is due or a case asks, closed with an outcome.

    `findings` is what had changed since the last look, as it stood when the review was closed. `planned_on` is the day
    that its rhythm gave it, which stays where people move `due_on`; `rhythm_from` is the first day of that rhythm
    (`reviews.rhythm`).
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", _("initial review")
        OPERATING = "operating", _("operating review")
        POST = "post", _("post-review")
        CASE = "case", _("review of a case")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=7, choices=ReviewState, default=ReviewState.PLANNED)
    due_on = models.DateField()
    planned_on = models.DateField(null=True)
    rhythm_from = models.DateField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.TextField(blank=True, max_length=20_000)
    findings = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "kind")
        constraints = [
            models.UniqueConstraint(
                name="review_one_ahead",
                fields=["version", "kind"],
                condition=Q(state__in=["planned", "open"]),
            ),
            models.CheckConstraint(
                name="review_closed_has_outcome",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="") & ~Q(words="")
                | ~Q(state="closed") & Q(outcome=""),
            ),
            models.CheckConstraint(
                name="review_rhythm_of_operating",
                condition=Q(kind="operating", planned_on__isnull=False, rhythm_from__isnull=False)
                | ~Q(kind="operating") & Q(planned_on=None, rhythm_from=None),
            ),
            models.CheckConstraint(
                name="review_open_has_time", condition=~Q(state="open") | Q(opened_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="review_ahead", fields=["due_on"], condition=Q(state__in=["planned", "open"])),
            models.Index(name="review_of_record", fields=["record", "-due_on"]),
        ]
        triggers = [
            pgtrigger.FSM(
                name="review_moves",
                field="state",
                transitions=list(REVIEW_MOVES),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            *guards.append_only(truncate_only=True),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.record_id} on {self.due_on}"
