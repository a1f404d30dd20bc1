"""From votes to a decision: cast, close, put in force. Each is one transaction, under the lock of the record."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.seals import seals_of
from decisions.committee import conflicts_of_interest, notifications, rounds
from decisions.committee.models.committees import Interest
from decisions.committee.models.rounds import Round, Seat
from decisions.committee.rounds import Ballotpaper, Counted, SeatWithVote
from decisions.documents.print_jobs import ask_for_papers
from decisions.documents.scorecards import publish_scorecard
from decisions.draft.followups import FollowUp, add_actions
from decisions.readiness.move import move_locked_draft
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import DECIDE, Stage, Standing
from decisions.states.votes import RoundFinding, RoundOutcome
from decisions.triggers.reviews.plan import stop_watching
from decisions.triggers.watch import start_watching
from decisions.versions.frozen import WATCHABLE_FROM, FrozenVersion, read_frozen
from decisions.versions.models import Enactment, Version
from decisions.versions.move import move_version
from partnerdesk.core.days import day_of
from partnerdesk.core.frozen_content import Altered, raise_alarm
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import Partner

CONDITION_DAYS = 30
"""By when a condition of an approval is due, unless its owner plans otherwise."""


@transaction.atomic
def vote(
    version: Version, paper: Ballotpaper, *, by: User, now: dt.datetime, entered_by: User | None = None
) -> RoundOutcome | None:
    """Cast a vote. A single approver's vote decides at once; a committee's round goes on until it is closed.

    On a version that cannot be put in force no vote is cast: it goes back to commit.
    """
    record, found = _locked(version)
    version.check_content()
    if not _can_be_enacted(version):
        rounds.own_seat(found, by)
        return _send_back(record, version, found, now=now)
    cast = rounds.cast_vote(found, paper, by=by, now=now, entered_by=entered_by)
    note_event(record, "vote.cast", by=entered_by or by, now=now, version=version.number, choice=cast.choice)
    if found.committee_id:
        return None
    return _end(record, version, found, rounds.counted(found), by=by, now=now)


@transaction.atomic
def close_early(version: Version, *, by: User, now: dt.datetime) -> RoundOutcome:
    """The chair ends the round before its time: only where nobody can change the result any more."""
    record, found = _locked(version)
    counted = rounds.counted(found)
    if not counted.is_led_by(by):
        raise NotAllowed(_("Only the chair closes a round before its time."))
    version.check_content()
    if not _can_be_enacted(version):
        return _send_back(record, version, found, now=now)
    rounds.check_open(found)
    if not counted.is_settled:
        raise Blocked(_("Those who have not voted yet can still change the result."))
    return _end(record, version, found, counted, by=by, now=now)


def _locked(version: Version) -> tuple[Record, Round]:
    """The record and the round of a version, both locked until the transaction ends."""
    version.record = lock_record(version.record)
    return version.record, rounds.locked_round(version)


def close_due(now: dt.datetime) -> int:
    """End every round whose time is over, and every one on a version that cannot be put in force any more.

    One that is being closed by somebody else is passed over. One on altered content stays open, the others go on.
    """
    is_due = Q(ends_at__lte=now) | Q(version__form__lt=WATCHABLE_FROM)
    due = Round.objects.filter(is_due, closed_at=None).order_by("ends_at").values_list("pk", flat=True)
    closed = 0
    for pk in due:
        try:
            closed += _close_due(pk, now)
        except Altered as found:
            raise_alarm(found)
    return closed


@transaction.atomic
def _close_due(pk: uuid.UUID, now: dt.datetime) -> bool:
    version = Version.objects.select_related("record").get(round=pk)
    record, found = _locked(version)
    if found.closed_at is not None:
        return False
    version.check_content()
    if not _can_be_enacted(version):
        _send_back(record, version, found, now=now)
    else:
        _end(record, version, found, rounds.counted(found), by=None, now=now)
    return True


def _can_be_enacted(version: Version) -> bool:
    """Whether its content says what would be watched. Versions from before that was frozen do not."""
    return version.form >= WATCHABLE_FROM


def _send_back(record: Record, version: Version, found: Round, *, now: dt.datetime) -> RoundOutcome:
    """The system returns a version that cannot be put in force, and says why: it has to be proposed again."""
    rounds.check_open(found)
    seated = [place.seat.user for place in rounds.places_of(found)]
    outcome, finding = RoundOutcome.RETURNED, RoundFinding.OUTDATED
    note_event(
        record,
        "round.closed",
        by=None,
        now=now,
        version=version.number,
        outcome=outcome,
        finding=finding,
        votes={},
    )
    _take_back(record, version, outcome, by=None, now=now, reason=str(finding.label))
    rounds.close_round(found, outcome, finding, by=None, now=now)
    notifications.round_closed(found, record, seated, by=None, now=now)
    return outcome


def _end(
    record: Record,
    version: Version,
    found: Round,
    counted: Counted,
    *,
    by: User | None,
    now: dt.datetime,
) -> RoundOutcome:
    """Carry out what the votes come to, and close: until then those who sit in the round may move it."""
    tally, places = counted.tally, counted.places
    note_event(
        record,
        "round.closed",
        by=by,
        now=now,
        version=version.number,
        outcome=tally.outcome,
        finding=tally.finding,
        votes={str(choice): number for choice, number in tally.counts.items() if number},
    )
    allowed = frozenset({DECIDE}) if by is not None and by.has_perm(DECIDE, record) else frozenset()
    if tally.outcome == RoundOutcome.APPROVED:
        _put_in_force(record, version, places, by=by, now=now, allowed=allowed)
    else:
        reason = _words(places, tally.outcome)
        _take_back(record, version, tally.outcome, by=by, now=now, reason=reason, allowed=allowed)
    rounds.close_round(found, tally.outcome, tally.finding, by=by, now=now)
    notifications.round_closed(found, record, [place.seat.user for place in places], by=by, now=now)
    return tally.outcome


def _take_back(
    record: Record,
    version: Version,
    outcome: RoundOutcome,
    *,
    by: User | None,
    now: dt.datetime,
    reason: str,
    allowed: frozenset[str] = frozenset(),
) -> None:
    """Version and draft after a round that did not approve."""
    standing, stage = AFTERWARDS[outcome]
    move_version(version, to=standing, by=by, now=now, reason=reason, allowed=allowed)
    move_locked_draft(record, to=stage, by=by, now=now, reason=reason, allowed=allowed)


AFTERWARDS = {
    RoundOutcome.REJECTED: (Standing.REJECTED, Stage.NONE),
    RoundOutcome.RETURNED: (Standing.RETURNED, Stage.COMMIT),
    RoundOutcome.UNDECIDED: (Standing.UNDECIDED, Stage.COMMIT),
}
"""How version and draft stand after a round that did not approve."""


def _words(places: list[SeatWithVote], outcome: RoundOutcome) -> str:
    """The comments of the votes that made the outcome."""
    wanted = {RoundOutcome.REJECTED: "reject", RoundOutcome.RETURNED: "return"}.get(outcome)
    found = [place.vote.comment for place in places if place.vote and place.choice == wanted]
    return " ".join(text for text in found if text)


def _put_in_force(
    record: Record,
    version: Version,
    places: list[SeatWithVote],
    *,
    by: User | None,
    now: dt.datetime,
    allowed: frozenset[str],
) -> None:
    """The version takes over from the one in force before."""
    before = record.in_force
    if before is not None:
        move_version(before, to=Standing.SUPERSEDED, by=by, now=now, allowed=allowed)
        Enactment.objects.filter(version=before).update(in_force_to=now)
        stop_watching(
            before,
            outcome=Outcome.SUPERSEDED,
            words=_("Version %(number)s has taken over.") % {"number": version.number},
            now=now,
        )
    move_version(version, to=Standing.IN_FORCE, by=by, now=now, allowed=allowed)
    Enactment.objects.create(
        version=version, record=record, in_force_from=now, approvals=approvals_of(places)
    )
    record.in_force = version
    approved = read_frozen(version)
    _add_conditions(record, places, approved, by=by, now=now)
    publish_scorecard(version, approved, now=now)
    start_watching(version, approved, now=now)
    move_locked_draft(record, to=Stage.NONE, by=by, now=now, allowed=allowed)
    ask_for_papers(version, by=by)


def _add_conditions(
    record: Record, places: list[SeatWithVote], approved: FrozenVersion, *, by: User | None, now: dt.datetime
) -> None:
    """What the approvals depend on becomes actions of the owner."""
    add_actions(
        record,
        [
            FollowUp(
                _("Condition of %(name)s: %(text)s") % {"name": voter.name, "text": text},
                approved.owner,
                day_of(by, now) + dt.timedelta(days=CONDITION_DAYS),
            )
            for voter, text in rounds.conditions_of(places)
        ],
        by=by,
        now=now,
    )


def approvals_of(places: list[SeatWithVote]) -> list[dict[str, str]]:
    """The votes that counted as they print, people by their seals; `wrote` names fields that the voter had written.

    Papers go further than the seats do: what somebody declared as their conflict of interest is not on them.
    """
    people = [place.vote.user for place in places if place.vote]
    people += [place.seat.user for place in places if place.is_by_deputy]
    seals = seals_of(people)
    return [
        {
            "by": seals[place.vote.user_id],
            "choice": place.vote.choice,
            "comment": "" if place.vote.is_declared else place.vote.comment,
            "condition": place.vote.condition,
            "for": seals[place.seat.user_id] if place.is_by_deputy else "",
            "wrote": ", ".join(place.wrote),
            "at": place.vote.cast_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        for place in places
        if place.vote
    ]


def declare_interest(
    by: User, *, record: Record | None = None, partner: Partner | None = None, reason: str, now: dt.datetime
) -> Interest:
    """Declare a conflict of interest. It recuses at once from every running round that it touches."""
    conflicts_of_interest.check_has_seat(by, record)
    made = conflicts_of_interest.declare(by, record=record, partner=partner, reason=reason, now=now)
    seats = Seat.objects.filter(Q(user=by) | Q(deputy=by), round__closed_at=None)
    running = Version.objects.filter(round__in=seats.values("round")).select_related("record")
    for version in running:
        _recuse(version, by, now=now)
    return made


@transaction.atomic
def _recuse(version: Version, by: User, *, now: dt.datetime) -> None:
    """Where what they declared touches the record. A single approver's round ends with that: nobody is left."""
    record, found = _locked(version)
    declared = conflicts_of_interest.interest_of(record, by)
    if found.closed_at is not None or declared is None or rounds.is_recused(found, by):
        return
    rounds.recuse_declared(found, by, declared.reason, now=now)
    if found.committee_id is None:
        _end(record, version, found, rounds.counted(found), by=by, now=now)
