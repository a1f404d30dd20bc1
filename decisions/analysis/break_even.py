"""The level of one estimate at which the recommended option stops, or another one begins, to be the best."""

from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import Matrix, Places, Problem
from decisions.analysis.value import Curves, partial_values, weights


@dataclass(frozen=True)
class BreakEven:
    """At `value`, in the criterion's unit, the estimate makes its option and `against` tie; None where no level does.

    `inside_range`: it lies in low…high; where the estimate is one number, between the anchors.
    """

    option: str
    criterion: str
    against: str
    value: float | None
    inside_range: bool


def break_even_levels(
    curves: Curves, levels: Matrix, weight: Matrix, chosen: Places, *, clip: bool
) -> tuple[Matrix, Matrix]:
    """Where estimates would tie the chosen option (…,) with each other option, both (…, n, K), NaN where never.

    First the levels of the chosen option's estimates against the option of the row, v = v_ak − (V_a − V_b) ÷ w_k;
    then those of the row's own estimates against the chosen option, v = v_bk + (V_a − V_b) ÷ w_k; both taken back
    through v_k. Undefined for the chosen option's own row and for a criterion without weight.
    """
    partial = curves(levels, clip=clip)
    total = (partial * weight[..., None, :]).sum(axis=-1)
    own = np.take_along_axis(partial, chosen[..., None, None], axis=-2)
    near = np.broadcast_to(np.take_along_axis(levels, chosen[..., None, None], axis=-2), levels.shape)
    ahead = np.take_along_axis(total, chosen[..., None], axis=-1) - total
    with np.errstate(divide="ignore", invalid="ignore"):
        step = ahead[..., None] / np.where(weight > 0, weight, np.nan)[..., None, :]
    is_chosen = np.arange(levels.shape[-2]) == chosen[..., None]
    step = np.where(is_chosen[..., None], np.nan, step)
    return (
        curves.levels_of(own - step, near, clip=clip),
        curves.levels_of(partial + step, levels, clip=clip),
    )


def break_evens(problem: Problem, recommended: str) -> list[BreakEven]:
    """First the estimates of the recommended option against each other one, then the others' against it."""
    chosen = problem.index(recommended, "recommended")
    theirs, others = break_even_levels(
        Curves.of(problem.criteria),
        problem.levels,
        weights(problem.criteria),
        np.array(chosen),
        clip=problem.clip,
    )
    rivals = [row for row in range(len(problem.options)) if row != chosen]
    name = problem.options
    return [
        _row(problem, chosen, column, name[rival], theirs[rival, column])
        for column in range(len(problem.criteria))
        for rival in rivals
    ] + [
        _row(problem, rival, column, recommended, others[rival, column])
        for rival in rivals
        for column in range(len(problem.criteria))
    ]


def _row(problem: Problem, option: int, column: int, against: str, level: float) -> BreakEven:
    criterion = problem.criteria[column]
    if problem.has_range[option, column]:
        low, high = problem.low[option, column], problem.high[option, column]
    else:
        low, high = criterion.curve[0][0], criterion.curve[-1][0]
    is_there = bool(np.isfinite(level))
    return BreakEven(
        option=problem.options[option],
        criterion=criterion.key,
        against=against,
        value=float(level) if is_there else None,
        inside_range=is_there and bool(low <= level <= high),
    )


def lead_over(problem: Problem, recommended: str) -> dict[str, float]:
    """V_a − V_b of the recommended option over each other one."""
    partial = partial_values(problem) @ weights(problem.criteria)
    mine = partial[problem.index(recommended, "recommended")]
    return {
        option: float(mine - partial[row])
        for row, option in enumerate(problem.options)
        if option != recommended
    }
