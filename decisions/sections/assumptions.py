"""Facts, assumptions and open questions, kept apart."""

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
from decisions.sections.fields import known_on_field, person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Row, tracked
from decisions.states.stages import Stage


@tracked
class Statement(Row):
    """A fact, an assumption or an open question, kept apart."""

    class Kind(models.TextChoices):
        FACT = "fact", gettext_lazy("fact")
        ASSUMPTION = "assumption", gettext_lazy("assumption")
        QUESTION = "question", gettext_lazy("open question")

    kind = "statement"
    titled = ("text",)

    sort = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind, default=Kind.ASSUMPTION)
    text = models.CharField(gettext_lazy("statement"), max_length=500, blank=True)
    owner = person_field(gettext_lazy("owner"))
    valid_until = known_on_field(gettext_lazy("valid until"))
    answer = models.CharField(gettext_lazy("answer"), max_length=500, blank=True)
    assumption_set = models.CharField(
        gettext_lazy("set"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("options are compared on one set of assumptions"),
    )


UNIT = UnitKind(
    model=Statement,
    at=rows,
    follows=NOTHING_FOLLOWS,
    keys={"assumption_set": "set"},
    form=Fields(
        {
            "sort": Width.QUARTER,
            "text": Width.THREE_QUARTERS,
            "owner": Width.QUARTER,
            "valid_until": Width.QUARTER,
            "assumption_set": Width.QUARTER,
            "answer": Width.QUARTER,
        }
    ),
    listed=Listed(counts=lambda row: bool(words(row.text))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [freeze_unit(row, UNIT, content, names) for row in UNIT.written(content)]}


ASSUMPTIONS = SectionKind(
    kind="assumptions",
    label=gettext_lazy("Facts, assumptions, open questions"),
    home=Stage.FRAME,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=Statement,
            empty=gettext_lazy(
                "Facts, assumptions and open questions are kept apart. None is written down yet."
            ),
            add=gettext_lazy("Add a fact, assumption or question"),
        ),
    ),
)
