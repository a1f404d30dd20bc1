"""Weights and shares at which the best option changes."""

import numpy as np
import pytest
from hypothesis import assume, given

from decisions.analysis.flips import trade_off, trade_off_flips, weight_flips, weight_lines
from decisions.analysis.problem import Criterion, Problem
from decisions.analysis.value import partial_values, ranking, totals, weights
from tests.unit.decisions.analysis.problems import (
    municipal_plan,
    needs_vectors,
    payoff,
    plain,
    problems,
    vectors,
)

LEFT, RIGHT = Criterion("l", 0, 1, 50, "left"), Criterion("r", 0, 1, 50, "right")


@needs_vectors
def test_the_flip_of_the_municipal_plan():
    expected = vectors()["weight_flip"]
    found = weight_flips(municipal_plan())
    assert [(flip.criterion, flip.from_option, flip.to_option) for flip in found] == [("3", "I", "VI")]
    assert found[0].weight == pytest.approx(expected["flip_weight_of_criterion_3"], abs=1e-9)


@needs_vectors
@pytest.mark.parametrize("p_strong", [0.8, 0.1, 0.5])
def test_the_flips_of_the_payoff_table_from_wherever_one_stands(p_strong):
    derived = vectors()["break_even"]["derived"]
    expected = sorted(
        [derived["flip_p_small_to_medium"], derived["flip_p_medium_to_large"]],
        key=lambda at: abs(at - p_strong),
    )
    found = [flip.weight for flip in weight_flips(payoff(p_strong)) if flip.criterion == "strong"]
    assert found == pytest.approx(expected, abs=1e-9)
    shares = [flip.left_share for flip in trade_off_flips(payoff(p_strong))]
    assert shares == pytest.approx(expected, abs=1e-9)


def test_flips_are_seen_from_the_present_weight_outwards():
    found = [(flip.from_option, flip.to_option) for flip in trade_off_flips(_three())]
    assert found == [("B", "C"), ("B", "A")]


def _three():
    """A is best on the right, B in the middle, C on the left; today lies nearer to C."""
    criteria = (Criterion("l", 0, 1, 60, "left"), Criterion("r", 0, 1, 40, "right"))
    return plain("ABC", criteria, [[0, 1], [0.7, 0.7], [1, 0]])


def test_a_tie_at_weight_0_is_no_flip():
    """A and B are equal on all other criteria, so that they tie where the weight is nothing."""
    criteria = (Criterion("k", 0, 1, 50), Criterion("rest", 0, 1, 50))
    problem = plain("AB", criteria, [[0.8, 0.5], [0.2, 0.5]])
    assert [flip for flip in weight_flips(problem) if flip.criterion == "k"] == []


def test_a_tie_at_weight_0_where_the_walk_begins_hides_no_later_flip():
    """At weight 0 A and B tie; B leads from there on, until C overtakes it."""
    criteria = (Criterion("k", 0, 1, 0), Criterion("rest", 0, 1, 50))
    problem = plain("ABC", criteria, [[0.1, 0.8], [0.4, 0.8], [1, 0.2]])
    found = [
        (flip.from_option, flip.to_option, flip.weight)
        for flip in weight_flips(problem)
        if flip.criterion == "k"
    ]
    assert [(before, after) for before, after, _at in found] == [("B", "C")]
    assert found[0][2] == pytest.approx(0.5)


def test_two_equal_options_never_flip():
    assert weight_flips(plain("AB", (LEFT, RIGHT), [[0.3, 0.6], [0.3, 0.6]])) == []
    assert trade_off_flips(plain("AB", (LEFT, RIGHT), [[0.3, 0.6], [0.3, 0.6]])) == []


def test_a_tie_today_is_a_flip_at_the_present_weight():
    problem = plain("AB", (LEFT, RIGHT), [[1, 0], [0, 1]])
    assert [(flip.criterion, flip.weight) for flip in weight_flips(problem)] == [("l", 0.5), ("r", 0.5)]
    assert [flip.left_share for flip in trade_off_flips(problem)] == [0.5]


def test_one_criterion_has_nothing_to_give_its_weight_to():
    problem = plain("AB", (LEFT,), [[1], [0]])
    assert weight_flips(problem) == []
    assert trade_off(problem) is None
    assert trade_off_flips(problem) == []


def test_a_criterion_with_all_the_weight_leaves_the_others_without_proportions():
    criteria = (Criterion("all", 0, 1, 80), Criterion("none", 0, 1, 0))
    problem = plain("AB", criteria, [[1, 0], [0.9, 1]])
    found = weight_flips(problem)
    assert [flip.criterion for flip in found] == ["none"]
    assert found[0].weight == pytest.approx(0.1 / 1.1)


def test_an_option_that_is_dominated_everywhere_never_becomes_the_best():
    problem = plain("ABC", (LEFT, RIGHT), [[1, 0.2], [0.3, 0.9], [0.1, 0.1]])
    names = {flip.to_option for flip in weight_flips(problem)} | {
        flip.to_option for flip in trade_off_flips(problem)
    }
    assert names == {"B"}


def test_criteria_without_a_side_keep_their_weight():
    criteria = (LEFT, RIGHT, Criterion("n", 0, 1, 100))
    problem = plain("AB", criteria, [[1, 0, 0.5], [0, 1, 0.6]])
    lines = trade_off(problem)
    assert lines.share == 0.5
    assert lines.at(1.0).tolist() == pytest.approx([0.5 + 0.25, 0.3])
    assert [flip.left_share for flip in trade_off_flips(problem)] == pytest.approx([0.55])


def test_one_option_alone_never_flips():
    assert weight_flips(plain("A", (LEFT, RIGHT), [[1, 0]])) == []


@given(problems(options=(2, 5)))
def test_at_each_flip_two_options_tie_and_change_places(problem):
    begin, slope = weight_lines(partial_values(problem), weights(problem.criteria))
    found = weight_flips(problem)
    corners = sorted((flip.criterion, flip.weight) for flip in found)
    for flip in found:
        row = problem.keys.index(flip.criterion)
        _check_corner(problem, begin[row], slope[row], flip, flip.weight, corners)


@given(problems(options=(2, 5)))
def test_at_each_flip_of_the_trade_off_two_options_tie_and_change_places(problem):
    lines = trade_off(problem)
    assume(lines is not None)
    for flip in trade_off_flips(problem):
        _check_corner(problem, lines.begin, lines.slope, flip, flip.left_share, [])
    assert lines.at(lines.share) == pytest.approx(
        partial_values(problem) @ weights(problem.criteria), abs=1e-9
    )


def _check_corner(problem, begin, slope, flip, at, corners):
    assert 0 < at < 1
    one, other = problem.options.index(flip.from_option), problem.options.index(flip.to_option)
    here = begin + slope * at
    assert here[one] == pytest.approx(here[other], abs=1e-9)
    assert here[one] >= here.max() - 1e-9
    assert slope[one] != slope[other]
    step = 1e-4
    below, above = begin + slope * (at - step), begin + slope * (at + step)
    assert np.sign(below[one] - below[other]) == -np.sign(above[one] - above[other])


@given(problems(options=(2, 5)))
def test_every_change_of_the_best_option_is_a_flip(problem):
    """On a grid over the weight, the best option is that of the stretch between two flips."""
    begin, slope = weight_lines(partial_values(problem), weights(problem.criteria))
    present = weights(problem.criteria)
    leading = np.sort(totals(problem))[::-1]
    assume(leading[0] - leading[1] > 1e-6)  # of two that tie today either may be called the best
    for row, key in enumerate(problem.keys):
        if not np.isfinite(begin[row]).all():
            continue
        flips = [flip for flip in weight_flips(problem) if flip.criterion == key]
        for at in np.linspace(0.003, 0.997, 40):
            best = ranking(problem)[0]
            for flip in flips:
                if min(present[row], at) <= flip.weight <= max(present[row], at):
                    best = flip.to_option
            here = begin[row] + slope[row] * at
            assert here[problem.options.index(best)] >= here.max() - 1e-9


@given(problems(options=(2, 5)))
def test_scaling_all_swings_moves_no_flip(problem):
    halved = tuple(Criterion(c.key, c.worst, c.best, c.swing / 2, c.side, c.points) for c in problem.criteria)
    other = Problem(problem.options, halved, problem.levels, problem.low, problem.high, problem.clip)
    one, two = weight_flips(problem), weight_flips(other)
    assert [flip.criterion for flip in one] == [flip.criterion for flip in two]
    assert [flip.weight for flip in one] == pytest.approx([flip.weight for flip in two], abs=1e-9)
