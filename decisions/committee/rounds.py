"""Opening a round, casting votes, and what they come to. A single approver is a round of one."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from decisions.models import Round, Seat, Version, Vote
from partnerdesk.core.refusals import Blocked, NotAllowed


def open_round(version: Version, *, voters: list[User], by: User, now: dt.datetime) -> Round:
    """Open a vote on `version`, by its hash. Who may vote is settled here and does not change."""
    if not voters or all(voter == by for voter in voters):
        raise Blocked(_("Somebody other than the author has to approve."))
    opened = Round.objects.create(version=version, sha256=version.sha256, opened_by=by, opened_at=now)
    Seat.objects.bulk_create(Seat(round=opened, user=voter) for voter in voters)
    return opened


def locked_round(version: Version) -> Round:
    """The version's round, locked until the transaction ends."""
    return Round.objects.select_for_update().get(version=version)


def check_open(found: Round) -> None:
    """Raises Blocked where the round is closed."""
    if found.closed_at is not None:
        raise Blocked(
            _("This was decided already: %(outcome)s. Load the page again.")
            % {"outcome": found.get_outcome_display()}
        )


def cast_vote(
    found: Round, *, choice: str, comment: str, seen_sha256: str, by: User, now: dt.datetime
) -> Vote:
    """Write a vote on exactly the version that the voter saw."""
    if not Seat.objects.filter(round=found, user=by).exists():
        raise NotAllowed(_("Only the people named for this round decide on it."))
    check_open(found)
    if seen_sha256 != found.sha256:
        raise Blocked(_("This is not the version that you looked at. Load the page and read it again."))
    if choice != Vote.Choice.APPROVE and not comment.strip():
        raise Blocked(_("Say why, so that the author can act on it."))
    return Vote.objects.create(round=found, user=by, choice=choice, comment=comment.strip(), cast_at=now)


_OUTCOMES = {
    Vote.Choice.APPROVE: Round.Outcome.APPROVED,
    Vote.Choice.REJECT: Round.Outcome.REJECTED,
    Vote.Choice.RETURN: Round.Outcome.RETURNED,
}


def outcome_of(found: Round) -> Round.Outcome | None:
    """What the votes come to; None while somebody has still to vote. Of each person the last vote counts."""
    latest = {vote.user_id: vote.choice for vote in found.votes.all()}
    if set(found.seats.values_list("user", flat=True)) - set(latest):
        return None
    for choice in (Vote.Choice.REJECT, Vote.Choice.RETURN):
        if choice in latest.values():
            return _OUTCOMES[choice]
    return Round.Outcome.APPROVED


def close_round(found: Round, outcome: Round.Outcome, *, now: dt.datetime) -> None:
    found.closed_at, found.outcome = now, outcome
    found.save(update_fields=["closed_at", "outcome"])
