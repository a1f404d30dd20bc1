"""The thresholds that are watched once the decision is in force."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections import trigger_kinds
from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    OwnForm,
    SectionKind,
    UnitKind,
    Unsettled,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import SegmentField, number_field, person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.sections.scope import Cohort, partner_set
from decisions.sections.trigger_kinds import kind_of
from decisions.sections.units import Row, Said, tracked
from decisions.states.classes import EVERY, FROM_STANDARD
from decisions.states.stages import Stage
from partners.models import Partner, PartnerQuerySet


class Effect(models.TextChoices):
    REVIEW = "review", gettext_lazy("review")
    PAUSE = "pause", gettext_lazy("pause")
    STOP = "stop", gettext_lazy("stop")
    SCALE = "scale", gettext_lazy("scale")


class Counted(models.TextChoices):
    """How partners are counted, where a threshold is on how many of them."""

    SHARE = "", gettext_lazy("% of the partners")
    COUNT = "count", gettext_lazy("partners")


def watched_kinds() -> list[tuple[str, Any]]:
    """What a threshold can look at: the kinds of triggers that people set."""
    return list(trigger_kinds.choices())


class Silence(models.TextChoices):
    """What is to happen where no data come."""

    SAY = "say", gettext_lazy("say so")
    OPEN = "open", gettext_lazy("open a case")


@tracked
class Threshold(Row):
    """A level of a metric at which something is to happen: the draft of a trigger."""

    class Direction(models.TextChoices):
        BELOW = "below", gettext_lazy("below")
        ABOVE = "above", gettext_lazy("above")

    kind = "threshold"
    made = ("break_even",)

    watches = models.CharField(
        gettext_lazy("watches"), max_length=trigger_kinds.LONGEST, choices=watched_kinds, default="level"
    )
    metric = models.ForeignKey(
        MetricBinding,
        verbose_name=gettext_lazy("metric"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    direction = models.CharField(
        gettext_lazy("fires"), max_length=5, choices=Direction, default=Direction.BELOW
    )
    level = number_field(gettext_lazy("level"))
    each_level = number_field(
        gettext_lazy("level of a partner"),
        help_text=gettext_lazy("where it is on how many partners are beyond a level"),
    )
    counted = models.CharField(
        gettext_lazy("counted as"), max_length=5, choices=Counted, blank=True, default=Counted.SHARE
    )
    clear_level = number_field(
        gettext_lazy("clears at"), help_text=gettext_lazy("further on the safe side; empty: the level itself")
    )
    samples = models.PositiveSmallIntegerField(
        gettext_lazy("samples in a row"),
        default=1,
        help_text=gettext_lazy("how many breaching periods it takes"),
    )
    hold_samples = models.PositiveSmallIntegerField(
        gettext_lazy("clear samples in a row"),
        default=0,
        help_text=gettext_lazy("how many clear periods end it; 0: the first one"),
    )
    window_months = models.PositiveSmallIntegerField(gettext_lazy("over, months"), default=1)
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=gettext_lazy("measured on"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    segment = SegmentField(gettext_lazy("or on a segment"), max_length=80, blank=True)
    by_partner = models.BooleanField(gettext_lazy("each partner by itself"), default=False)
    active_from = models.DateField(gettext_lazy("active from"), null=True, blank=True)
    on_date = models.DateField(gettext_lazy("on"), null=True, blank=True)
    when_silent = models.CharField(
        gettext_lazy("where no data come"), max_length=4, choices=Silence, default=Silence.SAY
    )
    break_even = number_field(gettext_lazy("where the choice flips"))
    effect = models.CharField(gettext_lazy("effect"), max_length=6, choices=Effect, default=Effect.REVIEW)
    owner = person_field(gettext_lazy("owner"))
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="threshold_samples_range",
                condition=Q(samples__range=(1, 60)),
                violation_error_message=gettext_lazy("Between 1 and 60 samples."),
            ),
            models.CheckConstraint(
                name="threshold_hold_range",
                condition=Q(hold_samples__range=(0, 60)),
                violation_error_message=gettext_lazy("Between 0 and 60 clear samples."),
            ),
            models.CheckConstraint(
                name="threshold_window_range",
                condition=Q(window_months__range=(1, 60)),
                violation_error_message=gettext_lazy("A window of 1 to 60 months."),
            ),
            models.CheckConstraint(
                name="threshold_clears_on_the_safe_side",
                condition=Q(level=None)
                | Q(clear_level=None)
                | Q(direction="below", clear_level__gte=F("level"))
                | Q(direction="above", clear_level__lte=F("level")),
                violation_error_message=gettext_lazy("It clears on the safe side of the level, or at it."),
            ),
            models.CheckConstraint(
                name="threshold_one_partner_set",
                condition=Q(cohort=None) | Q(segment=""),
                violation_error_message=gettext_lazy("Either a cohort or a segment: choose one of them."),
            ),
        ]

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        """Its metric; a date is called by its note."""
        metric = value("metric")
        return str(value("name") or (said(metric) if metric else "") or value("note") or "")


def is_armable(row: Threshold) -> bool:
    """Whether a threshold says enough to be watched."""
    return kind_of(row.watches).is_complete(row.values())


def _thresholds(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    complete = UNIT.written(content)
    if not complete:
        anchor = content.all(Threshold)[0].anchor if content.all(Threshold) else "part-triggers"
        yield Unsettled(_("Set at least one threshold: a metric and the level at which to act."), anchor)
    for row in complete:
        if row.owner_id is None:
            yield Unsettled(_("A threshold has no owner."), row.anchor, str(row.pk))
        is_on_segment = row.segment and kind_of(row.watches).asks_partners
        if is_on_segment and row.segment not in peopled_segments(content):
            message = _("A threshold watches the segment “%(segment)s”: no partner is in it.")
            yield Unsettled(message % {"segment": row.segment}, row.anchor, f"{row.pk}:segment")


def _without_baseline(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    """Thresholds that would be watched by nothing: what they are held against is not there, or not whole."""
    for row in UNIT.written(content):
        if not kind_of(row.watches).holds_baseline:
            continue
        binding = content.row(MetricBinding, row.metric_id)
        known = baseline_of(content, binding)
        if known is None or known.value is None:
            message = _("A threshold is held against the baseline of %(metric)s: there is none.")
        elif known.is_to_date:
            message = _(
                "A threshold is held against the baseline of %(metric)s, which is one to date: "
                "choose months that are whole."
            )
        else:
            continue
        yield Unsettled(
            message % {"metric": binding.name if binding else ""}, row.anchor, f"{row.pk}:baseline"
        )


def peopled_segments(content: Draft) -> set[str]:
    """Which of the segments that thresholds watch have partners."""
    return content.once(_peopled)


def _peopled(content: Draft) -> set[str]:
    wanted = {row.segment for row in content.all(Threshold) if row.segment}
    return set(Partner.objects.filter(segment__in=wanted).segments()) if wanted else set()


UNIT = UnitKind(
    model=Threshold,
    at=rows,
    keys={"metric": "metric_id", "cohort": "cohort_id"},
    empty={"cohort": gettext_lazy("all in scope")},
    follows=NOTHING_FOLLOWS,
    form=OwnForm("threshold.html"),
    listed=Listed(counts=is_armable),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [_freeze_threshold(row, content, names) for row in UNIT.written(content)]}


def _freeze_threshold(row: Threshold, content: Draft, names: Names) -> Frozen:
    binding = content.row(MetricBinding, row.metric_id)
    baseline, cohort = baseline_of(content, binding), content.row(Cohort, row.cohort_id)
    return freeze_unit(row, UNIT, content, names) | {
        "metric": binding.key if binding else "",
        "name": binding.name if binding and binding.definition else words(row.note),
        "unit": baseline.unit if baseline else "",
        "cohort": words(cohort.name) if cohort else "",
        "members": [
            dict(partner) for partner in _members(content, row).by_name().values("id", "key", "name")
        ],
    }


def _members(content: Draft, row: Threshold) -> PartnerQuerySet:
    """Whom a threshold is on, where the version says it nowhere else: a segment, or each partner there is."""
    if row.segment:
        return Partner.objects.in_segment(row.segment)
    is_on_each = row.by_partner or kind_of(row.watches).reads_each
    if is_on_each and row.cohort_id is None and partner_set(content).is_everybody:
        return Partner.objects.all()
    return Partner.objects.none()


TRIGGERS = SectionKind(
    kind="triggers",
    label=gettext_lazy("Thresholds and triggers"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "no_threshold",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("A threshold with its trigger and owner"),
            _thresholds,
        ),
        Check(
            "threshold_without_baseline",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Baselines that thresholds are held against"),
            _without_baseline,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=Threshold,
            empty=gettext_lazy("No thresholds yet: at which level of a metric would you act?"),
            add=gettext_lazy("Add a threshold"),
        ),
    ),
)
