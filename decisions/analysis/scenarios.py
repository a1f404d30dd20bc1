"""What each option is worth if the world goes another way: values, regret (Savage 1951), expected value, EVPI."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import BadProblem, Estimates, Fault, Matrix, Problem, Vector
from decisions.analysis.value import totals

CERTAIN = 1e-9
"""How far probabilities may be from 1 together."""


@dataclass(frozen=True)
class Scenario:
    """Some levels that differ from the likely ones, by option and criterion. `probability` is 0…1, or not known."""

    key: str
    estimates: Estimates
    probability: float | None = None

    def __post_init__(self) -> None:
        if self.probability is not None and not 0 <= self.probability <= 1:
            raise BadProblem(f"scenarios.{self.key}.probability", Fault.PROBABILITY_OUT_OF_RANGE)


@dataclass(frozen=True)
class Outlook:
    """Values and regret by scenario and option (S, n), and what follows from them per option (n,).

    Regret is what the best option of a scenario is worth more. `expected` needs a probability for every scenario,
    together 1; else it is None, and `mean_regret` counts each scenario alike. `evpi`, what it would be worth to know
    the scenario beforehand, is in units of value and defined for a single criterion alone: over several it is no
    price that anybody could pay.
    """

    scenarios: tuple[str, ...]
    values: Matrix
    regret: Matrix
    max_regret: Vector
    minimax_regret_choice: int
    expected: Vector | None
    mean_regret: Vector
    evpi: float | None


def outlook(problem: Problem, scenarios: Sequence[Scenario]) -> Outlook | None:
    """Values of all options in each scenario; None where there is no scenario.

    Raises BadProblem where a scenario names an unknown option or criterion, a name stands there twice, or
    probabilities add up to more than 1.
    """
    if not scenarios:
        return None
    names = tuple(scenario.key for scenario in scenarios)
    if len(set(names)) < len(names):
        raise BadProblem("scenarios", Fault.SCENARIO_TWICE)
    values = totals(
        problem, np.stack([problem.with_levels(scenario.estimates).levels for scenario in scenarios])
    )
    regret = values.max(axis=-1, keepdims=True) - values
    weight = probabilities(scenarios)
    worst = regret.max(axis=0)
    expected = None if weight is None else weight @ values
    is_single = len(problem.criteria) == 1
    return Outlook(
        scenarios=names,
        values=values,
        regret=regret,
        max_regret=worst,
        minimax_regret_choice=int(np.argmin(worst)),
        expected=expected,
        mean_regret=regret.mean(axis=0) if weight is None else weight @ regret,
        evpi=(
            float(weight @ values.max(axis=-1) - expected.max())
            if is_single and weight is not None and expected is not None
            else None
        ),
    )


def probabilities(scenarios: Sequence[Scenario]) -> Vector | None:
    """The probabilities, where each scenario has one and they are 1 together; else None.

    Raises BadProblem where they are more than 1 together.
    """
    given = [scenario.probability for scenario in scenarios if scenario.probability is not None]
    if sum(given) > 1 + CERTAIN:
        raise BadProblem("scenarios", Fault.PROBABILITIES_TOO_HIGH, total=sum(given))
    if len(given) < len(scenarios) or abs(sum(given) - 1) > CERTAIN:
        return None
    return np.array(given)
