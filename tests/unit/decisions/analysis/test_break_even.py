"""Where one estimate would change the best option."""

import numpy as np
import pytest
from hypothesis import given

from decisions.analysis.break_even import break_evens
from decisions.analysis.problem import BadProblem, Criterion, Estimate, Problem
from decisions.analysis.value import ranking, totals
from tests.unit.decisions.analysis.problems import (
    municipal_plan,
    needs_vectors,
    payoff,
    plain,
    problems,
    vectors,
)


def row_of(found, option, criterion, against):
    return next(
        row for row in found if (row.option, row.criterion, row.against) == (option, criterion, against)
    )


@needs_vectors
def test_the_large_building_stays_best_down_to_the_published_payoffs():
    expected = vectors()["break_even"]["large_stays_best_while"]
    found = break_evens(payoff(), "large")
    strong, weak = (row_of(found, "large", state, "medium").value for state in ("strong", "weak"))
    assert strong == pytest.approx(expected["strong_payoff_at_least"], abs=1e-9)
    assert weak == pytest.approx(expected["weak_payoff_at_least"], abs=1e-9)


@needs_vectors
def test_the_break_evens_of_the_municipal_plan():
    expected = vectors()["weight_flip"]
    found = break_evens(municipal_plan(), "I")
    challenger = row_of(found, "VI", "3", "I")
    assert challenger.value == pytest.approx(expected["VI_on_criterion_3_would_need"], abs=1e-9)
    assert not challenger.inside_range
    mine = row_of(found, "I", "3", "VI")
    assert mine.value == pytest.approx(expected["I_loses_to_VI_when_its_criterion_3_falls_below"], abs=1e-9)


@needs_vectors
def test_within_the_anchors_no_level_lets_the_challenger_win():
    """The range of criterion 3 ends at 30; 41 would be needed."""
    plan = municipal_plan()
    clipped = plain(plan.options, plan.criteria, plan.levels)
    assert row_of(break_evens(clipped, "I"), "VI", "3", "I").value is None


def test_a_single_number_is_compared_with_the_anchors_and_a_range_with_its_ends():
    criteria = (Criterion("k", 0, 100, 50), Criterion("rest", 0, 1, 50))
    estimates = {"A": {"k": Estimate(80, 75, 90), "rest": 0.5}, "B": {"k": 50, "rest": 0.6}}
    found = break_evens(Problem.of(("A", "B"), criteria, estimates), "A")
    mine, theirs = row_of(found, "A", "k", "B"), row_of(found, "B", "k", "A")
    assert (mine.value, mine.inside_range) == (pytest.approx(60), False)
    assert (theirs.value, theirs.inside_range) == (pytest.approx(70), True)


def test_a_criterion_without_weight_changes_nothing_at_any_level():
    criteria = (Criterion("k", 0, 1, 100), Criterion("idle", 0, 1, 0))
    found = break_evens(plain("AB", criteria, [[1, 0], [0.5, 1]]), "A")
    assert row_of(found, "A", "idle", "B").value is None
    assert not row_of(found, "A", "idle", "B").inside_range


def test_two_equal_options_tie_where_they_stand():
    criteria = (Criterion("k", 0, 10, 100),)
    found = break_evens(plain("AB", criteria, [[4], [4]]), "A")
    assert [row.value for row in found] == pytest.approx([4, 4])


def test_a_recommended_option_that_is_not_the_best_would_have_to_gain():
    criteria = (Criterion("k", 0, 10, 100),)
    found = break_evens(plain("AB", criteria, [[4], [6]]), "A")
    assert row_of(found, "A", "k", "B").value == pytest.approx(6)


def test_no_other_option_no_break_even():
    assert break_evens(plain("A", (Criterion("k", 0, 1, 1),), [[1]]), "A") == []


def test_an_unknown_recommendation_is_refused():
    with pytest.raises(BadProblem) as refusal:
        break_evens(plain("A", (Criterion("k", 0, 1, 1),), [[1]]), "Z")
    assert refusal.value.place == "recommended"


@given(problems(options=(2, 4)))
def test_at_each_break_even_the_two_options_tie(problem):
    for row in break_evens(problem, ranking(problem)[0]):
        if row.value is None:
            continue
        moved = totals(problem.with_levels({row.option: {row.criterion: row.value}}))
        one, other = (problem.options.index(option) for option in (row.option, row.against))
        assert moved[one] == pytest.approx(moved[other], abs=1e-9)


@given(problems(options=(2, 4)))
def test_every_pair_and_criterion_has_its_row(problem):
    others = len(problem.options) - 1
    found = break_evens(problem, problem.options[0])
    assert len(found) == 2 * others * len(problem.criteria)
    assert all(row.value is None or np.isfinite(row.value) for row in found)
