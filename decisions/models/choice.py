"""What is compared and chosen: options, criteria, estimates, scenarios, the recommendation."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.grounds import Evidence, MetricBinding, Statement
from decisions.models.header import Cohort
from decisions.models.units import Basis, Row, Side, Single, number_field, text_field, tracked


@tracked
class Option(Row):
    """One way to go."""

    part, kind = "options", "option"
    editable = ("name", "description", "differs", "constraints", "is_status_quo")

    label = models.CharField(max_length=1)
    name = models.CharField(_("name"), max_length=120, blank=True)
    description = text_field(_("what it is"))
    differs = text_field(_("what will be done differently"))
    constraints = text_field(_("constraints"))
    is_status_quo = models.BooleanField(_("this is the status quo"), default=False)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                name="option_label_once", fields=["record", "label"], deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                name="option_one_status_quo", fields=["record"], condition=Q(is_status_quo=True)
            ),
        ]


@tracked
class Criterion(Row):
    """What options are judged by: its anchors in its own unit, its swing weight, its side of the trade-off."""

    part, kind = "criteria", "criterion"
    editable = ("name", "metric", "unit", "worst", "best", "scale", "rubric", "rank", "swing", "side")

    class Scale(models.TextChoices):
        NUMBER = "", _("a number")
        RUBRIC = "rubric", _("a rubric, 1 to 5")

    name = models.CharField(_("criterion"), max_length=120, blank=True)
    metric = models.ForeignKey(
        MetricBinding,
        verbose_name=_("metric"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    worst = number_field(_("worst"))
    best = number_field(_("best"))
    scale = models.CharField(_("measured as"), max_length=6, choices=Scale, blank=True, default=Scale.NUMBER)
    rubric = models.TextField(
        _("what 1 to 5 mean"), blank=True, max_length=1000, help_text=_("five lines, the lowest first")
    )
    rank = models.PositiveSmallIntegerField(_("rank of the swing"), null=True, blank=True)
    swing = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("0 to 100, beside the largest swing’s 100"),
    )
    side = models.CharField(_("side"), max_length=5, choices=Side, blank=True, default=Side.NEITHER)
    asked_worst = number_field(_("worst when the weight was asked"))
    asked_best = number_field(_("best when the weight was asked"))

    class Meta(Row.Meta):
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                name="criterion_rank_range",
                condition=Q(rank=None) | Q(rank__range=(1, 200)),
                violation_error_message=_("Ranks begin at 1, the largest swing."),
            ),
            models.CheckConstraint(
                name="criterion_swing_range",
                condition=Q(swing=None) | Q(swing__range=(0, 100)),
                violation_error_message=_("A weight lies between 0 and 100."),
            ),
            models.CheckConstraint(
                name="criterion_anchors_differ",
                condition=Q(worst=None) | Q(best=None) | ~Q(worst=F("best")),
                violation_error_message=_("Worst and best must differ."),
            ),
        ]

    @property
    def is_rubric(self) -> bool:
        return self.scale == self.Scale.RUBRIC

    @property
    def has_moved(self) -> bool:
        """Whether worst or best is another one than when the weight was asked: the swing is not the same any more."""
        asked = (self.asked_worst, self.asked_best)
        return self.swing is not None and None not in asked and asked != (self.worst, self.best)

    def rubric_words(self, level: Decimal | None) -> str:
        """What a level of the rubric means; empty between levels and for other criteria."""
        lines = [line.strip() for line in self.rubric.splitlines() if line.strip()]
        if not self.is_rubric or level is None or level != int(level) or not 1 <= level <= len(lines):
            return ""
        return lines[int(level) - 1]


@tracked
class Estimate(Row):
    """What an option is expected to do on a criterion: low, likely, high, and what that rests on."""

    class Form(models.TextChoices):
        VALUE = "value", _("value")
        CHANGE = "change", _("change on the baseline")
        FACTOR = "factor", _("factor of the baseline")

    part, kind = "estimates", "estimate"
    editable = ("form", "low", "likely", "high", "basis", "statement", "evidence", "note")

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="estimates")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="estimates")
    form = models.CharField(_("stated as"), max_length=6, choices=Form, default=Form.VALUE)
    low = number_field(_("low"))
    likely = number_field(_("likely"))
    high = number_field(_("high"))
    basis = models.CharField(_("rests on"), max_length=10, choices=Basis, blank=True, default=Basis.NONE)
    statement = models.ForeignKey(
        Statement,
        verbose_name=_("statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    evidence = models.ForeignKey(
        Evidence,
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(name="estimate_once", fields=["option", "criterion"]),
            models.CheckConstraint(
                name="estimate_in_order",
                condition=(Q(low=None) | Q(likely=None) | Q(low__lte=F("likely")))
                & (Q(high=None) | Q(likely=None) | Q(high__gte=F("likely"))),
                violation_error_message=_("Low, likely and high must be in order."),
            ),
        ]

    @property
    def is_range(self) -> bool:
        return self.low is not None or self.high is not None


@tracked
class Scenario(Row):
    """A way that the world may go."""

    part, kind = "scenarios", "scenario"
    editable = ("name", "narrative", "probability_pct")

    name = models.CharField(_("scenario"), max_length=120, blank=True)
    narrative = text_field(_("what happens"))
    probability_pct = models.DecimalField(
        _("probability, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="scenario_probability_range",
                condition=Q(probability_pct=None) | Q(probability_pct__range=(0, 100)),
                violation_error_message=_("A probability lies between 0 and 100 %."),
            )
        ]


@tracked
class Override(Row):
    """What is different in a scenario: one criterion's level, for one option or for all of them."""

    class At(models.TextChoices):
        LOW = "low", _("at its low end")
        HIGH = "high", _("at its high end")
        VALUE = "value", _("at this level")

    part, kind = "scenarios", "override"
    editable = ("scenario", "option", "criterion", "at", "level")

    scenario = models.ForeignKey(
        Scenario, verbose_name=_("scenario"), null=True, on_delete=models.CASCADE, related_name="overrides"
    )
    option = models.ForeignKey(
        Option,
        verbose_name=_("option"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    criterion = models.ForeignKey(
        Criterion,
        verbose_name=_("criterion"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = models.CharField(_("is"), max_length=5, choices=At, default=At.LOW)
    level = number_field(_("level"))

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="override_level_where_stated",
                condition=Q(at="value") | Q(level=None),
                violation_error_message=_("A level of its own goes with “at this level”."),
            )
        ]


@tracked
class ExpectedPath(Row):
    """Where the selected option should bring a criterion's metric, and when. One for each criterion with a metric."""

    part, kind = "expected_path", "path"
    editable = ("cohort", "ramp_from", "target", "target_by")

    criterion = models.OneToOneField(Criterion, on_delete=models.CASCADE, related_name="path")
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=_("measured on"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ramp_from = models.DateField(_("first effect in"), null=True, blank=True)
    target = number_field(_("target"))
    target_by = models.DateField(_("reached by"), null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="path_in_order",
                condition=Q(ramp_from=None) | Q(target_by=None) | Q(ramp_from__lt=F("target_by")),
                violation_error_message=_("The target comes after the first effect."),
            )
        ]

    @property
    def is_complete(self) -> bool:
        return self.target is not None and self.target_by is not None


class ScenarioRun(models.Model):
    """The newest run of a record's scenarios and draws, with the hash of what went into it.

    `result` is what the run said, figures as strings; `inputs_sha256` tells whether the record still says the same.
    """

    record = models.OneToOneField("decisions.Record", on_delete=models.CASCADE, related_name="scenario_run")
    inputs_sha256 = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    result = models.JSONField()
    ran_at = models.DateTimeField()
    ran_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"run of {self.record_id} at {self.ran_at:%Y-%m-%d %H:%M}"


@tracked
class Recommendation(Single):
    """The choice, why it was made, and what would undo it."""

    part, kind = "recommendation", "recommendation"
    editable = ("option", "rationale", "why_not_best", "reversal_signal")

    option = models.ForeignKey(
        Option,
        verbose_name=_("selected option"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rationale = text_field(_("rationale"))
    why_not_best = text_field(_("why not the option with the highest value"))
    reversal_signal = text_field(_("reversal signal"), help_text=_("What would make us undo the choice?"))
