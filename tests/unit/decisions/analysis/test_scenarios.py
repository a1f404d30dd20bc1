"""Values, regret and what it would be worth to know."""

import pytest

from decisions.analysis.problem import BadProblem, Criterion
from decisions.analysis.scenarios import Scenario, outlook
from tests.unit.decisions.analysis.problems import needs_vectors, plain, vectors

MONEY = Criterion("payoff", 0, 1, 100)


def condominium(probabilities=(0.8, 0.2)):
    """The payoff table as scenarios of one money criterion."""
    table = vectors()["break_even"]["payoff"]
    problem = plain(table, (MONEY,), [[0] for _ in table], clip=False)
    return outlook(
        problem,
        [
            Scenario(state, {option: {"payoff": row[place]} for option, row in table.items()}, probability)
            for place, (state, probability) in enumerate(zip(("strong", "weak"), probabilities, strict=True))
        ],
    )


@needs_vectors
def test_the_published_expected_values_and_regrets():
    expected = vectors()["break_even"]
    found = condominium()
    assert found.expected == pytest.approx(list(expected["expected_value"].values()), abs=1e-9)
    assert found.max_regret == pytest.approx(list(expected["derived"]["max_regret"].values()), abs=1e-9)
    options = list(expected["payoff"])
    assert options[found.minimax_regret_choice] == expected["derived"]["minimax_regret_choice"]
    assert found.evpi == pytest.approx(expected["derived"]["expected_value_of_perfect_information"], abs=1e-9)
    assert found.mean_regret == pytest.approx([9.6, 5.2, 3.2])


@needs_vectors
@pytest.mark.parametrize("probabilities", [(None, None), (0.8, None), (0.5, 0.2)])
def test_without_all_probabilities_nothing_is_expected(probabilities):
    found = condominium(probabilities)
    assert found.expected is None
    assert found.evpi is None
    assert found.mean_regret == pytest.approx([6, 4, 8])


def test_knowing_has_no_price_over_several_criteria():
    problem = plain("AB", (MONEY, Criterion("reach", 0, 1, 50)), [[1, 0], [0, 1]])
    assert outlook(problem, [Scenario("s", {}, 1.0)]).evpi is None


def test_a_scenario_starts_from_the_likely_levels():
    problem = plain("AB", (Criterion("k", 0, 10, 1),), [[5], [8]])
    found = outlook(problem, [Scenario("weak", {"B": {"k": 2}})])
    assert found.values.tolist() == [[0.5, 0.2]]
    assert found.regret.tolist() == [pytest.approx([0, 0.3])]


def test_no_scenario_no_outlook():
    assert outlook(plain("A", (MONEY,), [[1]]), []) is None


@pytest.mark.parametrize(
    ("place", "scenarios"),
    [
        ("scenarios", lambda: [Scenario("s", {}, 0.7), Scenario("t", {}, 0.7)]),
        ("scenarios", lambda: [Scenario("s", {}), Scenario("s", {})]),
        ("scenarios.s.probability", lambda: [Scenario("s", {}, 1.2)]),
        ("estimates.Z", lambda: [Scenario("s", {"Z": {"payoff": 1}})]),
        ("estimates.A.zzz", lambda: [Scenario("s", {"A": {"zzz": 1}})]),
    ],
)
def test_what_is_not_sound_is_refused_with_its_place(place, scenarios):
    with pytest.raises(BadProblem) as refusal:
        outlook(plain("A", (MONEY,), [[1]]), scenarios())
    assert refusal.value.place == place
