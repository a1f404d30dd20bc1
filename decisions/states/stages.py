"""The two lifecycles of a record, each one table that fits a screen. Pure; no database.

Each move names the permission that it takes and the event that it leaves. The same tables feed the guard in the
database (`record.models`), the mutators (`readiness.move`, `versions.move`) and the diagrams in docs/stages.md.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a record's draft is. `NONE`: there is no draft; what counts is the version in force, if any."""

    NONE = "none", _("no draft")
    FRAME = "frame", _("Frame")
    COMPARE = "compare", _("Compare")
    COMMIT = "commit", _("Commit")
    PROPOSED = "proposed", _("Proposed")


class Standing(TextChoices):
    """What a frozen version is worth."""

    PROPOSED = "proposed", _("proposed")
    IN_FORCE = "in_force", _("in force")
    REJECTED = "rejected", _("rejected")
    RETURNED = "returned", _("changes requested")
    UNDECIDED = "undecided", _("no decision")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")
    STOPPED = "stopped", _("stopped")


class Quality(TextChoices):
    """How far a record's content has been looked at: its own, not that of the template that it was made from."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    REVIEWED = "reviewed", _("reviewed")

    @classmethod
    def of(cls, standing: str) -> "Quality":
        """The quality of a version by how it stands; of a draft, which stands nowhere, `""`. Refused is draft again."""
        return _QUALITIES[Standing(standing)] if standing else cls.DRAFT


_QUALITIES = {
    Standing.PROPOSED: Quality.PROPOSED,
    Standing.IN_FORCE: Quality.REVIEWED,
    Standing.SUPERSEDED: Quality.REVIEWED,
    Standing.STOPPED: Quality.REVIEWED,
    Standing.REJECTED: Quality.DRAFT,
    Standing.RETURNED: Quality.DRAFT,
    Standing.UNDECIDED: Quality.DRAFT,
    Standing.WITHDRAWN: Quality.DRAFT,
}


@dataclass(frozen=True)
class Move:
    """What a step takes and leaves: a permission on the record, the kind of the event."""

    permission: str
    event: str


CHANGE, DECIDE, REOPEN = "decisions.change_record", "decisions.decide", "decisions.reopen_draft"
VIEW, REVIEW, REPORT_INPUT = "decisions.view_record", "decisions.review", "decisions.report_input"

DRAFT_MOVES: dict[tuple[Stage, Stage], Move] = {
    (Stage.NONE, Stage.FRAME): Move(CHANGE, "draft.started"),
    (Stage.NONE, Stage.COMPARE): Move(CHANGE, "draft.adapted"),
    (Stage.FRAME, Stage.COMPARE): Move(CHANGE, "draft.advanced"),
    (Stage.FRAME, Stage.NONE): Move(CHANGE, "draft.withdrawn"),
    (Stage.COMPARE, Stage.COMMIT): Move(CHANGE, "draft.advanced"),
    (Stage.COMPARE, Stage.FRAME): Move(CHANGE, "draft.stepped_back"),
    (Stage.COMPARE, Stage.NONE): Move(CHANGE, "draft.withdrawn"),
    (Stage.COMMIT, Stage.PROPOSED): Move(CHANGE, "draft.proposed"),
    (Stage.COMMIT, Stage.COMPARE): Move(CHANGE, "draft.stepped_back"),
    (Stage.COMMIT, Stage.NONE): Move(CHANGE, "draft.withdrawn"),
    (Stage.PROPOSED, Stage.COMMIT): Move(REOPEN, "draft.reopened"),
    (Stage.PROPOSED, Stage.NONE): Move(DECIDE, "draft.decided"),
}

VERSION_MOVES: dict[tuple[Standing, Standing], Move] = {
    (Standing.PROPOSED, Standing.IN_FORCE): Move(DECIDE, "version.in_force"),
    (Standing.PROPOSED, Standing.REJECTED): Move(DECIDE, "version.rejected"),
    (Standing.PROPOSED, Standing.RETURNED): Move(DECIDE, "version.returned"),
    (Standing.PROPOSED, Standing.UNDECIDED): Move(DECIDE, "version.undecided"),
    (Standing.PROPOSED, Standing.WITHDRAWN): Move(CHANGE, "version.withdrawn"),
    (Standing.IN_FORCE, Standing.SUPERSEDED): Move(DECIDE, "version.superseded"),
    (Standing.IN_FORCE, Standing.STOPPED): Move(REVIEW, "version.stopped"),
}

WORKING_STAGES = (Stage.FRAME, Stage.COMPARE, Stage.COMMIT)
"""The stages in which sections are written, in order. Gates lie before COMPARE, COMMIT and PROPOSED."""

GATES = (Stage.COMPARE, Stage.COMMIT, Stage.PROPOSED)


def next_stage(stage: Stage) -> Stage | None:
    """The stage behind the next gate; None where no gate is left."""
    order = (*WORKING_STAGES, Stage.PROPOSED)
    return order[order.index(stage) + 1] if stage in WORKING_STAGES else None


def previous_stage(stage: Stage) -> Stage | None:
    """One step back within the draft; None at its beginning and where there is no draft."""
    order = (*WORKING_STAGES, Stage.PROPOSED)
    return order[order.index(stage) - 1] if stage in order[1:] else None
