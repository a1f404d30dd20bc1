"""The stage bar of a record: three working stages with what holds of each gate, and the approval."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.readiness.assess import Readiness
from decisions.record.models import Record
from decisions.sections.approvals import Approval
from decisions.sections.draft import Draft
from decisions.states.stages import GATES, WORKING_STAGES, Stage


@dataclass(frozen=True)
class StageStep:
    """One step of the stage bar."""

    number: int
    label: str
    words: str
    address: str
    is_done: bool
    is_current: bool
    is_viewed: bool


def stage_bar(record: Record, content: Draft, everything: Readiness, viewed: Stage) -> list[StageStep]:
    """The steps, seen from the stage that the page shows. `everything` is how the draft stands at all gates."""
    order = [*WORKING_STAGES, Stage.PROPOSED]
    stage = Stage(record.stage)
    here = order.index(stage) if stage in order else len(order)
    working = [
        StageStep(
            number=index + 1,
            label=str(one.label),
            words=_gate_words(record, everything, index),
            address=reverse("decisions:stage", args=[record.code, one]),
            is_done=index < here,
            is_current=index == here,
            is_viewed=one == viewed,
        )
        for index, one in enumerate(WORKING_STAGES)
    ]
    last = len(working)
    approval = StageStep(
        number=last + 1,
        label=_("Approval"),
        words=_approval_words(content),
        address=reverse("decisions:one_pager", args=[record.code]),
        is_done=last < here,
        is_current=last == here,
        is_viewed=viewed == Stage.PROPOSED,
    )
    return [*working, approval]


def _gate_words(record: Record, everything: Readiness, index: int) -> str:
    """How many lines of the gate behind a stage hold; nothing where there is no draft to judge."""
    if not record.has_draft:
        return ""
    lines = [line for line in everything.required_lines if line.check.gate == GATES[index]]
    settled = sum(not line.open for line in lines)
    return _("%(settled)s of %(count)s hold") % {"settled": settled, "count": len(lines)}


def _approval_words(content: Draft) -> str:
    approval = content.one(Approval)
    if approval.committee:
        return approval.committee.name
    return approval.approver.name if approval.approver else _("no approver yet")
