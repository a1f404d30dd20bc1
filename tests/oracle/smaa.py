"""Rank acceptability by pysensmcda and by us, over the same random problems. The README beside it says how."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from decisions.analysis.smaa import Weighting, smaa
from workspace.bench import peer, problems

PROJECT = Path(__file__).resolve().parents[2]
PROBLEMS = 20
LIMIT_POINTS = 1.0
HEAD = "problem  options  criteria  lower is better  clips  ties  points apart  where"


def compare(draws: int) -> int:
    """In the peer's environment: a line for each problem, then the largest difference of all."""
    random = np.random.default_rng(problems.SEED)
    largest = 0.0
    print(HEAD)
    for number in range(1, PROBLEMS + 1):
        options, criteria = int(random.integers(3, 7)), int(random.integers(3, 9))
        problem = problems.drawn(random, options=options, criteria=criteria, clip=number % 2 == 0)
        ours = smaa(problem, draws=draws, seed=number, shape="uniform", weighting=Weighting("simplex"))
        given = peer.in_units(problem)
        theirs = given.ranks(draws, seed=number)
        apart = 100 * np.abs(ours.rank - theirs.rank_acceptability())
        option, rank = np.unravel_index(apart.argmax(), apart.shape)
        print(
            f"{number:7}  {options:7}  {criteria:8}  {(given.types < 0).sum():15}  "
            f"{'yes' if problem.clip else 'no':5}  {theirs.n_ties:4}  {apart.max():12.3f}  "
            f"{problem.options[option]}, rank {rank + 1}: "
            f"{ours.rank[option, rank]:.2%} here, {theirs.rank_acceptability()[option, rank]:.2%} there",
            flush=True,
        )
        largest = max(largest, apart.max())
    chance = 100 * (0.5 / draws) ** 0.5
    print(
        f"largest of all: {largest:.3f} points; {draws:,} draws on each side, standard error of a difference"
    )
    print(f"at the most {chance:.3f}; {'as it should be' if largest <= LIMIT_POINTS else 'TOO MUCH'}")
    return int(largest > LIMIT_POINTS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        return compare(asked.draws)
    python = peer.python(Path(os.environ.get("DESK_HOME") or PROJECT / ".desk").absolute())
    again = [str(python), "-m", "tests.oracle.smaa", "--inside", "--draws", str(asked.draws)]
    return subprocess.run(again, cwd=PROJECT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
