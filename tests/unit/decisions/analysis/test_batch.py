"""A batch says of each problem what it says alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.analysis.batch import Batch, run
from decisions.analysis.break_even import break_evens
from decisions.analysis.flips import weight_flips
from decisions.analysis.problem import Criterion
from decisions.analysis.value import ranking, totals
from tests.unit.decisions.analysis.problems import plain, problems
from tests.volume import volume


@given(st.lists(problems(clip=True), min_size=1, max_size=6))
@settings(max_examples=volume(1_200))
def test_each_problem_of_a_batch_has_the_figures_that_it_has_alone(several):
    found = run(Batch.of(several))
    for row, problem in enumerate(several):
        count = len(problem.options)
        assert found.values[row, :count] == pytest.approx(totals(problem), abs=1e-9)
        assert np.isnan(found.values[row, count:]).all()
        assert problem.options[found.best[row]] == ranking(problem)[0]
        assert _flips(found, row, problem) == [
            (flip.criterion, flip.from_option, flip.to_option, pytest.approx(flip.weight, abs=1e-9))
            for flip in sorted(weight_flips(problem), key=lambda flip: (flip.criterion, flip.weight))
        ]
        for level in break_evens(problem, ranking(problem)[0]):
            column = problem.keys.index(level.criterion)
            is_own = level.option == ranking(problem)[0]
            grid, option = (found.own, level.against) if is_own else (found.rival, level.option)
            expected = np.nan if level.value is None else level.value
            assert grid[row, problem.options.index(option), column] == pytest.approx(
                expected, abs=1e-6, nan_ok=True
            )


def _flips(found, row, problem):
    name = problem.options
    flips = [
        (
            problem.keys[column],
            name[corners.before[row, column, step]],
            name[corners.after[row, column, step]],
            at,
        )
        for corners in (found.below, found.above)
        for (column, step), at in np.ndenumerate(corners.at[row])
        if np.isfinite(at)
    ]
    return sorted(flips, key=lambda flip: (flip[0], flip[3]))


def test_a_place_without_a_criterion_has_no_figures():
    one, two = (problems_with(count) for count in (1, 3))
    found = run(Batch.of([one, two]))
    assert np.isnan(found.own[0, :, 1:]).all()
    assert np.isnan(found.below.at[0, 1:]).all()


def problems_with(count):
    keys = tuple(Criterion(str(number), 0, 1, 10) for number in range(count))
    return plain("AB", keys, [[0.4] * count, [0.6] * count])
