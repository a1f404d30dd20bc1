"""Additive value: published examples, edges, properties."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.analysis.problem import BadProblem, Criterion, Problem
from decisions.analysis.value import partial_values, ranking, totals, value_of, weights

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "analysis.json"


@pytest.fixture(scope="module")
def vectors():
    if not VECTORS.exists():
        pytest.skip("the published figures are not on this machine")
    return json.loads(VECTORS.read_text())


def test_piecewise_linear_values_of_the_published_example(vectors):
    cost = Criterion("cost", worst=100, best=50, swing=50, points=((50, 1), (75, 0.8), (90, 0.5), (100, 0)))
    for level, value in vectors["value_function"]["values"].items():
        assert value_of(cost, np.array([float(level)]))[0] == pytest.approx(value, abs=1e-9)


def test_values_on_the_mean_matrix_of_the_municipal_plan(vectors):
    mean = np.array(vectors["smaa"]["mean"], dtype=float)
    criteria = tuple(
        Criterion(str(k), worst=mean[:, k].min(), best=mean[:, k].max(), swing=25)
        for k in range(mean.shape[1])
    )
    problem = Problem(tuple(vectors["smaa"]["alternatives"]), criteria, mean)
    found = dict(zip(problem.options, totals(problem), strict=True))
    for option, value in vectors["weight_flip"]["value"].items():
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


@given(swings, st.data())
def test_clipped_values_stay_between_0_and_1(given_swings, data):
    criteria = tuple(Criterion(str(i), 0, 10, swing) for i, swing in enumerate(given_swings))
    levels = np.array(
        data.draw(st.lists(st.floats(-1e6, 1e6), min_size=2 * len(criteria), max_size=2 * len(criteria)))
    ).reshape(2, len(criteria))
    problem = Problem(("A", "B"), criteria, levels)
    assert ((partial_values(problem) >= 0) & (partial_values(problem) <= 1)).all()
    assert (totals(problem) <= 1 + 1e-12).all()
