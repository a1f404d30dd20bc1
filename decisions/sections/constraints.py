"""Limits that the choice must respect."""

from django.db import models
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Fields,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    SectionKind,
    UnitKind,
    Width,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Row, tracked
from decisions.states.stages import Stage


@tracked
class Constraint(Row):
    """A limit that the choice must respect."""

    kind = "constraint"
    titled = ("text",)

    text = models.CharField(gettext_lazy("constraint"), max_length=300, blank=True)
    source = models.CharField(gettext_lazy("where it comes from"), max_length=200, blank=True)


UNIT = UnitKind(
    model=Constraint,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=Fields({"text": Width.TWO_THIRDS, "source": Width.THIRD}),
    listed=Listed(counts=lambda row: bool(words(row.text))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [freeze_unit(row, UNIT, content, names) for row in UNIT.written(content)]}


CONSTRAINTS = SectionKind(
    kind="constraints",
    label=gettext_lazy("Constraints"),
    home=Stage.FRAME,
    in_header=True,
    units=(UNIT,),
    computed=(),
    checks=(),
    freeze=_freeze,
    internal=("rows.source",),
    layout=(
        ListOfRows(
            model=Constraint,
            empty=gettext_lazy("No constraints yet."),
            add=gettext_lazy("Add a constraint"),
            are_lines=True,
        ),
    ),
)
