"""What has to be done next, by whom and by when."""

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
from decisions.sections.units import Row, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage


@tracked
class ActionItem(Row):
    kind = "action"
    titled = ("text",)

    text = models.CharField(gettext_lazy("action"), max_length=300, blank=True)
    owner = person_field(gettext_lazy("owner"))
    due_on = models.DateField(gettext_lazy("due"), null=True, blank=True)
    done_on = models.DateField(gettext_lazy("done"), null=True, blank=True)


def _actions(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    rows = UNIT.written(content)
    if not rows:
        yield Unsettled(_("List the next actions, each with owner and due date."), "part-actions")
    for row in rows:
        name, subject = {"action": words(row.text)[:60]}, str(row.pk)
        if row.owner_id is None:
            yield Unsettled(_("“%(action)s” has no owner.") % name, row.anchor, f"{subject}:owner")
        if row.due_on is None:
            yield Unsettled(_("“%(action)s” has no due date.") % name, row.anchor, f"{subject}:due")


UNIT = UnitKind(
    model=ActionItem,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=Fields({"text": Width.FULL, "owner": Width.THIRD, "due_on": Width.THIRD, "done_on": Width.THIRD}),
    listed=Listed(counts=lambda row: bool(words(row.text))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [freeze_unit(row, UNIT, content, names) for row in UNIT.written(content)]}


ACTIONS = SectionKind(
    kind="actions",
    label=gettext_lazy("Actions"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "action_incomplete",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("Actions with owner and due date"),
            _actions,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=ActionItem,
            empty=gettext_lazy("No actions yet."),
            add=gettext_lazy("Add an action"),
            are_lines=True,
        ),
    ),
)
