"""How far each estimate moves the lead, and which of them move the answer."""

import numpy as np
import pytest
from hypothesis import given

from decisions.analysis.problem import Criterion, Estimate, Problem
from decisions.analysis.tornado import moves_the_answer, runner_up, tornado
from decisions.analysis.value import ranking, totals
from tests.unit.decisions.analysis.problems import plain, problems

K, REST = Criterion("k", 0, 100, 50), Criterion("rest", 0, 1, 50)


def ranged(low, high, likely=60):
    estimates = {"A": {"k": Estimate(likely, low, high), "rest": 0.5}, "B": {"k": 50, "rest": 0.5}}
    return Problem.of(("A", "B"), (K, REST), estimates)


def test_the_lead_at_both_ends_of_a_range():
    bar = tornado(ranged(40, 90), "A")[0]
    assert (bar.option, bar.criterion) == ("A", "k")
    assert (bar.at_low, bar.at_high) == pytest.approx((-0.05, 0.2))
    assert bar.crosses_zero


def test_a_range_that_keeps_the_lead_does_not_cross():
    assert not tornado(ranged(55, 90), "A")[0].crosses_zero


@pytest.mark.parametrize("likely", [50.1, 55, 60, 63, 70, 77.7])
def test_an_end_that_only_ties_does_not_cross(likely):
    """Whatever rounding leaves of the tie."""
    assert not tornado(ranged(50, 90, likely), "A")[0].crosses_zero


def test_the_widest_bar_comes_first_and_single_numbers_have_no_width():
    widths = [bar.width for bar in tornado(ranged(40, 90), "A")]
    assert widths == sorted(widths, reverse=True)
    assert widths[1:] == [0, 0, 0]


def test_without_another_option_there_is_no_runner_up():
    problem = plain("A", (K,), [[50]])
    assert runner_up(problem, "A") is None
    assert tornado(problem, "A") == []


def test_the_runner_up_is_the_best_of_the_others():
    problem = plain("ABC", (K,), [[50], [20], [70]])
    assert runner_up(problem, "C") == "A"
    assert runner_up(problem, "A") == "C"


def test_an_estimate_moves_the_answer_when_an_end_of_its_range_does():
    assert moves_the_answer(ranged(40, 90)).tolist() == [[True, False], [False, False]]
    assert not moves_the_answer(ranged(55, 90)).any()


def test_an_option_that_is_not_in_the_lead_can_move_the_answer_too():
    estimates = {"A": {"k": 60}, "B": {"k": 50}, "C": {"k": Estimate(30, 10, 65)}}
    found = moves_the_answer(Problem.of(("A", "B", "C"), (K,), estimates))
    assert found.tolist() == [[False], [False], [True]]


def test_a_peak_inside_the_range_counts():
    hill = Criterion("hill", 0, 10, 1, points=((0, 0), (5, 1), (10, 0)))
    estimates = {"A": {"hill": 3}, "B": {"hill": Estimate(1, 1, 9)}}
    assert moves_the_answer(Problem.of(("A", "B"), (hill,), estimates)).tolist() == [[False], [True]]


@given(problems(options=(2, 4)))
def test_bars_are_the_leads_that_the_moved_levels_give(problem):
    best = ranking(problem)[0]
    rival = runner_up(problem, best)
    mine, theirs = problem.options.index(best), problem.options.index(rival)
    for bar in tornado(problem, best):
        place = problem.options.index(bar.option), problem.keys.index(bar.criterion)
        for level, lead in ((problem.low[place], bar.at_low), (problem.high[place], bar.at_high)):
            moved = totals(problem.with_levels({bar.option: {bar.criterion: float(level)}}))
            assert moved[mine] - moved[theirs] == pytest.approx(lead, abs=1e-9)


@given(problems())
def test_moving_is_what_trying_each_end_says(problem):
    best = set(np.flatnonzero(totals(problem) >= totals(problem).max() - 1e-12))
    found = moves_the_answer(problem)
    for row, column in np.ndindex(found.shape):
        for ends in (problem.low, problem.high):
            levels = problem.levels.copy()
            levels[row, column] = ends[row, column]
            value = totals(problem, levels)
            if not best & set(np.flatnonzero(value >= value.max() - 1e-9)):
                assert found[row, column]
