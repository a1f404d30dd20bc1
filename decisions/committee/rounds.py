"""Opening a round, casting votes, and counting them. A single approver is a round of one."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.conflicts_of_interest import interest_of, interests_in
from decisions.committee.models.committees import Committee, CommitteeRule, Member
from decisions.committee.models.rounds import Round, Seat, Vote
from decisions.committee.tally import Ballot, Rules, Tally, is_settled, tally
from decisions.sections.approvals import Approval
from decisions.states.classes import DecisionClass
from decisions.states.votes import Choice, RoundFinding, RoundOutcome
from decisions.versions.models import Version
from partnerdesk.core.refusals import Blocked, NotAllowed
from partnerdesk.core.zones import days_later

ALONE = Rules(quorum=Decimal(100), threshold=Decimal(50))
"""What a single approver decides by."""


@dataclass(frozen=True)
class SeatWithVote:
    """A seat of a round with the vote that counts for it.

    `wrote` are the names of the fields that the voter, or else the member, wrote of what is voted on.
    """

    seat: Seat
    vote: Vote | None
    wrote: tuple[str, ...] = ()

    @property
    def choice(self) -> Choice | None:
        return Choice(self.vote.choice) if self.vote else None

    @property
    def is_by_deputy(self) -> bool:
        return self.vote is not None and self.vote.user_id == self.seat.deputy_id


@dataclass(frozen=True)
class Writers:
    """Who wrote what is proposed: by person the names of the fields. `may_approve`: their approval is enough here."""

    fields: dict[uuid.UUID, tuple[str, ...]]
    may_approve: bool = False


def open_round(
    version: Version,
    *,
    approver: User,
    committee: Committee | None,
    writers: Writers,
    by: User,
    now: dt.datetime,
) -> Round:
    """Open a vote on `version`, by its hash. Who may vote, who wrote it, and by which rules, is settled here."""
    if committee is None:
        if approver == by or (approver.pk in writers.fields and not writers.may_approve):
            raise Blocked(_("Somebody other than those who wrote it has to approve."))
        if interest_of(version.record, approver):
            raise Blocked(
                _("%(name)s has declared a conflict of interest here: name another approver.")
                % {"name": approver.name}
            )
        opened = _round(version, ALONE, writers, by=by, now=now)
        Seat.objects.create(round=opened, user=approver)
        return opened
    rules = rules_of(committee, DecisionClass(version.data()["parts"]["brief"]["class"]))
    ends_at = days_later(committee.zone, now, committee.voting_days)
    opened = _round(version, rules, writers, by=by, now=now, committee=committee, ends_at=ends_at)
    can_vote = Q(user__is_active=True) | Q(deputy__is_active=True)
    members = list(Member.objects.filter(can_vote, committee=committee).select_related("user"))
    Seat.objects.bulk_create(
        Seat(round=opened, user=member.user, deputy_id=member.deputy_id, is_chair=member.is_chair)
        for member in members
    )
    people = [member.user for member in members]
    for interest in interests_in(version.record, people):
        recuse_declared(opened, interest.user, interest.reason, now=now)
    return opened


def _round(
    version: Version,
    rules: Rules,
    writers: Writers,
    *,
    by: User,
    now: dt.datetime,
    committee: Committee | None = None,
    ends_at: dt.datetime | None = None,
) -> Round:
    return Round.objects.create(
        version=version,
        sha256=version.sha256,
        committee=committee,
        quorum=rules.quorum,
        threshold=rules.threshold,
        recused_leave=rules.recused_leave,
        writers={str(person): list(fields) for person, fields in writers.fields.items()},
        writers_may_approve=writers.may_approve,
        opened_by=by,
        opened_at=now,
        ends_at=ends_at,
    )


def rules_of(committee: Committee, decision_class: DecisionClass) -> Rules:
    """The rules by which a committee decides on a class of decision today."""
    found = CommitteeRule.objects.filter(committee=committee, decision_class=decision_class).first()
    found = found or CommitteeRule(committee=committee, decision_class=decision_class)
    return Rules(found.quorum, found.threshold, found.recused_leave)


def locked_round(version: Version) -> Round:
    """The version's round, locked until the transaction ends. It is the version's own from here on."""
    found = Round.objects.select_for_update().get(version=version)
    found.version = version
    return found


def check_open(found: Round) -> None:
    """Raises Blocked where the round is closed."""
    if found.closed_at is not None:
        raise Blocked(
            _("This was decided already: %(outcome)s. Load the page again.")
            % {"outcome": found.get_outcome_display()}
        )


def seat_of(found: Round, user: User) -> Seat | None:
    """The seat for which this person votes, as its member or deputy."""
    return Seat.objects.filter(Q(user=user) | Q(deputy=user), round=found).first()


def own_seat(found: Round, user: User) -> Seat:
    """The seat for which this person votes. Raises NotAllowed where they have none."""
    seat = seat_of(found, user)
    if seat is None:
        raise NotAllowed(_("Only the people named for this round decide on it."))
    return seat


def is_chair(found: Round, user: User) -> bool:
    """Whether this person takes the chair of the round, as chair or as the chair's deputy."""
    return Seat.objects.filter(Q(user=user) | Q(deputy=user), round=found, is_chair=True).exists()


@dataclass(frozen=True)
class Ballotpaper:
    """What a person writes: the choice, its comment, and what an approval depends on."""

    choice: Choice
    comment: str = ""
    condition: str = ""
    seen_sha256: str = ""


def cast_vote(
    found: Round, paper: Ballotpaper, *, by: User, now: dt.datetime, entered_by: User | None = None
) -> Vote:
    """Write a vote on exactly the version that the voter saw. Until the round ends it can be changed."""
    seat = own_seat(found, by)
    check_open(found)
    if paper.seen_sha256 != found.sha256:
        raise Blocked(_("This is not the version that you looked at. Load the page and read it again."))
    if found.ends_at is not None and now >= found.ends_at:
        raise Blocked(_("Voting has ended; the result is being counted."))
    _check_words(paper)
    _check_seat(found, seat, by)
    if paper.choice != Choice.RECUSE and interest_of(found.version.record, by):
        raise Blocked(_("You declared a conflict of interest here: you can't vote on it."))
    return Vote.objects.create(
        round=found,
        user=by,
        choice=paper.choice,
        comment=paper.comment.strip(),
        condition=paper.condition.strip(),
        entered_by=entered_by,
        cast_at=now,
    )


def _check_words(paper: Ballotpaper) -> None:
    needs_words = paper.choice in (Choice.REJECT, Choice.RETURN, Choice.RECUSE)
    if needs_words and not paper.comment.strip():
        raise Blocked(_("Say why, so that the author can act on it."))
    if paper.condition.strip() and paper.choice != Choice.APPROVE:
        raise Blocked(_("Only an approval has a condition. Write a dissent as the comment."))


def _check_seat(found: Round, seat: Seat, by: User) -> None:
    """A deputy votes only where the member has not."""
    if seat.user_id == by.pk:
        return
    member = _newest_votes(found).get(seat.user_id)
    if member and member.choice != Choice.RECUSE:
        raise Blocked(_("%(name)s has voted for this seat.") % {"name": seat.user.name})


def recuse_declared(found: Round, user: User, reason: str, *, now: dt.datetime) -> Vote:
    """The recusal that follows from a declared conflict of interest."""
    return Vote.objects.create(
        round=found, user=user, choice=Choice.RECUSE, comment=reason, is_declared=True, cast_at=now
    )


def is_recused(found: Round, user: User) -> bool:
    """Whether this person's last word in the round is a recusal."""
    last = _newest_votes(found).get(user.pk)
    return last is not None and last.choice == Choice.RECUSE


def places_of(found: Round) -> list[SeatWithVote]:
    """Every seat with the vote that counts: the member's last one, else that of the deputy.

    Where the member has recused, the deputy's vote stands for the seat.
    """
    seats = (
        Seat.objects.filter(round=found).select_related("user", "deputy").order_by("-is_chair", "user__name")
    )
    newest = _newest_votes(found)
    return [_place(found, seat, _counting(seat, newest)) for seat in seats]


def _place(found: Round, seat: Seat, vote: Vote | None) -> SeatWithVote:
    return SeatWithVote(seat, vote, wrote(found, vote.user_id if vote else seat.user_id))


def _newest_votes(found: Round) -> dict[object, Vote]:
    rows: Iterable[Vote] = Vote.objects.filter(round=found).select_related("user").order_by("cast_at", "pk")
    return {vote.user_id: vote for vote in rows}


def _counting(seat: Seat, newest: dict[object, Vote]) -> Vote | None:
    own, deputy = newest.get(seat.user_id), newest.get(seat.deputy_id)
    if own and own.choice != Choice.RECUSE:
        return own
    return deputy or own


def ballots_of(found: Round, places: Iterable[SeatWithVote]) -> list[Ballot]:
    """The votes as they are counted; those of the people who wrote the version are marked."""
    wrote = {
        str(found.opened_by_id),
        *map(str, Approval.objects.filter(record=found.version.record_id).values_list("author", flat=True)),
        *(found.writers if not found.writers_may_approve else ()),
    }
    return [Ballot(place.choice, str(_voter(place)) in wrote) for place in places]


def wrote(found: Round, person: object) -> tuple[str, ...]:
    """The names of the fields that a person wrote of what is voted on; empty for those who did not."""
    return tuple(found.writers.get(str(person), ()))


def _voter(place: SeatWithVote) -> object:
    return place.vote.user_id if place.vote else place.seat.user_id


def rules_in(found: Round) -> Rules:
    """The rules that the round began with."""
    return Rules(found.quorum, found.threshold, found.recused_leave)


@dataclass(frozen=True)
class Counted:
    """The seats of a round with their votes, and what these come to as if the round ended now."""

    places: list[SeatWithVote]
    ballots: list[Ballot]
    rules: Rules

    def is_led_by(self, user: User) -> bool:
        """Whether this person takes the chair of the round, as chair or as the chair's deputy."""
        return any(
            user.pk in (place.seat.user_id, place.seat.deputy_id)
            for place in self.places
            if place.seat.is_chair
        )

    @property
    def tally(self) -> Tally:
        return tally(self.ballots, self.rules)

    @property
    def is_settled(self) -> bool:
        """Whether nobody who is still to vote can change the outcome."""
        return is_settled(self.ballots, self.rules)


def counted(found: Round) -> Counted:
    places = places_of(found)
    return Counted(places, ballots_of(found, places), rules_in(found))


def count(found: Round) -> Tally:
    """What the votes come to, as if the round ended now."""
    return counted(found).tally


def can_close_early(found: Round) -> bool:
    """Whether nobody who is still to vote can change the outcome."""
    return counted(found).is_settled


def close_round(
    found: Round, outcome: RoundOutcome, finding: RoundFinding, *, by: User | None, now: dt.datetime
) -> None:
    found.closed_at, found.closed_by, found.outcome, found.finding = now, by, outcome, finding
    found.save(update_fields=["closed_at", "closed_by", "outcome", "finding"])


def conditions_of(places: Iterable[SeatWithVote]) -> Iterator[tuple[User, str]]:
    """What approvals depend on, with who asks for it."""
    for place in places:
        if place.vote and place.vote.condition and place.vote.choice == Choice.APPROVE:
            yield place.vote.user, place.vote.condition
