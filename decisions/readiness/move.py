"""How a draft moves: the one mutator. Nothing else writes a stage. That of versions stands in `versions.move`."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess, blockers
from decisions.readiness.summary import settle_summary, write_summary
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record, Waiver
from decisions.sections.draft import Draft
from decisions.sections.estimates import follow_baselines
from decisions.sections.reviews import ReviewPlan
from decisions.states.retention import Retention
from decisions.states.stages import DRAFT_MOVES, GATES, Move, Stage
from partnerdesk.core.days import day_of
from partnerdesk.core.refusals import Blocked, NotAllowed


@transaction.atomic
def move_draft(record: Record, *, to: Stage, by: User | None, now: dt.datetime, reason: str = "") -> Record:
    """Take the draft to another stage. Gates are checked on the way forward. `by=None` is a round whose time is over.

    Raises Blocked where the table has no such move or a gate is not passed, NotAllowed where `by` may not.
    """
    return move_locked_draft(lock_record(record), to=to, by=by, now=now, reason=reason)


def move_locked_draft(
    locked: Record,
    *,
    to: Stage,
    by: User | None,
    now: dt.datetime,
    reason: str = "",
    allowed: frozenset[str] = frozenset(),
) -> Record:
    """The same, of a record that the caller's transaction has locked already (`lock_record`).

    `allowed` are permissions that the caller has found `by` to have for what
    it carries out as a whole: they are not asked for again at each of its steps.
    """
    before = Stage(locked.stage)
    move = _checked_move(locked, before, to, by, allowed)
    is_decided = (before, to) == (Stage.PROPOSED, Stage.NONE)
    content = None if is_decided else load_draft(locked)
    if content is not None:
        _check_gate(content, before, to, day_of(by, now))
    locked.stage, locked.updated_at = to, now
    locked.save(update_fields=["stage", "updated_at"])
    note_event(locked, move.event, by=by, now=now, before=before, to=to, reason=reason)
    if content is None:
        settle_summary(locked, now=now)
        return locked
    if to == Stage.COMPARE and follow_baselines(locked, load_draft, now=now):
        content = load_draft(locked)
    content.record = locked
    write_summary(content, now=now, readiness=assess(content, Stage.PROPOSED, day_of(by, now)))
    return locked


def _checked_move(locked: Record, before: Stage, to: Stage, by: User | None, allowed: frozenset[str]) -> Move:
    """The move of the table, where the record allows it and `by` may."""
    move = DRAFT_MOVES.get((before, to))
    if move is None:
        raise Blocked(
            _("From %(before)s there is no way to %(to)s; load the page again.")
            % {"before": before.label, "to": to.label}
        )
    if by is not None and not may(by, move, locked, allowed):
        raise NotAllowed(
            _("You may not take this record from %(before)s to %(to)s.")
            % {"before": before.label, "to": to.label}
        )
    if (before, to) == (Stage.NONE, Stage.COMPARE) and not locked.versions.exists():
        raise Blocked(
            _("This record was never proposed, so there is nothing to adapt: begin again in Frame.")
        )
    if before == Stage.NONE and locked.state != Retention.OPEN:
        raise Blocked(_("This record is closed: open it again before you write in it."))
    return move


def may(by: User, move: Move, record: Record, allowed: frozenset[str]) -> bool:
    """Whether `by` may make a move: the caller has found so already, or it is asked now."""
    return move.permission in allowed or by.has_perm(move.permission, record)


def _check_gate(content: Draft, before: Stage, to: Stage, today: dt.date) -> None:
    """Raises Blocked where a gate on the way forward is not passed."""
    if to in GATES and before not in (Stage.NONE, Stage.PROPOSED) and _is_forward(before, to):
        reasons = blockers(content, to, today)
        if reasons:
            raise Blocked(
                _("Not ready for %(to)s yet.") % {"to": to.label},
                reasons,
            )


def _is_forward(before: Stage, to: Stage) -> bool:
    order = [Stage.FRAME, *GATES]
    return order.index(to) > order.index(before)


@transaction.atomic
def adapt(record: Record, *, by: User, now: dt.datetime, reason: str = "") -> Record:
    """Open a new draft at compare, filled with what the last one held. The version in force stays in force.

    Waivers were given for the last version; the new one needs its own. So does the confirmation of its inputs: it ends
    by itself, so that nobody has written it.
    """
    moved = move_draft(record, to=Stage.COMPARE, by=by, now=now, reason=reason)
    Waiver.objects.filter(record=moved).delete()
    plan = ReviewPlan.objects.get(record=moved)
    plan.confirmed_by, plan.confirmed_on = None, None
    plan.revision, plan.saved_by, plan.saved_at = plan.revision + 1, None, now
    plan.save()
    return moved
