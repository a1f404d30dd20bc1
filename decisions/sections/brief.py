"""What is to be decided, how much it weighs, and who answers for it."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.record.events import name_person, note_event
from decisions.record.models import Access
from decisions.sections.declaring import (
    Check,
    Fields,
    Follows,
    Frozen,
    Names,
    OneForm,
    Saving,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    itself,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Single, tracked
from decisions.states.classes import EVERY, DecisionClass
from decisions.states.stages import Stage


@tracked
class Brief(Single):
    """What is to be decided, how much it weighs, and who answers for it."""

    kind = "brief"

    question = models.CharField(
        gettext_lazy("decision question"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("One question that a choice answers."),
    )
    decision_class = models.CharField(
        gettext_lazy("class"), max_length=8, choices=DecisionClass, default=DecisionClass.STANDARD
    )
    owner = person_field(gettext_lazy("owner"))


def _no_question(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if not words(content.one(Brief).question):
        yield Unsettled(_("Write the decision question."), content.one(Brief).anchor)


def _no_owner(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    owner = content.one(Brief).owner
    if owner is None:
        yield Unsettled(
            _("Name an owner: without one the decision changes nothing."), content.one(Brief).anchor
        )
    elif not owner.is_active:
        yield Unsettled(
            _("%(name)s has left: name another owner.") % {"name": owner.name}, content.one(Brief).anchor
        )


def _owner_follows(saving: Saving) -> None:
    """Access follows the field that names the owner."""
    brief: Brief = saving.unit
    if saving.before.get("owner") == brief.owner_id:
        return
    name_person(saving.record, Access.Via.OWNER, brief.owner)
    owner = str(brief.owner_id) if brief.owner_id else None
    note_event(saving.record, "record.owner_changed", by=saving.by, now=saving.now, owner=owner)


UNIT = UnitKind(
    model=Brief,
    at=itself,
    keys={"decision_class": "class"},
    follows=Follows(after=_owner_follows),
    form=Fields({"question": Width.FULL, "decision_class": Width.THIRD, "owner": Width.THIRD}),
    listed=None,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return freeze_unit(content.one(Brief), UNIT, content, names)


BRIEF = SectionKind(
    kind="brief",
    label=gettext_lazy("Decision"),
    home=Stage.FRAME,
    in_header=True,
    units=(UNIT,),
    computed=(),
    checks=(
        Check("no_question", Stage.COMPARE, EVERY, gettext_lazy("Decision question"), _no_question),
        Check("no_owner", Stage.COMPARE, EVERY, gettext_lazy("Active owner"), _no_owner, waivable=False),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OneForm(Brief),),
)
