"""What goes into the decision, as of when and from whom."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from decisions.sections.fields import known_on_field, person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.gapped import Gapped, freeze_gap
from decisions.sections.units import Suggestible, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage


@tracked
class InputItem(Gapped, Suggestible):
    """Something that goes into the decision: what is known of it, as of when, from whom."""

    kind = "input"
    titled = ("label", "key")

    key = models.CharField(max_length=60, blank=True)
    is_asked = models.BooleanField(default=False)
    label = models.CharField(gettext_lazy("input"), max_length=120, blank=True)
    value = models.CharField(gettext_lazy("what is known"), max_length=500, blank=True)
    as_of = known_on_field(gettext_lazy("as of"))
    owner = person_field(gettext_lazy("owner"))
    source = models.CharField(gettext_lazy("source"), max_length=200, blank=True)


def _inputs(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for row in content.all(InputItem):
        if row.gap_is_documented or not (row.is_asked or words(row.label)):
            continue
        name = {"input": row.label or row.key}
        if not words(row.value):
            message = _("%(input)s is not collected: say what is known, or write down the gap.")
            yield Unsettled(message % name, row.anchor, str(row.pk))
        elif row.owner_id is None:
            yield Unsettled(_("%(input)s has no owner.") % name, row.anchor, str(row.pk))


def _stays(_content: Draft, row: InputItem) -> str:
    return _("The framework asks for this: write down why it is missing instead.") if row.is_asked else ""


UNIT = UnitKind(
    model=InputItem,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=OwnForm("input.html"),
    listed=Listed(counts=lambda row: row.is_asked or bool(words(row.label)), stays=_stays),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {
        "rows": [
            freeze_unit(row, UNIT, content, names)
            | {
                "key": row.key,
                "label": words(row.label) or row.key,
                "gap": freeze_gap(row, names),
            }
            for row in UNIT.written(content)
        ]
    }


INPUTS = SectionKind(
    kind="inputs",
    label=gettext_lazy("Inputs"),
    home=Stage.FRAME,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "input_not_collected",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Every input collected with an owner"),
            _inputs,
        ),
    ),
    freeze=_freeze,
    internal=("rows.source",),
    layout=(
        ListOfRows(model=InputItem, empty=gettext_lazy("No inputs yet."), add=gettext_lazy("Add an input")),
    ),
)
