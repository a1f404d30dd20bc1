"""When the decision is looked at again, what stops it, and who is told when nobody answers."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.brief import Brief
from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Fields,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    OneForm,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    itself,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import person_field, text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Row, Said, Single, tracked
from decisions.states.classes import EVERY, FROM_STANDARD, DecisionClass
from decisions.states.stages import Stage


@tracked
class ReviewPlan(Single):
    """When the decision is looked at again, and what stops it."""

    class Rhythm(models.TextChoices):
        NONE = "", gettext_lazy("not set yet")
        MONTHLY = "monthly", gettext_lazy("every month")
        QUARTERLY = "quarterly", gettext_lazy("every quarter")
        HALF_YEARLY = "half_yearly", gettext_lazy("every half-year")
        YEARLY = "yearly", gettext_lazy("every year")

    kind = "review_plan"

    confirmed_by = person_field(gettext_lazy("inputs and assumptions confirmed by"))
    confirmed_on = models.DateField(gettext_lazy("confirmed on"), null=True, blank=True)
    next_review_on = models.DateField(gettext_lazy("next review"), null=True, blank=True)
    rhythm = models.CharField(
        gettext_lazy("then"), max_length=12, choices=Rhythm, blank=True, default=Rhythm.NONE
    )
    post_review_on = models.DateField(gettext_lazy("post-review"), null=True, blank=True)
    stop_conditions = text_field(gettext_lazy("stop conditions"))
    escalation = text_field(gettext_lazy("escalation path"))


@tracked
class EscalationStep(Row):
    """Who is told when a case stays unacknowledged, and after how many days."""

    kind = "escalation"

    person = person_field(gettext_lazy("then tell"))
    after_days = models.PositiveSmallIntegerField(gettext_lazy("after days without an answer"), default=3)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="escalation_days_range",
                condition=Q(after_days__range=(1, 90)),
                violation_error_message=gettext_lazy("Between 1 and 90 days."),
            )
        ]

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        person = value("person")
        return _("escalation to %(person)s") % {"person": said(person)} if person else ""


def _no_review(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    planned = content.one(ReviewPlan).next_review_on
    if planned is None:
        yield Unsettled(_("Set the next review date."), content.one(ReviewPlan).anchor)
    elif planned <= today:
        yield Unsettled(
            _("The next review lies in the past: set a new date."), content.one(ReviewPlan).anchor
        )


def _cadence(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    plan = content.one(ReviewPlan)
    for value, subject, message in (
        (plan.rhythm, "rhythm", _("Set the rhythm of operating reviews.")),
        (plan.post_review_on, "post_review", _("Set the date of the post-review.")),
        (words(plan.stop_conditions), "stop", _("Write down the stop conditions.")),
        (
            words(plan.escalation) or STEP.written(content),
            "escalation",
            _("Name who is told when nobody answers: the escalation path."),
        ),
    ):
        if not value:
            yield Unsettled(message, plan.anchor, subject)


def _not_confirmed(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    plan = content.one(ReviewPlan)
    is_light = content.one(Brief).decision_class == DecisionClass.LIGHT
    if is_light and (plan.confirmed_on or plan.confirmed_by_id):
        return
    if not plan.confirmed_on or not plan.confirmed_by_id:
        yield Unsettled(
            _("Initial review: say who confirmed the inputs and assumptions, and when."), plan.anchor
        )
    elif plan.confirmed_on > today:
        yield Unsettled(_("The initial review lies in the future."), plan.anchor)


def _steps(frozen: Frozen) -> list[Frozen]:
    found: list[Frozen] = frozen["escalation_steps"]
    return found


UNIT = UnitKind(
    model=ReviewPlan,
    at=itself,
    follows=NOTHING_FOLLOWS,
    form=Fields(
        {
            "confirmed_by": Width.HALF,
            "confirmed_on": Width.HALF,
            "next_review_on": Width.THIRD,
            "rhythm": Width.THIRD,
            "post_review_on": Width.THIRD,
            "stop_conditions": Width.HALF,
            "escalation": Width.HALF,
        }
    ),
    listed=None,
)
STEP = UnitKind(
    model=EscalationStep,
    at=_steps,
    follows=NOTHING_FOLLOWS,
    form=Fields({"after_days": Width.THIRD, "person": Width.HALF}),
    listed=Listed(counts=lambda row: row.person_id is not None),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return freeze_unit(content.one(ReviewPlan), UNIT, content, names) | {
        "escalation_steps": [freeze_unit(row, STEP, content, names) for row in STEP.written(content)]
    }


REVIEWS = SectionKind(
    kind="reviews",
    label=gettext_lazy("Reviews"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT, STEP),
    computed=(),
    checks=(
        Check("no_review_date", Stage.PROPOSED, EVERY, gettext_lazy("Next review date"), _no_review),
        Check(
            "not_confirmed",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Inputs and assumptions confirmed"),
            _not_confirmed,
        ),
        Check(
            "no_cadence",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("Rhythm, post-review, stop conditions, escalation path"),
            _cadence,
        ),
    ),
    freeze=_freeze,
    internal=("escalation", "escalation_steps"),
    layout=(
        OneForm(ReviewPlan),
        ListOfRows(
            model=EscalationStep,
            empty=gettext_lazy("No steps yet: a case that nobody acknowledges stays with its owner."),
            add=gettext_lazy("Add a step"),
            are_lines=True,
            heading=gettext_lazy("When nobody answers"),
        ),
    ),
)
