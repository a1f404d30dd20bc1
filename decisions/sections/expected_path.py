"""Where the selected option should bring each metric, and by when."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.criteria import Criterion, judging, measured_by
from decisions.sections.declaring import (
    MADE_BY_THE_RECORD,
    Check,
    Follows,
    Frozen,
    Names,
    OwnForm,
    OwnLayout,
    Saving,
    SectionKind,
    UnitKind,
    Unsettled,
    made_by_the_record,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import month_field, number_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.metrics import MetricBinding, freeze_points, whole_baseline_of
from decisions.sections.scope import Cohort
from decisions.sections.units import Row, Said, tracked
from decisions.states.classes import ONLY_MAJOR
from decisions.states.stages import Stage


@tracked
class ExpectedPath(Row):
    """Where the selected option should bring a criterion's metric, and when. One for each criterion with a metric."""

    kind = "path"

    criterion = models.OneToOneField(Criterion, on_delete=models.CASCADE, related_name="path")
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=gettext_lazy("measured on"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ramp_from = month_field(gettext_lazy("first effect in"))
    target = number_field(gettext_lazy("target"))
    target_by = month_field(gettext_lazy("reached by"))

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="path_in_order",
                condition=Q(ramp_from=None) | Q(target_by=None) | Q(ramp_from__lt=F("target_by")),
                violation_error_message=gettext_lazy("The target comes after the first effect."),
            )
        ]

    @property
    def is_complete(self) -> bool:
        return self.target is not None and self.target_by is not None

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        return str(said(value("criterion")))


def _paths(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for criterion in judging(content):
        path = paths_of(content).get(criterion.pk)
        if measured_by(content, criterion) is not None and (path is None or not path.is_complete):
            message = _("%(criterion)s: say where it should be under the selected option, and when.")
            anchor = path.anchor if path else "part-expected_path"
            yield Unsettled(message % {"criterion": criterion.name}, anchor, str(criterion.pk))


def paths_of(content: Draft) -> dict[uuid.UUID, ExpectedPath]:
    """Paths by criterion."""
    return {row.criterion_id: row for row in content.all(ExpectedPath)}


def complete_paths(record: Record, *, by: User | None, now: dt.datetime) -> None:
    """Every criterion with a metric has a path, be it empty."""
    ExpectedPath.objects.bulk_create(
        ExpectedPath(record=record, criterion=criterion, saved_by=by, saved_at=now)
        for criterion in Criterion.objects.filter(record=record, metric__isnull=False, path=None)
    )


def _paths_follow(saving: Saving) -> None:
    complete_paths(saving.record, by=saving.by, now=saving.now)


UNIT = UnitKind(
    model=ExpectedPath,
    at=rows,
    keys={"cohort": "cohort_id"},
    empty={"cohort": gettext_lazy("all in scope")},
    follows=Follows(adding=made_by_the_record),
    form=OwnForm("path.html"),
    listed=MADE_BY_THE_RECORD,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    paths = paths_of(content)
    return {
        "rows": [
            _freeze_path(paths[criterion.pk], criterion, binding, content, names)
            for criterion in judging(content)
            if (binding := measured_by(content, criterion))
            and criterion.pk in paths
            and paths[criterion.pk].is_complete
        ]
    }


def _freeze_path(
    path: ExpectedPath, criterion: Criterion, binding: MetricBinding, content: Draft, names: Names
) -> Frozen:
    baseline, cohort = whole_baseline_of(content, binding), content.row(Cohort, path.cohort_id)
    return freeze_unit(path, UNIT, content, names) | {
        "criterion": criterion.pk,
        "name": words(criterion.name),
        "metric": binding.key,
        "unit": baseline.unit if baseline else "",
        "cohort": words(cohort.name) if cohort else "",
        "baseline": baseline.value if baseline else None,
        "baseline_at": baseline.last if baseline else None,
        "history": freeze_points(baseline.history if baseline else ()),
    }


EXPECTED_PATH = SectionKind(
    kind="expected_path",
    label=gettext_lazy("Expected path"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "no_expected_path",
            Stage.PROPOSED,
            ONLY_MAJOR,
            gettext_lazy("Expected path of the selected option"),
            _paths,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("expected_path.html"),),
    after_others={Criterion: _paths_follow},
)
