"""From a draft to a vote: propose a version, or take it back. Each is one transaction."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee import rounds
from decisions.committee.models.rounds import Seat
from decisions.documents.print_jobs import ask_for_papers
from decisions.documents.scorecards import scorecard_of
from decisions.draft.load import load_draft
from decisions.readiness.move import move_draft
from decisions.record.events import lock_record
from decisions.record.models import Access, Record
from decisions.sections.approvals import Approval, may_approve_alone
from decisions.states.stages import Stage, Standing
from decisions.states.votes import RoundFinding, RoundOutcome
from decisions.versions.freeze import frozen_content, hash_of, sealed
from decisions.versions.frozen import form_of
from decisions.versions.models import Version, VersionStanding
from decisions.versions.move import move_version
from partnerdesk.core.days import day_of
from partnerdesk.core.refusals import Blocked


@transaction.atomic
def propose(record: Record, *, by: User, now: dt.datetime) -> Version:
    """Freeze a version of the draft and open a round on it. All gates are checked again."""
    locked = move_draft(record, to=Stage.PROPOSED, by=by, now=now)
    content = load_draft(locked)
    approver = content.one(Approval).approver
    if approver is None:
        raise Blocked(_("Name an approver."))
    last = Version.objects.filter(record=locked).order_by("-number").first()
    number, previous = (last.number + 1, last.sha256) if last else (1, "")
    data = frozen_content(
        content,
        number=number,
        previous_sha256=previous,
        by=by,
        now=now,
        names=sealed,
        scorecard=scorecard_of(content, day_of(by, now)),
    )
    frozen, sha256 = hash_of(data)
    version = Version.objects.create(
        record=locked,
        number=number,
        content=frozen,
        form=form_of(data),
        sha256=sha256,
        previous_sha256=previous,
        proposed_by=by,
        proposed_at=now,
    )
    VersionStanding.objects.create(version=version, state=Standing.PROPOSED, changed_at=now)
    committee = content.one(Approval).committee
    writers = rounds.Writers(content.contributors, may_approve_alone(content))
    rounds.open_round(version, approver=approver, committee=committee, writers=writers, by=by, now=now)
    give_access(version)
    ask_for_papers(version, by=by)
    return version


def give_access(version: Version) -> None:
    """Who votes may see the record from now on, private or not."""
    seats = Seat.objects.filter(round__version=version).values_list("user", "deputy")
    Access.objects.bulk_create(
        [
            Access(record_id=version.record_id, user_id=person, via=Access.Via.VOTER)
            for person in {person for seat in seats for person in seat if person}
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw_proposal(record: Record, *, by: User, now: dt.datetime, reason: str = "") -> Record:
    """Take the proposed version back, so that the draft can be written in again."""
    locked = lock_record(record)
    version = Version.objects.filter(record=locked).order_by("-number").first()
    if locked.stage != Stage.PROPOSED or version is None:
        raise Blocked(_("Nothing is proposed; load the page again."))
    found = rounds.locked_round(version)
    rounds.check_open(found)
    move_version(version, to=Standing.WITHDRAWN, by=by, now=now, reason=reason)
    rounds.close_round(found, RoundOutcome.WITHDRAWN, RoundFinding.WITHDRAWN, by=by, now=now)
    return move_draft(locked, to=Stage.COMMIT, by=by, now=now, reason=reason)
