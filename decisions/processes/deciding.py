"""From votes to a decision: cast, close, put in force. Each is one transaction, under the lock of the record."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.seals import seal_of
from decisions import models as m
from decisions.actions.followups import FollowUp, add_actions
from decisions.actions.moves import move_draft, move_version
from decisions.actions.summaries import mark_summary
from decisions.ballots import RoundOutcome
from decisions.cases import Outcome
from decisions.committee import interests, rounds, tellings
from decisions.committee.rounds import Ballotpaper, Place
from decisions.content import load_content
from decisions.record.events import lock_record, note_event
from decisions.reports.printing import ask_for_papers
from decisions.reports.scorecards import publish_scorecard
from decisions.stages import Stage, Standing
from decisions.triggers.watching import start_watching, stop_watching
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import Partner

CONDITION_DAYS = 30
"""By when a condition of an approval is due, unless its owner plans otherwise."""


@transaction.atomic
def vote(
    version: m.Version, paper: Ballotpaper, *, by: User, now: dt.datetime, entered_by: User | None = None
) -> RoundOutcome | None:
    """Cast a vote. A single approver's vote decides at once; a committee's round goes on until it is closed."""
    record = lock_record(version.record)
    found = rounds.locked_round(version)
    cast = rounds.cast_vote(found, paper, by=by, now=now, entered_by=entered_by)
    note_event(record, "vote.cast", by=entered_by or by, now=now, version=version.number, choice=cast.choice)
    return None if found.committee_id else _end(record, version, found, by=by, now=now)


@transaction.atomic
def close_early(version: m.Version, *, by: User, now: dt.datetime) -> RoundOutcome:
    """The chair ends the round before its time: only where nobody can change the result any more."""
    record = lock_record(version.record)
    found = rounds.locked_round(version)
    if not rounds.is_chair(found, by):
        raise NotAllowed(_("Only the chair closes a round before its time."))
    rounds.check_open(found)
    if not rounds.can_close_early(found):
        raise Blocked(_("Those who have not voted yet can still change the result."))
    return _end(record, version, found, by=by, now=now)


def close_due(now: dt.datetime) -> int:
    """End every round whose time is over. One that is being closed by somebody else is passed over."""
    due = (
        m.Round.objects.filter(closed_at=None, ends_at__lte=now)
        .order_by("ends_at")
        .values_list("pk", flat=True)
    )
    return sum(_close_due(pk, now) for pk in due)


@transaction.atomic
def _close_due(pk: uuid.UUID, now: dt.datetime) -> bool:
    version = m.Version.objects.select_related("record").get(round=pk)
    record = lock_record(version.record)
    found = m.Round.objects.select_for_update().filter(pk=pk, closed_at=None).first()
    if found is None:
        return False
    _end(record, version, found, by=None, now=now)
    return True


def _end(
    record: m.Record, version: m.Version, found: m.Round, *, by: User | None, now: dt.datetime
) -> RoundOutcome:
    """Count, carry out what the votes come to, and close: until then those who sit in the round may move it."""
    places = rounds.places_of(found)
    counted = rounds.count(found)
    reason = _words(places, counted.outcome)
    note_event(
        record,
        "round.closed",
        by=by,
        now=now,
        version=version.number,
        outcome=counted.outcome,
        finding=counted.finding,
        votes={str(choice): number for choice, number in counted.counts.items() if number},
    )
    if counted.outcome == RoundOutcome.APPROVED:
        _put_in_force(record, version, places, by=by, now=now)
    else:
        standing, stage = AFTERWARDS[counted.outcome]
        move_version(version, to=standing, by=by, now=now, reason=reason)
        move_draft(record, to=stage, by=by, now=now, reason=reason)
    rounds.close_round(found, counted.outcome, counted.finding, by=by, now=now)
    tellings.round_closed(found, record, by=by, now=now)
    return counted.outcome


AFTERWARDS = {
    RoundOutcome.REJECTED: (Standing.REJECTED, Stage.NONE),
    RoundOutcome.RETURNED: (Standing.RETURNED, Stage.COMMIT),
    RoundOutcome.UNDECIDED: (Standing.UNDECIDED, Stage.COMMIT),
}
"""How version and draft stand after a round that did not approve."""


def _words(places: list[Place], outcome: RoundOutcome) -> str:
    """The comments of the votes that made the outcome."""
    wanted = {RoundOutcome.REJECTED: "reject", RoundOutcome.RETURNED: "return"}.get(outcome)
    found = [place.vote.comment for place in places if place.vote and place.choice == wanted]
    return " ".join(text for text in found if text)


def _put_in_force(
    record: m.Record, version: m.Version, places: list[Place], *, by: User | None, now: dt.datetime
) -> None:
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
        version=version, record=record, in_force_from=now, approvals=approvals_of(places)
    )
    m.Record.objects.filter(pk=record.pk).update(in_force=version)
    content = load_content(record)
    add_actions(
        record,
        [
            FollowUp(
                _("Condition of %(name)s: %(text)s") % {"name": voter.name, "text": text},
                content.one(m.Brief).owner,
                now.date() + dt.timedelta(days=CONDITION_DAYS),
            )
            for voter, text in rounds.conditions_of(places)
        ],
        by=by,
        now=now,
    )
    publish_scorecard(version, content, now=now)
    start_watching(version, content, now=now)
    moved = move_draft(record, to=Stage.NONE, by=by, now=now)
    mark_summary(moved, now=now)
    ask_for_papers(version, by=by)


def approvals_of(places: list[Place]) -> list[dict[str, str]]:
    """The votes that counted as they print, people by their seals."""
    return [
        {
            "by": seal_of(place.vote.user),
            "choice": place.vote.choice,
            "comment": place.vote.comment,
            "condition": place.vote.condition,
            "for": seal_of(place.seat.user) if place.is_by_deputy else "",
            "at": place.vote.cast_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        for place in places
        if place.vote
    ]


def declare_interest(
    by: User, *, record: m.Record | None = None, partner: Partner | None = None, reason: str, now: dt.datetime
) -> m.Interest:
    """Declare a conflict of interest. It recuses at once from every running round that it touches."""
    made = interests.declare(by, record=record, partner=partner, reason=reason, now=now)
    seats = m.Seat.objects.filter(Q(user=by) | Q(deputy=by), round__closed_at=None)
    running = m.Version.objects.filter(round__in=seats.values("round")).select_related("record")
    for version in running:
        _recuse(version, by, now=now)
    return made


@transaction.atomic
def _recuse(version: m.Version, by: User, *, now: dt.datetime) -> None:
    """Where what they declared touches the record. A single approver's round ends with that: nobody is left."""
    record = lock_record(version.record)
    found = rounds.locked_round(version)
    declared = interests.interest_of(record, by)
    if found.closed_at is not None or declared is None or rounds.is_recused(found, by):
        return
    rounds.recuse_declared(found, by, declared.reason, now=now)
    if found.committee_id is None:
        _end(record, version, found, by=by, now=now)
