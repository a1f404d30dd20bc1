"""Additive value: published examples, edges, properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.analysis.problem import BadProblem, Criterion, Estimate, Problem
from decisions.analysis.value import Curves, partial_values, ranking, totals, value_of, weights
from tests.unit.decisions.analysis.problems import (
    criteria,
    levels,
    municipal_plan,
    needs_vectors,
    problems,
    vectors,
)


@needs_vectors
def test_piecewise_linear_values_of_the_published_example():
    cost = Criterion("cost", worst=100, best=50, swing=50, points=((50, 1), (75, 0.8), (90, 0.5), (100, 0)))
    for level, value in vectors()["value_function"]["values"].items():
        assert value_of(cost, np.array([float(level)]))[0] == pytest.approx(value, abs=1e-9)


@needs_vectors
def test_values_on_the_mean_matrix_of_the_municipal_plan():
    problem = municipal_plan()
    found = dict(zip(problem.options, totals(problem), strict=True))
    for option, value in vectors()["weight_flip"]["value"].items():
        assert found[option] == pytest.approx(value, abs=1e-9)
    assert ranking(problem)[:2] == ["I", "VI"]


def test_lower_is_better_where_worst_lies_above_best():
    cost = Criterion("cost", worst=100, best=0, swing=10)
    assert value_of(cost, np.array([100.0, 50.0, 0.0])).tolist() == [0.0, 0.5, 1.0]


def test_values_are_clipped_at_the_anchors_unless_the_line_goes_on():
    reach = Criterion("reach", worst=0, best=10, swing=10)
    levels = np.array([-5.0, 20.0])
    assert value_of(reach, levels).tolist() == [0.0, 1.0]
    assert value_of(reach, levels, clip=False).tolist() == [-0.5, 2.0]


def test_equal_options_keep_their_order():
    problem = Problem.of(("A", "B"), (Criterion("k", 0, 1, 50),), {"A": {"k": 0.5}, "B": {"k": 0.5}})
    assert ranking(problem) == ["A", "B"]


@pytest.mark.parametrize(
    ("place", "build"),
    [
        ("k.worst", lambda: Criterion("k", worst=3, best=3, swing=10)),
        ("k.swing", lambda: Criterion("k", worst=0, best=3, swing=101)),
        ("B.k", lambda: Problem.of(("A", "B"), (Criterion("k", 0, 1, 1),), {"A": {"k": 1}})),
        ("k.worst", lambda: Criterion("k", worst=float("nan"), best=3, swing=10)),
        ("k.points", lambda: Criterion("k", 0, 1, 10, points=((0, 0),))),
        ("k.points", lambda: Criterion("k", 0, 1, 10, points=((0, 0), (0, 1)))),
        ("k.points", lambda: Criterion("k", 0, 1, 10, points=((0, 0), (1, 1.2)))),
        ("A.k.low", lambda: Problem.of(("A",), (Criterion("k", 0, 1, 1),), {"A": {"k": Estimate(1, low=2)}})),
        (
            "A.k.high",
            lambda: Problem.of(("A",), (Criterion("k", 0, 1, 1),), {"A": {"k": Estimate(1, high=0)}}),
        ),
        ("A.k.likely", lambda: Problem.of(("A",), (Criterion("k", 0, 1, 1),), {"A": {"k": float("inf")}})),
        ("estimates.C", lambda: Problem.of(("A",), (Criterion("k", 0, 1, 1),), {"A": {"k": 1}, "C": {}})),
        ("estimates.A.x", lambda: Problem.of(("A",), (Criterion("k", 0, 1, 1),), {"A": {"k": 1, "x": 2}})),
        ("options", lambda: Problem.of(("A", "A"), (Criterion("k", 0, 1, 1),), {"A": {"k": 1}})),
        ("criteria", lambda: Problem.of(("A",), (Criterion("k", 0, 1, 1),) * 2, {"A": {"k": 1}})),
        ("options", lambda: Problem.of((), (Criterion("k", 0, 1, 1),), {})),
        ("criteria", lambda: Problem.of(("A",), (), {})),
        ("criteria", lambda: Problem.of(("A",), (Criterion("k", 0, 1, 0),), {"A": {"k": 1}})),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_place(place, build):
    with pytest.raises(BadProblem) as refusal:
        build()
    assert refusal.value.place == place


swings = st.lists(st.floats(0.1, 100), min_size=1, max_size=6)


@given(swings, st.floats(0.01, 0.99))
def test_scaling_all_swings_changes_nothing(given_swings, factor):
    criteria = tuple(Criterion(str(i), 0, 1, swing) for i, swing in enumerate(given_swings))
    scaled = tuple(Criterion(str(i), 0, 1, swing * factor) for i, swing in enumerate(given_swings))
    assert weights(criteria) == pytest.approx(weights(scaled))
    assert weights(criteria).sum() == pytest.approx(1)


@given(problems(clip=True))
def test_clipped_values_stay_between_0_and_1(problem):
    for ends in (problem.levels, problem.low, problem.high):
        partial = partial_values(problem, ends)
        assert ((partial >= -1e-12) & (partial <= 1 + 1e-12)).all()
        assert (totals(problem, ends) <= 1 + 1e-12).all()


@given(criteria("bent"), criteria("straight"), levels(), st.booleans())
def test_criteria_of_different_shapes_stand_side_by_side(bent, straight, level, clip):
    """The points that fill up the shorter function change nothing."""
    together = Curves.of([bent, straight])(np.array([[level, level]]), clip=clip)[0]
    alone = [value_of(criterion, np.array([level]), clip=clip)[0] for criterion in (bent, straight)]
    assert together == pytest.approx(alone, abs=1e-9)


@given(criteria("k"), st.floats(0, 1), st.booleans())
def test_a_level_is_found_for_each_value(criterion, value, clip):
    curves = Curves.of([criterion])
    level = curves.levels_of(np.array([[value]]), np.array([[criterion.worst]]), clip=clip)
    assert curves(level, clip=clip)[0, 0] == pytest.approx(value, abs=1e-9)


def test_no_level_has_a_value_that_the_function_never_takes():
    curves = Curves.of([Criterion("k", 0, 10, 1)])
    wanted, near = np.array([[1.5]]), np.array([[5.0]])
    assert np.isnan(curves.levels_of(wanted, near, clip=True)).all()
    assert curves.levels_of(wanted, near, clip=False)[0, 0] == pytest.approx(15)


def test_of_two_levels_with_one_value_the_nearer_is_given():
    hill = Curves.of([Criterion("k", 0, 10, 1, points=((0, 0), (5, 1), (10, 0)))])
    wanted = np.array([[0.5], [0.5]])
    assert hill.levels_of(wanted, np.array([[1.0], [9.0]]), clip=True)[:, 0].tolist() == [2.5, 7.5]
