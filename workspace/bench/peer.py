"""pysensmcda, which draws shares too: its environment, and our problems in its words.

It asks for an older pandas than ours, so it never stands beside us: what uses it runs in an environment of its own,
with the numpy that is here. Nothing in this module needs Django.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from decisions.analysis.problem import Criterion, Matrix, Places, Problem, Vector
from decisions.analysis.value import partial_values

PEER = "pysensmcda==2.0.0"

Method = Callable[[Matrix, Vector, Places], Vector]


class Missing(Exception):
    """There is no such environment here; the sentence says why."""


def python(home: Path) -> Path:
    """The Python of the peer's environment below `home`, made where it is not there. Raises Missing."""
    folder = home / "peers" / PEER
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    wanted = [PEER, f"numpy=={version('numpy')}"]
    if os.access(python, os.X_OK) and stamp.exists() and stamp.read_text(encoding="utf-8").split() == wanted:
        return python
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], [*pip, *wanted]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no word about it"]
            raise Missing(f"{PEER} could not be installed: {said[-1]}")
    stamp.write_text("\n".join(wanted), encoding="utf-8")
    return python


@dataclass(frozen=True)
class Given:
    """What pysensmcda is given: a matrix (n, K) in the middle of the ranges, half of each range's width, the types of
    the criteria (1 where higher is better, else -1), and a method that ranks a drawn matrix under drawn weights.
    """

    matrix: Matrix
    tolerance: Matrix
    types: Places
    method: Method

    def samples(self, draws: int, random: np.random.Generator) -> Matrix:
        """Matrices (draws, n, K), each estimate uniform over its range."""
        from pysensmcda.sampling import uniform_matrix

        drawn: Matrix = uniform_matrix(self.matrix, absolute=self.tolerance, num_samples=draws, seed=random)
        return drawn

    def shares(self, draws: int, seed: int) -> Any:
        """All that it says of SMAA-2: ranks, central weights and their bounds, confidence, holistic acceptability."""
        from pysensmcda.smaa import smaa2

        # One generator for both: two from one seed would draw weights that go with the estimates.
        random = np.random.default_rng(seed)
        samples = self.samples(draws, random)
        return smaa2(
            self.method, self.matrix, self.types, num_samples=draws, matrix_samples=samples, seed=random
        )

    def ranks(self, draws: int, seed: int) -> Any:
        """The simulation alone: how often each option takes each rank, and in how many draws there are ties."""
        from pysensmcda.smaa import simulate

        random = np.random.default_rng(seed)
        return simulate(
            self.method,
            self.matrix,
            self.types,
            num_samples=draws,
            matrix_samples=self.samples(draws, random),
            store="accumulate",
            seed=random,
        )


def in_units(problem: Problem) -> Given:
    """Levels as they are, in each criterion's unit, under the weighted sum of pymcdm, which pysensmcda uses.

    By itself it would scale each drawn matrix by its own lowest and highest levels. It takes a function for each
    criterion instead, and is given the line between the anchors. Value functions have to be straight.
    """
    from pymcdm.methods import WSM

    lines = [_line(criterion, clip=problem.clip) for criterion in problem.criteria]
    types = np.where([criterion.best > criterion.worst for criterion in problem.criteria], 1, -1)
    middle, half = (problem.low + problem.high) / 2, (problem.high - problem.low) / 2
    return Given(middle, half, types, WSM(lines))


def _line(criterion: Criterion, *, clip: bool) -> Callable[..., Vector]:
    low, high = sorted((criterion.worst, criterion.best))

    def scaled(levels: Vector, cost: bool = False) -> Vector:
        held = np.clip(levels, low, high) if clip else levels
        return (high - held if cost else held - low) / (high - low)

    return scaled


def in_values(problem: Problem) -> Given:
    """Levels turned into values beforehand, under a bare product: the least that pysensmcda can be asked to do.

    For straight value functions of a problem that does not clip.
    """
    span = np.array([abs(criterion.best - criterion.worst) for criterion in problem.criteria])
    middle, half = (problem.low + problem.high) / 2, (problem.high - problem.low) / 2
    return Given(partial_values(problem, middle), half / span, np.ones(len(span), dtype=np.intp), _product)


def _product(matrix: Matrix, weights: Vector, _types: Places) -> Vector:
    found: Vector = matrix @ weights
    return found
