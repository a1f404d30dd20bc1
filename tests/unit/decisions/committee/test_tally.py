"""What votes come to, as a table; and when a result can no longer change."""

import itertools
from decimal import Decimal

import pytest

from decisions.committee.tally import Ballot, Rules, is_settled, tally
from decisions.states.votes import Choice, RoundFinding, RoundOutcome

LETTERS = {
    "a": Choice.APPROVE,
    "r": Choice.REJECT,
    "c": Choice.RETURN,
    "0": Choice.ABSTAIN,
    "x": Choice.RECUSE,
}


def ballots(text):
    """A letter per seat: approve, reject, changes, 0 abstains, x recuses, - is silent. A capital is the author's."""
    return [Ballot(LETTERS.get(letter.lower()), letter.isupper()) for letter in text]


def rules(quorum=50, threshold=50, *, recused_leave=True):
    return Rules(Decimal(quorum), Decimal(threshold), recused_leave)


HALF, THREE_QUARTERS = rules(), rules(threshold=75)

TABLE = [
    # seats, rules, outcome, finding
    ("a", rules(100), "approved", "carried"),
    ("r", rules(100), "rejected", "against"),
    ("c", rules(100), "returned", "changes"),
    ("aaa", HALF, "approved", "carried"),
    ("aar", HALF, "approved", "carried"),
    ("aarr", HALF, "undecided", "tie"),
    ("aarc", HALF, "undecided", "tie"),
    ("arr", HALF, "rejected", "against"),
    ("acc", HALF, "returned", "changes"),
    ("arc", HALF, "returned", "changes"),
    ("arrc", HALF, "rejected", "against"),
    # exactly the threshold is not more than the threshold
    ("aaar", THREE_QUARTERS, "rejected", "short"),
    ("aaac", THREE_QUARTERS, "returned", "changes"),
    ("aaaar", THREE_QUARTERS, "approved", "carried"),
    ("aaar", rules(threshold="74.99"), "approved", "carried"),
    ("ar", HALF, "undecided", "tie"),
    # abstentions count for the quorum, not for the threshold
    ("a0--", HALF, "approved", "carried"),
    ("a---", HALF, "undecided", "no_quorum"),
    ("aaar0000", THREE_QUARTERS, "rejected", "short"),
    ("a000", THREE_QUARTERS, "approved", "carried"),
    ("0000", HALF, "undecided", "abstained"),
    ("00--", HALF, "undecided", "abstained"),
    ("----", HALF, "undecided", "no_quorum"),
    # the quorum: at least its share
    ("aa--", HALF, "approved", "carried"),
    ("aa---", HALF, "undecided", "no_quorum"),
    ("aa-", rules("66.67"), "undecided", "no_quorum"),
    ("aa-", rules("66.66"), "approved", "carried"),
    ("aaa-", rules(100), "undecided", "no_quorum"),
    # who recuses leaves the base of the quorum, or stays in it
    ("axxx", rules(100), "approved", "carried"),
    ("axxx", rules(50, recused_leave=False), "undecided", "no_quorum"),
    ("aaxx", rules(50, recused_leave=False), "approved", "carried"),
    ("a-xx", HALF, "approved", "carried"),
    ("xxx", HALF, "undecided", "all_recused"),
    ("xxx", rules(recused_leave=False), "undecided", "all_recused"),
    ("xx-", HALF, "undecided", "no_quorum"),
    # the author's vote counts beside others, never alone
    ("A", rules(100), "undecided", "author_alone"),
    ("R", rules(100), "undecided", "author_alone"),
    ("A00", HALF, "undecided", "author_alone"),
    ("A--", rules(30), "undecided", "author_alone"),
    # nothing is approved without the approval of somebody who did not write it
    ("AAr", HALF, "undecided", "writers_only"),
    ("AAAr", THREE_QUARTERS, "rejected", "short"),
    ("AAc", HALF, "undecided", "writers_only"),
    ("AAa", HALF, "approved", "carried"),
    ("Rar", HALF, "rejected", "against"),
    ("Aa-", HALF, "approved", "carried"),
    ("Aar", HALF, "approved", "carried"),
    ("Ar", HALF, "undecided", "tie"),
]


@pytest.mark.parametrize(("seats", "given", "outcome", "finding"), TABLE)
def test_what_votes_come_to(seats, given, outcome, finding):
    found = tally(ballots(seats), given)
    assert (found.outcome, found.finding) == (outcome, finding)


def test_the_counts_are_told():
    found = tally(ballots("aar0x-"), HALF)
    assert (found.seats, found.base, found.cast, found.present, found.against, found.missing) == (
        6,
        5,
        3,
        4,
        1,
        1,
    )


def test_the_order_of_seats_does_not_matter():
    for given in (HALF, THREE_QUARTERS):
        for seats in itertools.combinations_with_replacement("arc0x-A", 4):
            found = {tally(ballots(order), given).outcome for order in itertools.permutations(seats)}
            assert len(found) == 1, seats


def test_nothing_is_approved_against_a_majority_or_by_the_author_alone():
    for seats in itertools.product("arc0x-", repeat=4):
        for author in ("", "A", "R"):
            found = tally(ballots("".join(seats) + author), HALF)
            if found.outcome == RoundOutcome.APPROVED:
                assert found.counts[Choice.APPROVE] > found.against
                assert found.counts[Choice.APPROVE] - (author == "A") > 0, "others have to approve as well"


SETTLED = [
    ("aa-", HALF, True),
    ("a--", HALF, False),
    ("aaa--", HALF, True),
    ("aaa--", THREE_QUARTERS, False),
    ("rr-", HALF, True),
    ("r--", HALF, False),
    ("aar", HALF, True),
    ("", HALF, True),
    ("xx-", HALF, False),
    ("aaaaaaa--", THREE_QUARTERS, True),
    ("aaaaaa--", THREE_QUARTERS, False),  # six of eight are not more than 75 %
    ("aA-", HALF, True),
    ("A--", HALF, False),
    ("-", rules(100), False),
    ("000--", HALF, False),
]


@pytest.mark.parametrize(("seats", "given", "settled"), SETTLED)
def test_when_a_result_can_no_longer_change(seats, given, settled):
    assert is_settled(ballots(seats), given) is settled


def test_settled_is_what_every_possible_end_says():
    """By hand over all ways to fill two silent seats."""
    for seats in itertools.product("arc0x", repeat=3):
        said = "".join(seats)
        ends = {
            tally(ballots(said + "".join(more)), THREE_QUARTERS).outcome
            for more in itertools.product("arc0x-", repeat=2)
        }
        assert is_settled(ballots(said + "--"), THREE_QUARTERS) is (len(ends) == 1), said


def test_a_large_committee_is_settled_in_bounded_work():
    assert is_settled(ballots("a" * 24 + "-" * 6), HALF)


@pytest.mark.parametrize(("quorum", "threshold"), [(0, 50), (101, 50), (50, 49), (50, 100)])
def test_rules_that_make_no_sense_are_refused(quorum, threshold):
    with pytest.raises(ValueError, match=r"%"):
        rules(quorum, threshold)


def test_every_finding_is_in_the_table():
    named = {finding for _seats, _rules, _outcome, finding in TABLE}
    assert named == set(RoundFinding) - {RoundFinding.WITHDRAWN, RoundFinding.OUTDATED}
