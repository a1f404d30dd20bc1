"""The parts of a record's draft, one class per kind of row or form."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.units import (
    Basis,
    Effect,
    Row,
    Side,
    Single,
    number_field,
    person_field,
    text_field,
    tracked,
)
from metrics.models import DefinitionVersion


@tracked
class TextBlock(Row):
    """A text of a section, by its key."""

    part, kind = "text", "text"
    editable = ("body",)

    key = models.CharField(max_length=60)
    body = text_field(_("text"))

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(name="text_once", fields=["record", "key"])]


class Gapped(Row):
    """Something that has to be there, or whose lack is written down with an owner and a date."""

    gap_reason = models.CharField(_("why it is missing"), max_length=300, blank=True)
    gap_owner = person_field(_("who closes the gap"))
    gap_due_on = models.DateField(_("by when"), null=True, blank=True)

    class Meta(Row.Meta):
        abstract = True

    @property
    def gap_is_documented(self) -> bool:
        return bool(self.gap_reason and self.gap_owner_id and self.gap_due_on)


@tracked
class MetricBinding(Gapped):
    """A metric that the record is judged by, locked to one version of its definition."""

    part, kind = "metrics", "metric"
    editable = (
        "owner",
        "first_month",
        "last_month",
        "good_from",
        "poor_from",
        "note",
        "gap_reason",
        "gap_owner",
        "gap_due_on",
    )

    key = models.CharField(max_length=60)
    definition = models.ForeignKey(DefinitionVersion, null=True, on_delete=models.PROTECT, related_name="+")
    is_asked = models.BooleanField(default=True, help_text=_("the framework asks for it"))
    owner = person_field(_("owner"))
    first_month = models.DateField(_("baseline from"), null=True, blank=True)
    last_month = models.DateField(_("baseline to"), null=True, blank=True)
    good_from = number_field(_("green from"))
    poor_from = number_field(_("red from"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Gapped.Meta):
        constraints = [
            models.UniqueConstraint(name="metric_binding_once", fields=["record", "key"]),
            models.CheckConstraint(
                name="metric_window_paired",
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__isnull=False, last_month__gte=F("first_month")),
                violation_error_message=_("Give both the first and the last month, in order, or neither."),
            ),
        ]


@tracked
class InputItem(Gapped):
    """Something that goes into the decision: what is known of it, as of when, from whom."""

    part, kind = "inputs", "input"
    editable = ("label", "value", "as_of", "owner", "source", "gap_reason", "gap_owner", "gap_due_on")

    key = models.CharField(max_length=60, blank=True)
    is_asked = models.BooleanField(default=False)
    label = models.CharField(_("input"), max_length=120, blank=True)
    value = models.CharField(_("what is known"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    owner = person_field(_("owner"))
    source = models.CharField(_("source"), max_length=200, blank=True)


@tracked
class Statement(Row):
    """A fact, an assumption or an open question, kept apart."""

    class Kind(models.TextChoices):
        FACT = "fact", _("fact")
        ASSUMPTION = "assumption", _("assumption")
        QUESTION = "question", _("open question")

    part, kind = "assumptions", "statement"
    editable = ("sort", "text", "owner", "valid_until", "answer", "assumption_set")

    sort = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ASSUMPTION)
    text = models.CharField(_("statement"), max_length=500, blank=True)
    owner = person_field(_("owner"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    assumption_set = models.CharField(
        _("set"), max_length=40, blank=True, help_text=_("options are compared on one set of assumptions")
    )


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
    editable = ("name", "metric", "unit", "worst", "best", "swing", "side")

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
    swing = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("0 to 100: how much the swing from worst to best matters"),
    )
    side = models.CharField(_("side"), max_length=5, choices=Side, blank=True, default=Side.NEITHER)

    class Meta(Row.Meta):
        verbose_name_plural = "criteria"
        constraints = [
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


@tracked
class Evidence(Row):
    """What a claim rests on. A statement that a person attests is weak, and marked so."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("baseline from observations")
        DOCUMENT = "document", _("document or data")
        ATTESTED = "attested", _("attested by a person")

    part, kind = "evidence", "evidence"
    editable = ("title", "sort", "statement", "attested_by", "source", "dated_on", "expires_on")

    title = models.CharField(_("evidence"), max_length=200, blank=True)
    sort = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DOCUMENT)
    statement = text_field(_("what it says"))
    attested_by = models.CharField(_("attested by"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name_plural = "evidence"

    @property
    def is_weak(self) -> bool:
        return self.sort == self.Kind.ATTESTED

    @property
    def is_complete(self) -> bool:
        """An attested statement needs a name and a source; other evidence a title and a source."""
        if self.sort == self.Kind.ATTESTED:
            return bool((self.title or self.statement) and self.attested_by and self.source)
        return bool(self.title and self.source)


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
class Threshold(Row):
    """A level of a metric at which something is to happen: the draft of a trigger."""

    class Direction(models.TextChoices):
        BELOW = "below", _("below")
        ABOVE = "above", _("above")

    part, kind = "triggers", "threshold"
    editable = ("metric", "direction", "level", "effect", "owner", "note")

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
    effect = models.CharField(_("effect"), max_length=6, choices=Effect, default=Effect.REVIEW)
    owner = person_field(_("owner"))
    note = models.CharField(_("note"), max_length=300, blank=True)


@tracked
class ActionItem(Row):
    part, kind = "actions", "action"
    editable = ("text", "owner", "due_on", "done_on")

    text = models.CharField(_("action"), max_length=300, blank=True)
    owner = person_field(_("owner"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
