"""Risks and what is done about them."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Fields,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Row, Suggestible, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage


@tracked
class Risk(Row, Suggestible):
    kind = "risk"
    titled = ("statement",)

    statement = models.CharField(gettext_lazy("risk"), max_length=300, blank=True)
    mitigation = models.CharField(gettext_lazy("mitigation"), max_length=300, blank=True)
    owner = person_field(gettext_lazy("owner"))


def _risks(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    rows = UNIT.written(content)
    if not rows:
        yield Unsettled(_("Name at least one risk, or accept one that is suggested."), "part-risks")
    for row in rows:
        name, subject = {"risk": words(row.statement)[:60]}, str(row.pk)
        if not words(row.mitigation):
            yield Unsettled(_("“%(risk)s” has no mitigation.") % name, row.anchor, f"{subject}:mitigation")
        if row.owner_id is None:
            yield Unsettled(_("“%(risk)s” has no owner.") % name, row.anchor, f"{subject}:owner")


UNIT = UnitKind(
    model=Risk,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=Fields(
        {"statement": Width.FIVE_TWELFTHS, "mitigation": Width.FIVE_TWELFTHS, "owner": Width.TWO_TWELFTHS}
    ),
    listed=Listed(counts=lambda row: bool(words(row.statement))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [freeze_unit(row, UNIT, content, names) for row in UNIT.written(content)]}


RISKS = SectionKind(
    kind="risks",
    label=gettext_lazy("Risks and mitigations"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "risk_open",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Risks with mitigation and owner"),
            _risks,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=Risk, empty=gettext_lazy("No risks yet."), add=gettext_lazy("Add a risk"), are_lines=True
        ),
    ),
)
