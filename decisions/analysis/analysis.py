"""All that is said about one problem, but for the drawing of shares: that takes longer and is asked for apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from decisions.analysis.break_even import BreakEven, break_evens
from decisions.analysis.flips import (
    TradeOff,
    TradeOffFlip,
    WeightFlip,
    trade_off,
    trade_off_flips,
    weight_flips,
)
from decisions.analysis.problem import Mask, Matrix, Problem, Vector
from decisions.analysis.scenarios import Outlook, Scenario, outlook
from decisions.analysis.tornado import TornadoBar, moves_the_answer, runner_up, tornado
from decisions.analysis.value import partial_values, ranking, weights


@dataclass(frozen=True)
class Analysis:
    """Values, flips, break-evens, tornado and scenarios of a problem, seen from the recommended option.

    `values` (n,), `partial` (n, K), `weights` (K,); `moving` (n, K) marks the estimates whose range moves the answer.
    """

    problem: Problem
    recommended: str
    runner_up: str | None
    ranking: tuple[str, ...]
    values: Vector
    partial: Matrix
    weights: Vector
    weight_flips: tuple[WeightFlip, ...]
    trade_off: TradeOff | None
    trade_off_flips: tuple[TradeOffFlip, ...]
    break_evens: tuple[BreakEven, ...]
    tornado: tuple[TornadoBar, ...]
    moving: Mask
    outlook: Outlook | None


def analyse(
    problem: Problem, *, recommended: str | None = None, scenarios: Sequence[Scenario] = ()
) -> Analysis:
    """Everything at once. `recommended` is the best option where nothing else is said.

    Raises BadProblem where `recommended` is not an option or a scenario is not sound.
    """
    order = ranking(problem)
    chosen = order[0] if recommended is None else recommended
    problem.index(chosen, "recommended")
    weight, partial = weights(problem.criteria), partial_values(problem)
    return Analysis(
        problem=problem,
        recommended=chosen,
        runner_up=runner_up(problem, chosen),
        ranking=tuple(order),
        values=partial @ weight,
        partial=partial,
        weights=weight,
        weight_flips=tuple(weight_flips(problem)),
        trade_off=trade_off(problem),
        trade_off_flips=tuple(trade_off_flips(problem)),
        break_evens=tuple(break_evens(problem, chosen)),
        tornado=tuple(tornado(problem, chosen)),
        moving=moves_the_answer(problem),
        outlook=outlook(problem, scenarios),
    )
