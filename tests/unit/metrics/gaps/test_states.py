"""The life of a cause."""

import itertools

import pytest

from metrics.gaps.states import MOVES, CauseStatus

S = CauseStatus


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(S, 2)))
def test_every_pair(before, after):
    allowed = {
        S.OPEN: {S.ACCEPTED, S.ANSWERED, S.SETTLED},
        S.ACCEPTED: {S.OPEN, S.SETTLED},
        S.ANSWERED: {S.OPEN, S.SETTLED},
        S.SETTLED: {S.OPEN},
    }
    assert ((before, after) in MOVES) is (after in allowed[before])
