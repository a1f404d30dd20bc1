"""How the choice is carried: limits, risks, thresholds, reviews, actions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.grounds import MetricBinding
from decisions.models.header import Cohort
from decisions.models.units import (
    Effect,
    Row,
    Silence,
    Single,
    Watches,
    number_field,
    person_field,
    text_field,
    tracked,
)


@tracked
class Constraint(Row):
    """A limit that the choice must respect."""

    part, kind = "constraints", "constraint"
    editable = ("text", "source")

    text = models.CharField(_("constraint"), max_length=300, blank=True)
    source = models.CharField(_("where it comes from"), max_length=200, blank=True)


@tracked
class Guardrail(Row):
    """A limit that holds whatever the options say."""

    part, kind = "guardrails", "guardrail"
    editable = ("label", "limit", "owner")

    key = models.CharField(max_length=60, blank=True)
    watches = models.CharField(max_length=30, default="statement")
    label = models.CharField(_("guardrail"), max_length=120, blank=True)
    limit = models.CharField(_("limit"), max_length=300, blank=True)
    owner = person_field(_("owner"))


@tracked
class OutputArtifact(Single):
    """What the framework wants to come out of the decision."""

    part, kind = "artifact", "artifact"
    editable = ("content",)

    content = text_field(_("content"))


@tracked
class Risk(Row):
    part, kind = "risks", "risk"
    editable = ("statement", "mitigation", "owner")

    statement = models.CharField(_("risk"), max_length=300, blank=True)
    mitigation = models.CharField(_("mitigation"), max_length=300, blank=True)
    owner = person_field(_("owner"))


@tracked
class ReviewPlan(Single):
    """When the decision is looked at again, and what stops it."""

    class Rhythm(models.TextChoices):
        NONE = "", _("not set yet")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        HALF_YEARLY = "half_yearly", _("every half-year")
        YEARLY = "yearly", _("every year")

    part, kind = "reviews", "review_plan"
    editable = (
        "confirmed_by",
        "confirmed_on",
        "next_review_on",
        "rhythm",
        "post_review_on",
        "stop_conditions",
        "escalation",
    )

    confirmed_by = person_field(_("inputs and assumptions confirmed by"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    rhythm = models.CharField(_("then"), max_length=12, choices=Rhythm, blank=True, default=Rhythm.NONE)
    post_review_on = models.DateField(_("post-review"), null=True, blank=True)
    stop_conditions = text_field(_("stop conditions"))
    escalation = text_field(_("escalation path"))


@tracked
class EscalationStep(Row):
    """Who is told when a case stays unacknowledged, and after how many days."""

    part, kind = "reviews", "escalation"
    editable = ("person", "after_days")

    person = person_field(_("then tell"))
    after_days = models.PositiveSmallIntegerField(_("after days without an answer"), default=3)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="escalation_days_range",
                condition=Q(after_days__range=(1, 90)),
                violation_error_message=_("Between 1 and 90 days."),
            )
        ]


@tracked
class Threshold(Row):
    """A level of a metric at which something is to happen: the draft of a trigger."""

    class Direction(models.TextChoices):
        BELOW = "below", _("below")
        ABOVE = "above", _("above")

    part, kind = "triggers", "threshold"
    editable = (
        "watches",
        "metric",
        "direction",
        "level",
        "clear_level",
        "samples",
        "hold_samples",
        "window_months",
        "cohort",
        "segment",
        "by_partner",
        "active_from",
        "on_date",
        "when_silent",
        "effect",
        "owner",
        "note",
    )

    watches = models.CharField(_("watches"), max_length=10, choices=Watches, default=Watches.LEVEL)
    metric = models.ForeignKey(
        MetricBinding,
        verbose_name=_("metric"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    direction = models.CharField(_("fires"), max_length=5, choices=Direction, default=Direction.BELOW)
    level = number_field(_("level"))
    clear_level = number_field(
        _("clears at"), help_text=_("further on the safe side; empty: the level itself")
    )
    samples = models.PositiveSmallIntegerField(
        _("samples in a row"), default=1, help_text=_("how many breaching periods it takes")
    )
    hold_samples = models.PositiveSmallIntegerField(
        _("clear samples in a row"), default=0, help_text=_("how many clear periods end it; 0: the first one")
    )
    window_months = models.PositiveSmallIntegerField(_("over, months"), default=1)
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=_("measured on"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    segment = models.CharField(_("or on a segment"), max_length=80, blank=True)
    by_partner = models.BooleanField(_("each partner by itself"), default=False)
    active_from = models.DateField(_("active from"), null=True, blank=True)
    on_date = models.DateField(_("on"), null=True, blank=True)
    when_silent = models.CharField(
        _("where no data come"), max_length=4, choices=Silence, default=Silence.SAY
    )
    break_even = number_field(_("where the choice flips"))
    effect = models.CharField(_("effect"), max_length=6, choices=Effect, default=Effect.REVIEW)
    owner = person_field(_("owner"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="threshold_samples_range",
                condition=Q(samples__range=(1, 60)),
                violation_error_message=_("Between 1 and 60 samples."),
            ),
            models.CheckConstraint(
                name="threshold_hold_range",
                condition=Q(hold_samples__range=(0, 60)),
                violation_error_message=_("Between 0 and 60 clear samples."),
            ),
            models.CheckConstraint(
                name="threshold_window_range",
                condition=Q(window_months__range=(1, 60)),
                violation_error_message=_("A window of 1 to 60 months."),
            ),
            models.CheckConstraint(
                name="threshold_clears_on_the_safe_side",
                condition=Q(level=None)
                | Q(clear_level=None)
                | Q(direction="below", clear_level__gte=F("level"))
                | Q(direction="above", clear_level__lte=F("level")),
                violation_error_message=_("It clears on the safe side of the level, or at it."),
            ),
            models.CheckConstraint(
                name="threshold_one_partner_set",
                condition=Q(cohort=None) | Q(segment=""),
                violation_error_message=_("Either a cohort or a segment: choose one of them."),
            ),
        ]


@tracked
class ActionItem(Row):
    part, kind = "actions", "action"
    editable = ("text", "owner", "due_on", "done_on")

    text = models.CharField(_("action"), max_length=300, blank=True)
    owner = person_field(_("owner"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
