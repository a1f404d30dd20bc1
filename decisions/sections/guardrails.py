"""Limits that hold whatever the options say."""

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
from decisions.sections.units import Row, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage
from frameworks.schema import FrameworkContent


@tracked
class Guardrail(Row):
    """A limit that holds whatever the options say."""

    kind = "guardrail"
    titled = ("label", "key")
    made = ("watches",)

    class Watches(models.TextChoices):
        """Where it is observed; the framework says it (`frameworks.schema.FrameworkGuardrail`)."""

        RISK_FLAGS = "risk_flags", gettext_lazy("risk flags in the partner directory")
        CHECKPOINTS = "compliance_checkpoints", gettext_lazy("checkpoints in the partner directory")
        STATEMENT = "statement", gettext_lazy("nothing but what people state")

    key = models.CharField(max_length=60, blank=True)
    watches = models.CharField(
        gettext_lazy("observed by"), max_length=30, choices=Watches, default=Watches.STATEMENT
    )
    label = models.CharField(gettext_lazy("guardrail"), max_length=120, blank=True)
    limit = models.CharField(gettext_lazy("limit"), max_length=300, blank=True)
    owner = person_field(gettext_lazy("owner"))


def _guardrails(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for row in content.all(Guardrail):
        name, subject = {"guardrail": row.label or row.key}, str(row.pk)
        if not words(row.limit):
            yield Unsettled(_("%(guardrail)s: write down the limit.") % name, row.anchor, f"{subject}:limit")
        if row.owner_id is None:
            yield Unsettled(_("%(guardrail)s has no owner.") % name, row.anchor, f"{subject}:owner")


def _has_guardrails(content: Draft) -> bool:
    """Asked for only where the framework or the record has some."""
    return bool(content.all(Guardrail))


def _wants_guardrails(framework: FrameworkContent) -> bool:
    return bool(framework.guardrails)


UNIT = UnitKind(
    model=Guardrail,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=Fields({"label": Width.THIRD, "limit": Width.THIRD, "owner": Width.THIRD}),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {
        "rows": [
            freeze_unit(row, UNIT, content, names) | {"key": row.key}
            for row in content.all(Guardrail)
            if words(row.label) and (words(row.limit) or row.owner_id or row.watches != "statement")
        ]
    }


GUARDRAILS = SectionKind(
    kind="guardrails",
    label=gettext_lazy("Guardrails"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "guardrail_incomplete",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Guardrails with limit and owner"),
            _guardrails,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=Guardrail,
            empty=gettext_lazy("No guardrails yet."),
            add=gettext_lazy("Add a guardrail"),
            are_lines=True,
        ),
    ),
    applies=_has_guardrails,
    has_home=_wants_guardrails,
)
