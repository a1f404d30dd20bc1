"""How a version stands: the one mutator. Nothing else writes a standing."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from decisions.readiness.move import may
from decisions.record.events import note_event
from decisions.states.stages import VERSION_MOVES, Standing
from decisions.versions.models import Version, VersionStanding
from partnerdesk.core.refusals import Blocked, NotAllowed


def move_version(
    version: Version,
    *,
    to: Standing,
    by: User | None,
    now: dt.datetime,
    reason: str = "",
    allowed: frozenset[str] = frozenset(),
) -> VersionStanding:
    """Change how a version stands. The record must be locked by the caller's transaction (`lock_record`).

    `allowed` as of `move_locked_draft`.
    """
    standing = version.standing
    before = Standing(standing.state)
    move = VERSION_MOVES.get((before, to))
    if move is None:
        raise Blocked(
            _("This version is %(before)s: it can't become %(to)s.")
            % {"before": before.label, "to": to.label}
        )
    if by is not None and not may(by, move, version.record, allowed):
        raise NotAllowed(_("You may not decide on this version."))
    as_known = VersionStanding.objects.filter(version=version, state=before)
    if not as_known.update(state=to, changed_at=now):
        raise Blocked(_("This version was moved meanwhile: load the page again."))
    standing.state, standing.changed_at = to, now
    note_event(
        version.record,
        move.event,
        by=by,
        now=now,
        version=version.number,
        sha256=version.sha256,
        reason=reason,
    )
    return standing
