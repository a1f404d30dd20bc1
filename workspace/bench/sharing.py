"""Shares of draws, ours and pysensmcda's, in turns in one process of the environment that has pysensmcda.

Started by `shares` with the sizes as JSON; it prints seconds, and how far the ranks are apart, as JSON.
"""

import json
import sys
from functools import partial

import numpy as np

from decisions.analysis.smaa import Shares, Weighting, smaa
from workspace.bench import peer, problems
from workspace.bench.timing import medians


def compared(*, options: int, criteria: int, draws: int, runs: int) -> dict[str, float]:
    """Medians in seconds, and the largest difference of a rank's share in percentage points, by side."""
    random = np.random.default_rng(problems.SEED)
    problem = problems.drawn(random, options=options, criteria=criteria)
    theirs = {"units": peer.in_units(problem), "values": peer.in_values(problem)}

    def ours() -> Shares:
        return smaa(problem, draws=draws, seed=1, shape="uniform", weighting=Weighting("simplex"))

    calls = {name: partial(given.shares, draws, 2) for name, given in theirs.items()}
    found = medians({"ours": ours, **calls}, runs)
    for name, call in calls.items():
        apart = np.abs(ours().rank - call().rank_acceptability)
        found[f"{name}_apart"] = 100 * float(apart.max())
    return found


if __name__ == "__main__":
    json.dump(compared(**json.loads(sys.stdin.read())), sys.stdout)
