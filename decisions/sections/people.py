"""Decision rights, and who is told how and when."""

from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Fields,
    Frozen,
    Names,
    OneForm,
    SectionKind,
    UnitKind,
    Width,
    itself,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Single, tracked
from decisions.states.stages import Stage


@tracked
class People(Single):
    """Decision rights, and who is told how and when."""

    kind = "people"

    decides = text_field(gettext_lazy("who decides"))
    consulted = text_field(gettext_lazy("who is consulted"))
    informed = text_field(gettext_lazy("who is informed"))
    told = text_field(gettext_lazy("how and when they are told"))


UNIT = UnitKind(
    model=People,
    at=itself,
    follows=NOTHING_FOLLOWS,
    form=Fields({"decides": Width.HALF, "consulted": Width.HALF, "informed": Width.HALF, "told": Width.HALF}),
    listed=None,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return freeze_unit(content.one(People), UNIT, content, names)


PEOPLE = SectionKind(
    kind="people",
    label=gettext_lazy("Decision rights"),
    home=Stage.FRAME,
    in_header=True,
    units=(UNIT,),
    computed=(),
    checks=(),
    freeze=_freeze,
    internal=("decides", "consulted", "informed", "told"),
    layout=(OneForm(People),),
)
