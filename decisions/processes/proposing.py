"""From a draft to a decision: propose, decide, put in force, withdraw. Each is one transaction."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions import models as m
from decisions.actions.moves import lock_record, move_draft, move_version
from decisions.actions.summaries import mark_summary
from decisions.cases import Outcome
from decisions.committee import rounds
from decisions.content import load_content
from decisions.freezing import frozen_content, hash_of, sealed
from decisions.reports.printing import ask_for_papers
from decisions.stages import Stage, Standing
from decisions.triggers.watching import start_watching, stop_watching
from partnerdesk.core.refusals import Blocked


@transaction.atomic
def propose(record: m.Record, *, by: User, now: dt.datetime) -> m.Version:
    """Freeze a version of the draft and open a round on it. All gates are checked again."""
    locked = move_draft(record, to=Stage.PROPOSED, by=by, now=now)
    content = load_content(locked)
    approver = content.approval.approver
    if approver is None:
        raise Blocked(_("Name an approver."))
    last = m.Version.objects.filter(record=locked).order_by("-number").first()
    number, previous = (last.number + 1, last.sha256) if last else (1, "")
    data = frozen_content(content, number=number, previous_sha256=previous, by=by, now=now, names=sealed)
    frozen, sha256 = hash_of(data)
    version = m.Version.objects.create(
        record=locked,
        number=number,
        content=frozen,
        sha256=sha256,
        previous_sha256=previous,
        proposed_by=by,
        proposed_at=now,
    )
    m.VersionStanding.objects.create(version=version, state=Standing.PROPOSED, changed_at=now)
    rounds.open_round(version, voters=[approver], by=by, now=now)
    ask_for_papers(version, by=by)
    return version


@transaction.atomic
def decide(
    version: m.Version, *, choice: str, comment: str, seen_sha256: str, by: User, now: dt.datetime
) -> m.Round.Outcome | None:
    """Cast a vote and, where the round is complete, carry out what it comes to."""
    record = lock_record(version.record)
    found = rounds.locked_round(version)
    rounds.cast_vote(found, choice=choice, comment=comment, seen_sha256=seen_sha256, by=by, now=now)
    outcome = rounds.outcome_of(found)
    if outcome is None:
        return None
    rounds.close_round(found, outcome, now=now)
    if outcome == m.Round.Outcome.APPROVED:
        _put_in_force(record, version, by=by, now=now)
    elif outcome == m.Round.Outcome.REJECTED:
        move_version(version, to=Standing.REJECTED, by=by, now=now, reason=comment)
        move_draft(record, to=Stage.NONE, by=by, now=now, reason=comment)
    else:
        move_version(version, to=Standing.RETURNED, by=by, now=now, reason=comment)
        move_draft(record, to=Stage.COMMIT, by=by, now=now, reason=comment)
    return outcome


def _put_in_force(record: m.Record, version: m.Version, *, by: User, now: dt.datetime) -> None:
    """The version takes over from the one in force before."""
    before = record.in_force
    if before is not None:
        move_version(before, to=Standing.SUPERSEDED, by=by, now=now)
        m.Enactment.objects.filter(version=before).update(in_force_to=now)
        stop_watching(
            before,
            outcome=Outcome.SUPERSEDED,
            words=_("Version %(number)s has taken over.") % {"number": version.number},
            now=now,
        )
    move_version(version, to=Standing.IN_FORCE, by=by, now=now)
    m.Enactment.objects.create(
        version=version, record=record, in_force_from=now, approvals=_approvals(version)
    )
    m.Record.objects.filter(pk=record.pk).update(in_force=version)
    start_watching(version, load_content(record), now=now)
    moved = move_draft(record, to=Stage.NONE, by=by, now=now)
    mark_summary(moved, now=now)
    ask_for_papers(version, by=by)


def _approvals(version: m.Version) -> list[dict[str, str]]:
    """The votes as they print, people by their seals."""
    return [
        {
            "by": sealed(vote.user) or "",
            "choice": vote.choice,
            "comment": vote.comment,
            "at": vote.cast_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        for vote in version.round.votes.select_related("user")
    ]


@transaction.atomic
def withdraw_proposal(record: m.Record, *, by: User, now: dt.datetime, reason: str = "") -> m.Record:
    """Take the proposed version back, so that the draft can be written in again."""
    locked = lock_record(record)
    version = m.Version.objects.filter(record=locked).order_by("-number").first()
    if locked.stage != Stage.PROPOSED or version is None:
        raise Blocked(_("Nothing is proposed; load the page again."))
    found = rounds.locked_round(version)
    rounds.check_open(found)
    move_version(version, to=Standing.WITHDRAWN, by=by, now=now, reason=reason)
    rounds.close_round(found, m.Round.Outcome.WITHDRAWN, now=now)
    return move_draft(locked, to=Stage.COMMIT, by=by, now=now, reason=reason)
