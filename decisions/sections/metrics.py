"""The metrics that a record is judged by, each locked to a definition, with its baseline."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
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
    Names,
    OwnForm,
    OwnLayout,
    SectionKind,
    UnitKind,
    Unsettled,
    meant,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import month_field, number_field, person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.gapped import Gapped, freeze_gap
from decisions.sections.scope import Scope, partner_set
from decisions.sections.units import tracked
from decisions.sections.wording import Reading, amount
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage
from metrics.measures.windows import MOST_MONTHS, Window, extent
from metrics.models import DefinitionVersion
from metrics.observations.baselines import Baseline, baselines
from metrics.observations.history import Point
from partnerdesk.core.refusals import Blocked


def says_why(text: str) -> None:
    """Raises ValidationError for a reason that is none (“none”, “-”)."""
    if words(text) and not meant(text):
        raise ValidationError(_("“%(text)s” is no reason: say why it does not matter here.") % {"text": text})


@tracked
class MetricBinding(Gapped):
    """A metric that the record is judged by, locked to one version of its definition."""

    kind = "metric"
    titled = ("name", "key")
    made = ("definition",)

    key = models.CharField(max_length=60)
    definition = models.ForeignKey(DefinitionVersion, null=True, on_delete=models.PROTECT, related_name="+")
    is_asked = models.BooleanField(default=True, help_text=gettext_lazy("the framework asks for it"))
    owner = person_field(gettext_lazy("owner"))
    first_month = month_field(gettext_lazy("baseline from"))
    last_month = month_field(gettext_lazy("baseline to"))
    good_from = number_field(gettext_lazy("green from"))
    poor_from = number_field(gettext_lazy("red from"))
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)
    set_aside_reason = models.CharField(
        gettext_lazy("set aside, since it does not matter here because"),
        max_length=300,
        blank=True,
        validators=[says_why],
    )

    class Meta(Gapped.Meta):
        constraints = [
            models.UniqueConstraint(name="metric_binding_once", fields=["record", "key"]),
            models.CheckConstraint(
                name="metric_window_paired",
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__isnull=False, last_month__gte=F("first_month")),
                violation_error_message=gettext_lazy(
                    "Give both the first and the last month, in order, or neither."
                ),
            ),
        ]

    @property
    def is_set_aside(self) -> bool:
        """Whether it does not matter here, for a reason that is written down."""
        return bool(meant(self.set_aside_reason))

    @property
    def name(self) -> str:
        """What the metric is called; its key where the dictionary does not know it."""
        return self.definition.name if self.definition else self.key


def _metrics(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for binding in content.all(MetricBinding):
        if not binding.is_asked or binding.gap_is_documented or binding.is_set_aside:
            continue
        name = binding.name
        baseline = baselines_of(content).get(binding.pk)
        subject = str(binding.pk)
        if binding.definition is None:
            yield Unsettled(
                _("%(metric)s is not in the dictionary.") % {"metric": name}, binding.anchor, subject
            )
        elif baseline is None or baseline.value is None:
            message = _("%(metric)s has no baseline: load data, or write down the gap with owner and date.")
            yield Unsettled(message % {"metric": name}, binding.anchor, subject)
        elif binding.owner_id is None:
            yield Unsettled(_("%(metric)s has no owner.") % {"metric": name}, binding.anchor, subject)


def freeze_baseline(found: Baseline) -> dict[str, Any]:
    """A baseline as of now: all that prints, the trend included."""
    return {
        "unit": found.unit,
        "direction": found.direction,
        "definition_version": found.definition_version,
        "from": found.first,
        "to": found.last,
        "months": found.months,
        "window": _freeze_window(found),
        "value": found.value,
        "count": found.count,
        "partners": found.partners,
        "covered": found.covered,
        "asked": found.asked,
        "coverage_pct": found.coverage_pct,
        "grade": found.grade,
        "age": {"state": found.age.state, "words": found.age_words} if found.age_words else None,
        "newest": found.newest,
        "to_date": found.is_to_date,
        "by_hand": found.by_hand,
        "sources": list(found.sources),
        "gaps": [{"kind": gap.kind, "words": gap.words, "count": gap.count} for gap in found.gaps],
        "notes": list(found.notes),
        "trend": freeze_points(found.trend),
    }


def _freeze_window(found: Baseline) -> dict[str, Any] | None:
    """What is said beside its value: the last month that the window takes in, and how many it has."""
    if found.first is None or found.last is None:
        return None
    last, months = extent(found.first, found.last, found.period_months)
    return {"last": last, "months": months}


def freeze_points(points: Iterable[Point]) -> list[dict[str, Any]]:
    """Values by period, from the oldest one on."""
    return [{"period": point.period, "value": point.value} for point in points]


def baselines_of(content: Draft) -> dict[uuid.UUID, Baseline]:
    """Live baselines by metric binding, over the record's partners and the binding's or record's window."""
    return content.once(_baselines)


def whole_baseline_of(content: Draft, binding: MetricBinding | None) -> Baseline | None:
    """The live baseline over whole periods, where something is to be proposed from it or held against it.

    One to date gives way to the newest whole periods, as many as it has; None where none is whole.
    """
    known = baseline_of(content, binding)
    if known is None or binding is None or not known.is_to_date:
        return known
    return content.once(_whole_baselines).get(binding.pk)


def _whole_baselines(content: Draft) -> dict[uuid.UUID, Baseline]:
    """In place of the baselines to date."""
    wanted = [
        (row.pk, row.definition, Window(months=min(found.months, MOST_MONTHS)))
        for row in content.all(MetricBinding)
        if row.definition and (found := baselines_of(content)[row.pk]).is_to_date and found.newest
    ]
    if not wanted:
        return {}
    asked = [(definition, window) for _pk, definition, window in wanted]
    whole = baselines(asked, partner_set(content))
    return {
        pk: one
        for (pk, _definition, _window), one in zip(wanted, whole, strict=True)
        if one.first and not one.is_to_date
    }


def _baselines(content: Draft) -> dict[uuid.UUID, Baseline]:
    bound = [
        (row.pk, row.definition, window_of(content, row))
        for row in content.all(MetricBinding)
        if row.definition
    ]
    found = baselines([(definition, window) for _pk, definition, window in bound], partner_set(content))
    return {pk: one for (pk, _definition, _window), one in zip(bound, found, strict=True)}


def window_of(content: Draft, binding: MetricBinding) -> Window:
    """The months that a metric's baseline is taken over: its own, the record's, or the newest ones."""
    return window_by(binding, content.one(Scope))


def window_by(binding: MetricBinding, scope: Scope) -> Window:
    """The same, given the record's scope."""
    if binding.first_month and binding.last_month:
        return Window(binding.first_month, binding.last_month)
    if scope.first_month and scope.last_month:
        return Window(scope.first_month, scope.last_month)
    return Window(months=scope.months)


def baseline_of(content: Draft, binding: MetricBinding | None) -> Baseline | None:
    """The live baseline of a metric, where it has one."""
    return baselines_of(content).get(binding.pk) if binding else None


def newer_definition(content: Draft, binding: MetricBinding) -> DefinitionVersion | None:
    """The newest version of a bound definition, where the record is still on an older one."""
    newest = content.once(_newest_definitions).get(binding.key)
    if newest and binding.definition and newest.number > binding.definition.number:
        return newest
    return None


def _newest_definitions(content: Draft) -> dict[str, DefinitionVersion]:
    keys = [binding.key for binding in content.all(MetricBinding)]
    return {found.metric_id: found for found in DefinitionVersion.objects.newest().filter(metric__in=keys)}


def _bind(record: Record, row: MetricBinding) -> None:
    """A metric that people add is bound to the newest version of its definition."""
    definition = DefinitionVersion.objects.newest().filter(metric=row.key).first()
    if definition is None:
        raise Blocked(_("Choose a metric of the dictionary."))
    row.definition, row.is_asked, row.owner_id = definition, False, definition.metric.owner_id


def _baseline_in_words(value: Any, row: Frozen, reading: Reading) -> str:
    return amount(value["value"], value["unit"]) if value and value["value"] is not None else ""


def _stays(_content: Draft, row: MetricBinding) -> str:
    return (
        _("The framework asks for this metric: set it aside with a reason instead.") if row.is_asked else ""
    )


UNIT = UnitKind(
    model=MetricBinding,
    at=rows,
    follows=Follows(adding=_bind),
    form=OwnForm("metric.html"),
    listed=Listed(counts=lambda row: bool(row.key), stays=_stays),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [_freeze_binding(binding, content, names) for binding in content.all(MetricBinding)]}


def _freeze_binding(binding: MetricBinding, content: Draft, names: Names) -> Frozen:
    """A metric with its definition by id, so that what is watched later is what was locked."""
    baseline, definition = baseline_of(content, binding), binding.definition
    return freeze_unit(binding, UNIT, content, names) | {
        "key": binding.key,
        "name": binding.name,
        "name_ja": definition.name_ja if definition else "",
        "formula": definition.data["formula"] if definition else "",
        "definition": _freeze_definition(definition) if definition else None,
        "gap": freeze_gap(binding, names),
        "baseline": freeze_baseline(baseline) if baseline else None,
    }


def _freeze_definition(definition: DefinitionVersion) -> Frozen:
    return {
        "id": definition.pk,
        "series": definition.series_id,
        "number": definition.number,
        "name": _("version %(number)s") % {"number": definition.number},
    }


METRICS = SectionKind(
    kind="metrics",
    label=gettext_lazy("Success metrics"),
    home=Stage.FRAME,
    in_header=False,
    units=(UNIT,),
    computed=(Computed("baseline", gettext_lazy("baseline"), _baseline_in_words, MetricBinding),),
    checks=(
        Check(
            "metric_not_baselined",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Every metric defined, owned and baselined"),
            _metrics,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("metrics.html"),),
)
