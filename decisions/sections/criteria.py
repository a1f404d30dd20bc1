"""What options are judged by."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.record.models import Record
from decisions.sections.declaring import (
    Check,
    Computed,
    Follows,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    OwnForm,
    OwnLayout,
    Saving,
    SectionKind,
    UnitKind,
    Unsettled,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import number_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.sections.units import Row, tracked
from decisions.sections.wording import said_as_share
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage


class Side(models.TextChoices):
    LEFT = "left", gettext_lazy("left")
    RIGHT = "right", gettext_lazy("right")
    NEITHER = "", gettext_lazy("neither")


@tracked
class Criterion(Row):
    """What options are judged by: its anchors in its own unit, its swing weight, its side of the trade-off."""

    kind = "criterion"
    titled = ("name",)

    class Scale(models.TextChoices):
        NUMBER = "", gettext_lazy("a number")
        RUBRIC = "rubric", gettext_lazy("a rubric, 1 to 5")

    name = models.CharField(gettext_lazy("criterion"), max_length=120, blank=True)
    metric = models.ForeignKey(
        MetricBinding,
        verbose_name=gettext_lazy("metric"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    unit = models.CharField(gettext_lazy("unit"), max_length=40, blank=True)
    worst = number_field(gettext_lazy("worst"))
    best = number_field(gettext_lazy("best"))
    scale = models.CharField(
        gettext_lazy("measured as"), max_length=6, choices=Scale, blank=True, default=Scale.NUMBER
    )
    rubric = models.TextField(
        gettext_lazy("what 1 to 5 mean"),
        blank=True,
        max_length=1000,
        help_text=gettext_lazy("five lines, the lowest first"),
    )
    rank = models.PositiveSmallIntegerField(gettext_lazy("rank of the swing"), null=True, blank=True)
    swing = models.DecimalField(
        gettext_lazy("weight"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=gettext_lazy("0 to 100, beside the largest swing’s 100"),
    )
    side = models.CharField(
        gettext_lazy("side"), max_length=5, choices=Side, blank=True, default=Side.NEITHER
    )
    asked_worst = number_field(gettext_lazy("worst when the weight was asked"))
    asked_best = number_field(gettext_lazy("best when the weight was asked"))

    class Meta(Row.Meta):
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                name="criterion_rank_range",
                condition=Q(rank=None) | Q(rank__range=(1, 200)),
                violation_error_message=gettext_lazy("Ranks begin at 1, the largest swing."),
            ),
            models.CheckConstraint(
                name="criterion_swing_range",
                condition=Q(swing=None) | Q(swing__range=(0, 100)),
                violation_error_message=gettext_lazy("A weight lies between 0 and 100."),
            ),
            models.CheckConstraint(
                name="criterion_anchors_differ",
                condition=Q(worst=None) | Q(best=None) | ~Q(worst=F("best")),
                violation_error_message=gettext_lazy("Worst and best must differ."),
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


def judging(content: Draft) -> list[Criterion]:
    """The criteria that the options are judged by: all but those whose metric is set aside."""
    return content.once(_judging)


def _judging(content: Draft) -> list[Criterion]:
    aside = {binding.pk for binding in content.all(MetricBinding) if binding.is_set_aside}
    return [row for row in content.all(Criterion) if row.metric_id not in aside]


def _criteria(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    criteria = judging(content)
    if not criteria:
        yield Unsettled(_("Name the criteria by which the options are judged."), "part-criteria")
        return
    for row in criteria:
        name, subject = {"criterion": row.name or _("a criterion without a name")}, str(row.pk)
        if row.worst is None or row.best is None:
            message = _("%(criterion)s: set its worst and best level.")
            yield Unsettled(message % name, row.anchor, f"{subject}:anchors")
        if row.swing is None:
            message = _("%(criterion)s: its weight has not been asked yet.")
            yield Unsettled(message % name, row.anchor, f"{subject}:weight")
        elif row.has_moved:
            message = _("%(criterion)s: worst or best has changed, so ask its weight again.")
            yield Unsettled(message % name, row.anchor, f"{subject}:weight")
    yield from _unjudged(content)
    yield from _against_rank(criteria)
    poles = content.framework.trade_off
    for side, pole in ((Side.LEFT, poles.left), (Side.RIGHT, poles.right)):
        if not any(row.side == side for row in criteria):
            message = _("No criterion stands on the side of “%(pole)s”.")
            yield Unsettled(message % {"pole": pole.label}, criteria[0].anchor, f"side:{side}")


def _unjudged(content: Draft) -> Iterator[Unsettled]:
    """Metrics that the framework asks for, and by which nothing is judged."""
    bound = {row.metric_id for row in content.all(Criterion)}
    for binding in content.all(MetricBinding):
        if binding.is_asked and not binding.is_set_aside and binding.pk not in bound:
            message = _("%(metric)s is asked for by the framework, and no criterion is measured by it.")
            yield Unsettled(message % {"metric": binding.name}, "part-criteria", f"{binding.pk}:unjudged")


def _against_rank(criteria: list[Criterion]) -> Iterator[Unsettled]:
    """Weights that contradict the order in which the swings were ranked."""
    ranked = sorted(
        (row for row in criteria if row.rank and row.swing is not None), key=lambda row: row.rank or 0
    )
    for upper, lower in pairwise(ranked):
        if (upper.rank or 0) < (lower.rank or 0) and (upper.swing or 0) < (lower.swing or 0):
            message = _("%(lower)s weighs more than %(upper)s, which was ranked before it.")
            named = {"lower": lower.name, "upper": upper.name}
            yield Unsettled(message % named, lower.anchor, f"{lower.pk}:rank")


def unit_of(content: Draft, row: Criterion) -> str:
    """The unit of a criterion: its metric's, else what was written."""
    baseline = baseline_of(content, content.row(MetricBinding, row.metric_id))
    return baseline.unit if baseline else words(row.unit)


RUBRIC_ENDS = {"worst": Decimal(1), "best": Decimal(5)}


def measured_by(content: Draft, criterion: Criterion) -> MetricBinding | None:
    """The metric that a criterion is watched by."""
    return content.row(MetricBinding, criterion.metric_id)


def _rubric_ends(record: Record, criterion: Criterion, values: dict[str, Any]) -> None:
    """A rubric goes from 1 to 5 unless something else is said."""
    if values.get("scale") == Criterion.Scale.RUBRIC:
        for name, end in RUBRIC_ENDS.items():
            values[name] = end if values.get(name) is None else values[name]


def _after_saving(saving: Saving) -> None:
    """The levels for which a weight was asked are kept beside it."""
    criterion: Criterion = saving.unit
    if (saving.before.get("rank"), saving.before.get("swing")) != (criterion.rank, criterion.swing):
        levels = {"asked_worst": criterion.worst, "asked_best": criterion.best}
        Criterion.objects.filter(pk=criterion.pk).update(**levels)


def _sides(content: Draft) -> list[tuple[str, str]]:
    """The poles by their names."""
    poles = content.framework.trade_off
    return [
        (Side.NEITHER, str(Side.NEITHER.label)),
        (Side.LEFT, poles.left.label),
        (Side.RIGHT, poles.right.label),
    ]


UNIT = UnitKind(
    model=Criterion,
    at=rows,
    keys={"metric": "metric_id", "unit": "own_unit"},
    choices={"side": _sides},
    follows=Follows(before=_rubric_ends, after=_after_saving),
    form=OwnForm("criterion.html"),
    listed=Listed(counts=lambda row: bool(words(row.name))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [_freeze_criterion(row, content, names) for row in judging(content)]}


def _freeze_criterion(row: Criterion, content: Draft, names: Names) -> Frozen:
    binding, weights = measured_by(content, row), content.comparison.weights
    return freeze_unit(row, UNIT, content, names) | {
        "metric": binding.key if binding else "",
        "unit": unit_of(content, row),
        "weight": weights[row.pk] if weights else None,
    }


CRITERIA = SectionKind(
    kind="criteria",
    label=gettext_lazy("Decision criteria"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(Computed("weight", gettext_lazy("share of the weight"), said_as_share, Criterion),),
    checks=(
        Check(
            "criteria_incomplete",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Weighted criteria on both sides of the trade-off"),
            _criteria,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        OwnLayout("how_to_weigh.html"),
        ListOfRows(
            model=Criterion, empty=gettext_lazy("No criteria yet."), add=gettext_lazy("Add a criterion")
        ),
    ),
)
