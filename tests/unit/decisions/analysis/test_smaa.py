"""Shares of draws: a published example, what is undefined, what is the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.analysis.problem import BadProblem, Criterion, Estimate, Problem
from decisions.analysis.smaa import Weighting, smaa, split_normal
from tests.unit.decisions.analysis.problems import municipal_plan, needs_vectors, plain, problems, vectors
from tests.volume import volume

SIMPLEX = Weighting("simplex")
K, L, M = Criterion("k", 0, 1, 60), Criterion("l", 0, 1, 30), Criterion("m", 0, 1, 10)


@pytest.fixture(scope="module")
def plan():
    return smaa(municipal_plan(ranges=True), draws=100_000, seed=1, shape="uniform", weighting=SIMPLEX)


@needs_vectors
def test_the_published_first_ranks_of_the_municipal_plan(plan):
    expected = vectors()["smaa"]
    for row, share in enumerate(expected["first_rank_acceptability_pct"].values()):
        assert 100 * plan.rank[row, 0] == pytest.approx(share, abs=expected["tolerance_pct_points"])


@needs_vectors
def test_an_option_that_is_never_first_has_no_central_weights_and_no_confidence(plan):
    assert plan.rank[4, 0] == 0
    assert np.isnan(plan.central[4]).all()
    assert np.isnan(plan.confidence[4])
    assert plan.central[0].sum() == pytest.approx(1)


@given(problems(), st.sampled_from(["split_normal", "triangular", "uniform"]), st.integers(0, 50))
@settings(max_examples=volume(800))
def test_shares_of_each_rank_and_of_each_option_are_1_together(problem, shape, seed):
    found = smaa(problem, draws=200, seed=seed, shape=shape, weighting=SIMPLEX)
    assert found.rank.sum(axis=0) == pytest.approx(1)
    assert found.rank.sum(axis=1) == pytest.approx(1)
    wins = found.pairwise + found.pairwise.T
    assert wins[~np.isnan(wins)] == pytest.approx(1)


@given(problems(options=(2, 5)))
@settings(max_examples=volume(500))
def test_other_names_change_nothing_but_the_names(problem):
    """The figures go with the place: a relabelled option keeps its own."""
    named = Problem(
        tuple(reversed(problem.options)),
        problem.criteria,
        problem.levels,
        problem.low,
        problem.high,
        problem.clip,
    )
    assert smaa(problem, draws=100).rank.tolist() == smaa(named, draws=100).rank.tolist()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others():
    problem = _close()
    one, two, other = (smaa(problem, draws=500, seed=seed) for seed in (7, 7, 8))
    assert one.rank.tobytes() == two.rank.tobytes()
    assert one.central.tobytes() == two.central.tobytes()
    assert one.rank.tobytes() != other.rank.tobytes()


def test_the_first_draws_do_not_depend_on_how_many_follow():
    """25,000 draws are made in chunks."""
    found = smaa(_close(), draws=25_000, seed=3)
    assert found.rank.sum() == pytest.approx(2)
    assert found.standard_error == pytest.approx(0.5 / 25_000**0.5)


@pytest.mark.parametrize("shape", ["split_normal", "triangular", "uniform"])
def test_draws_that_are_kept_and_draws_that_are_made_again_are_the_same(monkeypatch, shape):
    kept = smaa(_close(), draws=6000, seed=3, shape=shape, weighting=SIMPLEX)
    monkeypatch.setattr("decisions.analysis.smaa.KEPT", 0)
    again = smaa(_close(), draws=6000, seed=3, shape=shape, weighting=SIMPLEX)
    assert kept.confidence.tobytes() == again.confidence.tobytes()


def _close():
    estimates = {"A": {"k": Estimate(0.5, 0.3, 0.7)}, "B": {"k": Estimate(0.52, 0.1, 0.9)}}
    return Problem.of(("A", "B"), (K,), estimates)


def test_two_equal_options_share_the_ranks():
    found = smaa(plain("AB", (K, L), [[0.5, 0.5], [0.5, 0.5]]), draws=50, weighting=SIMPLEX)
    assert found.rank.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert found.pairwise[0, 1] == 0.5
    assert found.confidence.tolist() == [0.5, 0.5]


def test_a_dominated_option_is_always_last():
    found = smaa(plain("AB", (K, L), [[0.5, 0.5], [0.4, 0.4]]), draws=50, weighting=SIMPLEX)
    assert found.rank.tolist() == [[1, 0], [0, 1]]
    assert np.isnan(found.confidence[1])


@pytest.mark.parametrize(
    ("low", "likely", "high"), [(0, 5, 10), (0, 2, 10), (4, 5, 30), (5, 5, 9), (1, 5, 5), (-3, -2.9, 40)]
)
def test_low_and_high_are_the_10th_and_the_90th_percentile(low, likely, high):
    left, right = split_normal(low, likely, high)
    random = np.random.default_rng(1)
    distance = np.abs(random.standard_normal(400_000))
    is_left = random.random(400_000) * (left + right) < left
    drawn = likely + np.where(is_left, -left, right) * distance
    assert np.mean(drawn <= low) == pytest.approx(0.1, abs=0.003)
    assert np.mean(drawn >= high) == pytest.approx(0.1, abs=0.003)


@pytest.mark.parametrize("shape", ["triangular", "uniform"])
def test_limits_are_never_passed(shape):
    problem = Problem.of(("A", "B"), (K,), {"A": {"k": Estimate(0.5, 0.4, 0.6)}, "B": {"k": 0.39}})
    assert smaa(problem, draws=2000, shape=shape).rank[0].tolist() == [1, 0]


def test_stated_weights_are_the_default():
    problem = plain("AB", (K, L, M), [[1, 0, 0], [0, 1, 1]])
    assert smaa(problem, draws=10).central[0].tolist() == pytest.approx([0.6, 0.3, 0.1])


def test_an_order_of_importance_is_kept():
    problem = plain("AB", (K, L, M), [[1, 0, 0], [0, 1, 1]])
    found = smaa(problem, draws=2000, weighting=Weighting("order", order=("m", "k", "l")))
    assert (np.diff(found.central[1, [2, 0, 1]]) < 0).all()
    assert found.rank[0, 0] == 0  # k can't weigh more than l and m together


def test_weights_stay_in_their_ranges():
    problem = plain("AB", (K, L, M), [[1, 1, 1], [0, 0, 0]])
    ranges = {"k": (0.2, 0.3), "m": (0.5, 0.9)}
    found = smaa(problem, draws=2000, weighting=Weighting("ranges", ranges=ranges)).central[0]
    assert 0.2 <= found[0] <= 0.3
    assert 0.5 <= found[2] <= 0.8


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("smaa.draws", {"draws": 0}),
        ("smaa.draws", {"draws": 2_000_000}),
        ("smaa.seed", {"seed": -1}),
        ("smaa.shape", {"shape": "bell"}),
        ("smaa.weights.order", {"weighting": Weighting("order", order=("k", "l"))}),
        ("smaa.weights.ranges.z", {"weighting": Weighting("ranges", ranges={"z": (0, 1)})}),
        ("smaa.weights.ranges.k", {"weighting": Weighting("ranges", ranges={"k": (0.6, 0.2)})}),
        ("smaa.weights.ranges", {"weighting": Weighting("ranges", ranges={"k": (0.6, 1), "l": (0.6, 1)})}),
        (
            "smaa.weights.ranges",
            {"weighting": Weighting("ranges", ranges={"k": (0, 1e-9), "l": (0, 1e-9)})},
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_place(place, asked):
    with pytest.raises(BadProblem) as refusal:
        smaa(plain("AB", (K, L, M), [[1, 0, 0], [0, 1, 1]]), **asked)
    assert refusal.value.place == place
