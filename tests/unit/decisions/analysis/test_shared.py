"""A number from which several estimates follow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.analysis.problem import Criterion
from decisions.analysis.shared import SharedInput, shared_break_evens
from decisions.analysis.value import totals
from tests.unit.decisions.analysis.problems import plain

K, REST = Criterion("k", 0, 100, 50), Criterion("rest", 0, 1, 50)


def shared(present, offsets, factors):
    return SharedInput("k", present, np.array(offsets, dtype=float), np.array(factors, dtype=float))


def problem_of(found, rest):
    levels = found.offsets + found.factors * found.present
    return plain("AB", (K, REST), [[level, other] for level, other in zip(levels, rest, strict=True)])


def test_a_change_on_the_baseline_loses_to_a_fixed_level_when_the_baseline_falls():
    found = shared(50, [10, 40], [1, 0])
    problem = problem_of(found, (0.5, 0.5))
    assert shared_break_evens(problem, "A", [found])[0].value == pytest.approx(30)


def test_estimates_that_follow_alike_never_change_places():
    found = shared(50, [10, 0], [1, 1])
    assert shared_break_evens(problem_of(found, (0.5, 0.5)), "A", [found]) == []


def test_within_the_anchors_nothing_may_be_enough():
    found = shared(50, [0, 0], [1, 0])
    assert shared_break_evens(problem_of(found, (0.9, 0.1)), "A", [found])[0].value is None


@given(
    st.floats(1, 99),
    st.lists(st.floats(-20, 20), min_size=2, max_size=2),
    st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.2]), min_size=2, max_size=2, unique=True),
    st.lists(st.floats(0, 1), min_size=2, max_size=2),
)
def test_at_the_break_even_the_two_options_tie(present, offsets, factors, rest):
    found = shared(present, offsets, factors)
    value = shared_break_evens(problem_of(found, rest), "A", [found])[0].value
    if value is not None:
        tied = totals(problem_of(shared(value, offsets, factors), rest))
        assert tied[0] == pytest.approx(tied[1], abs=1e-9)
