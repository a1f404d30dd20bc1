"""What the votes of a round come to: plain counting, without a database.

Abstentions count for the quorum, not for the threshold. Who recuses counts for neither; whether the quorum is
taken of all seats or of those that did not recuse is a rule of the committee. The threshold is strict: at 75 %,
three of four are not enough. The votes of those who wrote it count beside others, never alone: nothing is approved
without the approval of somebody who did not.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from decisions.states.votes import Choice, RoundFinding, RoundOutcome

CAST = (Choice.APPROVE, Choice.REJECT, Choice.RETURN)
UNDECIDED, RETURNED = RoundOutcome.UNDECIDED, RoundOutcome.RETURNED


@dataclass(frozen=True)
class Rules:
    """The rules that a round began with. Shares are in percent.

    `quorum`: at least this share of the seats takes part. `threshold`: strictly more than this share of the votes
    cast approves; at least 50, so that nothing is approved against a majority. `recused_leave`: the quorum is
    taken of the seats that did not recuse.
    """

    quorum: Decimal
    threshold: Decimal
    recused_leave: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.quorum <= 100:
            raise ValueError("the quorum is more than 0 % and at most 100 %")
        if not 50 <= self.threshold < 100:
            raise ValueError("the threshold is at least 50 % and less than 100 %")


@dataclass(frozen=True)
class Ballot:
    """What a seat says; None where it has not voted."""

    choice: Choice | None
    is_writer: bool = False


@dataclass(frozen=True)
class Tally:
    """Counts of a round: votes by choice, seats, the base of the quorum, what they come to and why."""

    counts: dict[Choice, int]
    seats: int
    base: int
    outcome: RoundOutcome
    finding: RoundFinding

    @property
    def cast(self) -> int:
        """Votes for the threshold."""
        return sum(self.counts[choice] for choice in CAST)

    @property
    def present(self) -> int:
        """Votes for the quorum."""
        return self.cast + self.counts[Choice.ABSTAIN]

    @property
    def missing(self) -> int:
        """Seats that have said nothing."""
        return self.seats - sum(self.counts.values())

    @property
    def against(self) -> int:
        return self.counts[Choice.REJECT] + self.counts[Choice.RETURN]


def tally(ballots: Sequence[Ballot], rules: Rules) -> Tally:
    """Count the ballots of all seats of a round, as if it ended now."""
    return _count(Counter(ballots), rules)


def is_settled(ballots: Sequence[Ballot], rules: Rules) -> bool:
    """Whether the seats that have not voted yet can no longer change the outcome, whatever they say."""
    said = Counter(ballot for ballot in ballots if ballot.choice is not None)
    silent = [ballot for ballot in ballots if ballot.choice is None]
    reached: RoundOutcome | None = None
    for more in _completions(silent):
        outcome = _count(said + more, rules).outcome
        if reached not in (None, outcome):
            return False
        reached = outcome
    return True


def _completions(silent: Sequence[Ballot]) -> Iterator[Counter[Ballot]]:
    """Every way in which seats can still vote, or stay silent, up to their order."""
    answers = (None, *Choice)
    others = sum(not ballot.is_writer for ballot in silent)
    writers = len(silent) - others
    for theirs in itertools.combinations_with_replacement(answers, others):
        for own in itertools.combinations_with_replacement(answers, writers):
            yield Counter([*(Ballot(choice) for choice in theirs), *(Ballot(choice, True) for choice in own)])


def _count(ballots: Counter[Ballot], rules: Rules) -> Tally:
    counts = dict.fromkeys(Choice, 0)
    for ballot, number in ballots.items():
        if ballot.choice is not None:
            counts[ballot.choice] += number
    seats = sum(ballots.values())
    base = seats - counts[Choice.RECUSE] if rules.recused_leave else seats
    others = sum(
        number for ballot, number in ballots.items() if ballot.choice in CAST and not ballot.is_writer
    )
    outcome, finding = _why_unusable(counts, seats, base, others, rules) or _result(counts, rules)
    if outcome == RoundOutcome.APPROVED and not any(_is_independent(ballot) for ballot in ballots):
        outcome, finding = UNDECIDED, RoundFinding.WRITERS_ONLY
    return Tally(counts, seats, base, outcome, finding)


def _is_independent(ballot: Ballot) -> bool:
    """Whether it approves what the voter did not write."""
    return ballot.choice == Choice.APPROVE and not ballot.is_writer


def _why_unusable(
    counts: dict[Choice, int], seats: int, base: int, others: int, rules: Rules
) -> tuple[RoundOutcome, RoundFinding] | None:
    """Why the votes decide nothing, if they don't. `others`: votes cast by people who did not write it."""
    cast = sum(counts[choice] for choice in CAST)
    present = cast + counts[Choice.ABSTAIN]
    if counts[Choice.RECUSE] == seats:
        return UNDECIDED, RoundFinding.ALL_RECUSED
    if present == 0 or present * 100 < rules.quorum * base:
        return UNDECIDED, RoundFinding.NO_QUORUM
    if cast == 0:
        return UNDECIDED, RoundFinding.ABSTAINED
    return None if others else (UNDECIDED, RoundFinding.AUTHOR_ALONE)


def _result(counts: dict[Choice, int], rules: Rules) -> tuple[RoundOutcome, RoundFinding]:
    """What votes that count come to."""
    approve, reject, changes = (counts[choice] for choice in CAST)
    against = reject + changes
    if approve * 100 > rules.threshold * (approve + against):
        return RoundOutcome.APPROVED, RoundFinding.CARRIED
    if approve == against:
        return UNDECIDED, RoundFinding.TIE
    if changes >= reject:
        return RETURNED, RoundFinding.CHANGES
    return RoundOutcome.REJECTED, RoundFinding.SHORT if approve > against else RoundFinding.AGAINST
