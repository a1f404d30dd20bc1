"""For how long and for which partners it is decided, and the cohorts among them."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Computed,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    OneForm,
    OwnForm,
    SectionKind,
    UnitKind,
    Unsettled,
    itself,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import PartnersField, known_on_field, month_field, text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Row, Single, tracked
from decisions.sections.wording import said_plainly
from decisions.states.classes import EVERY
from decisions.states.stages import Stage
from metrics.observations.partner_sets import PartnerSet


@tracked
class Scope(Single):
    """For how long, for which partners, and over which months baselines are taken."""

    class Partners(models.TextChoices):
        NONE = "", gettext_lazy("not set yet")
        ALL = "all", gettext_lazy("all partners")
        SEGMENT = "segment", gettext_lazy("a segment, as of a date")
        LIST = "list", gettext_lazy("a fixed list")

    kind = "scope"

    horizon_from = models.DateField(gettext_lazy("horizon from"), null=True, blank=True)
    horizon_to = models.DateField(gettext_lazy("horizon to"), null=True, blank=True)
    partners = models.CharField(
        gettext_lazy("partners"), max_length=8, choices=Partners, blank=True, default=Partners.NONE
    )
    segment = models.CharField(gettext_lazy("segment"), max_length=80, blank=True)
    segment_on = known_on_field(gettext_lazy("as of"))
    partner_ids = PartnersField(verbose_name=gettext_lazy("partners"))
    first_month = month_field(gettext_lazy("baselines from"))
    last_month = month_field(gettext_lazy("baselines to"))
    months = models.PositiveSmallIntegerField(gettext_lazy("newest months"), default=12)
    note = text_field(gettext_lazy("what is in and what is out"))

    class Meta(Single.Meta):
        constraints = [
            models.CheckConstraint(
                name="scope_horizon_in_order",
                condition=Q(horizon_from=None) | Q(horizon_to=None) | Q(horizon_to__gte=F("horizon_from")),
                violation_error_message=gettext_lazy("The horizon ends before it begins."),
            ),
            models.CheckConstraint(
                name="scope_window_paired",
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__isnull=False, last_month__gte=F("first_month")),
                violation_error_message=gettext_lazy(
                    "Give both the first and the last month, in order, or neither."
                ),
            ),
            models.CheckConstraint(name="scope_months", condition=Q(months__range=(1, 240))),
        ]


@tracked
class Cohort(Row):
    """Some of the partners, by name: the pilot, or those who are told first."""

    kind = "cohort"
    titled = ("name",)

    name = models.CharField(gettext_lazy("name"), max_length=120, blank=True)
    is_pilot = models.BooleanField(gettext_lazy("this is the pilot"), default=True)
    partner_ids = PartnersField(verbose_name=gettext_lazy("partners"))


def _no_horizon(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    end = content.one(Scope).horizon_to
    if end is None:
        yield Unsettled(_("Set the horizon."), content.one(Scope).anchor)
    elif end <= today:
        yield Unsettled(_("The horizon ended: set one that ends in the future."), content.one(Scope).anchor)


def _no_scope(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    scope = content.one(Scope)
    if not scope.partners:
        yield Unsettled(_("Say for which partners this is decided."), scope.anchor)
    elif scope.partners == Scope.Partners.SEGMENT and not scope.segment_on:
        yield Unsettled(_("Say as of which day the segment's partners count."), scope.anchor)
    elif not partners_in_scope(content):
        yield Unsettled(_("No partner is in scope."), scope.anchor)


def _cohorts(frozen: Frozen) -> list[Frozen]:
    found: list[Frozen] = frozen["cohorts"]
    return found


def partner_set(content: Draft) -> PartnerSet:
    """The partners in scope. Until a scope is set, baselines are over all of them."""
    return content.once(_partner_set)


def _partner_set(content: Draft) -> PartnerSet:
    return set_of(content.one(Scope))


def set_of(scope: Scope) -> PartnerSet:
    """The partners that a scope says."""
    if scope.partners == Scope.Partners.SEGMENT:
        return PartnerSet(segment=scope.segment)
    if scope.partners == Scope.Partners.LIST:
        return PartnerSet(ids=frozenset(str(pk) for pk in scope.partner_ids))
    return PartnerSet()


def partners_in_scope(content: Draft) -> int:
    """How many partners it is decided for."""
    _ids, count = partner_set(content).known
    return count


UNIT = UnitKind(
    model=Scope,
    at=itself,
    keys={"partner_ids": "members"},
    follows=NOTHING_FOLLOWS,
    form=OwnForm("scope.html"),
    listed=None,
)
COHORT = UnitKind(
    model=Cohort,
    at=_cohorts,
    keys={"partner_ids": "partners"},
    follows=NOTHING_FOLLOWS,
    form=OwnForm("cohort.html"),
    listed=Listed(counts=lambda row: bool(words(row.name))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    """The scope with its partners as of now, whatever way they were chosen; of everybody only the number."""
    scope = content.one(Scope)
    partners = list(partner_set(content).partners().by_name().values("id", "key", "name"))
    return freeze_unit(scope, UNIT, content, names) | {
        "count": len(partners),
        "members": [] if scope.partners == Scope.Partners.ALL else partners,
        "cohorts": [freeze_unit(cohort, COHORT, content, names) for cohort in content.all(Cohort)],
    }


SCOPE = SectionKind(
    kind="scope",
    label=gettext_lazy("Scope and horizon"),
    home=Stage.FRAME,
    in_header=True,
    units=(UNIT, COHORT),
    computed=(Computed("count", gettext_lazy("partners in scope"), said_plainly),),
    checks=(
        Check(
            "no_horizon", Stage.COMPARE, EVERY, gettext_lazy("Horizon that ends in the future"), _no_horizon
        ),
        Check("no_scope", Stage.COMPARE, EVERY, gettext_lazy("Partners in scope"), _no_scope),
    ),
    freeze=_freeze,
    internal=("members", "cohorts.partners"),
    layout=(
        OneForm(Scope),
        ListOfRows(
            model=Cohort,
            empty=gettext_lazy("A pilot names its partners here."),
            add=gettext_lazy("Add a cohort"),
            heading=gettext_lazy("Cohorts"),
        ),
    ),
)
