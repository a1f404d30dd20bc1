"""Ways that the world may go, and the newest run of them."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.criteria import Criterion, judging
from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Fields,
    Frozen,
    Listed,
    Names,
    OwnForm,
    OwnLayout,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import number_field, text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.options import Option
from decisions.sections.units import Row, Said, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage
from partnerdesk.core.proofs import NotProven


@tracked
class Scenario(Row):
    """A way that the world may go."""

    kind = "scenario"
    titled = ("name",)

    name = models.CharField(gettext_lazy("scenario"), max_length=120, blank=True)
    narrative = text_field(gettext_lazy("what happens"))
    probability_pct = models.DecimalField(
        gettext_lazy("probability, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="scenario_probability_range",
                condition=Q(probability_pct=None) | Q(probability_pct__range=(0, 100)),
                violation_error_message=gettext_lazy("A probability lies between 0 and 100 %."),
            )
        ]


@tracked
class Override(Row):
    """What is different in a scenario: one criterion's level, for one option or for all of them."""

    class At(models.TextChoices):
        LOW = "low", gettext_lazy("at its low end")
        HIGH = "high", gettext_lazy("at its high end")
        VALUE = "value", gettext_lazy("at this level")

    kind = "override"

    scenario = models.ForeignKey(
        Scenario,
        verbose_name=gettext_lazy("scenario"),
        null=True,
        on_delete=models.CASCADE,
        related_name="overrides",
    )
    option = models.ForeignKey(
        Option,
        verbose_name=gettext_lazy("option"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    criterion = models.ForeignKey(
        Criterion,
        verbose_name=gettext_lazy("criterion"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = models.CharField(gettext_lazy("is"), max_length=5, choices=At, default=At.LOW)
    level = number_field(gettext_lazy("level"))

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="override_level_where_stated",
                condition=Q(at="value") | Q(level=None),
                violation_error_message=gettext_lazy("A level of its own goes with “at this level”."),
            )
        ]

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        named = (said(value(name)) for name in ("scenario", "option", "criterion") if value(name))
        return " · ".join(found for found in named if found)


class ScenarioRun(models.Model):
    """The newest run of a record's scenarios and draws, with the hash of what went into it.

    `result` is what the run said, figures as strings; `inputs_sha256` tells whether the record still says the same.
    """

    proof = NotProven("of a draft; what was run is frozen with the version, which is proven")

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


def _not_run(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if not any(words(row.name) for row in content.all(Scenario)):
        yield Unsettled(_("Describe at least one scenario: how else could the world go?"), "part-scenarios")
    if run_of(content) is None:
        yield Unsettled(_("Run the scenarios."), "run", "run")
    elif run_is_stale(content):
        yield Unsettled(_("Inputs have moved since the scenarios were run: run them again."), "run", "run")


def overrides_of(content: Draft, scenario: Scenario) -> list[Override]:
    """What differs in a scenario."""
    return [row for row in content.all(Override) if row.scenario_id == scenario.pk]


def run_of(content: Draft) -> ScenarioRun | None:
    """The newest run of the scenarios."""
    return next(iter(content.stored[ScenarioRun]), None)


def run_is_stale(content: Draft) -> bool:
    """Whether something has moved since the scenarios were run."""
    run = run_of(content)
    return run is not None and run.inputs_sha256 != content.comparison.inputs_sha256


def _overrides(frozen: Frozen) -> list[Frozen]:
    return [override for scenario in frozen["rows"] for override in scenario["overrides"]]


UNIT = UnitKind(
    model=Scenario,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=Fields({"name": Width.TWO_THIRDS, "probability_pct": Width.THIRD, "narrative": Width.FULL}),
    listed=Listed(counts=lambda row: bool(words(row.name))),
)


def _says_a_level(row: Override) -> bool:
    """Whether it says of which criterion, and at which level."""
    return row.criterion_id is not None and (row.at != Override.At.VALUE or row.level is not None)


OVERRIDE = UnitKind(
    model=Override,
    at=_overrides,
    empty={"option": gettext_lazy("every option")},
    follows=NOTHING_FOLLOWS,
    form=OwnForm("override.html"),
    listed=Listed(counts=_says_a_level),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    judged = {criterion.pk for criterion in judging(content)}
    return {
        "rows": [
            freeze_unit(row, UNIT, content, names)
            | {
                "overrides": [
                    freeze_unit(override, OVERRIDE, content, names)
                    for override in overrides_of(content, row)
                    if override.criterion_id in judged
                ]
            }
            for row in UNIT.written(content)
        ]
    }


SCENARIOS = SectionKind(
    kind="scenarios",
    label=gettext_lazy("Scenarios"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT, OVERRIDE),
    computed=(),
    checks=(
        Check(
            "scenarios_not_run",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Scenarios run on the present inputs"),
            _not_run,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("scenarios.html"),),
)
