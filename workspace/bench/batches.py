"""Values, flips and break-evens of many versions at once, as after a refresh."""

import time
from statistics import median

import numpy as np

from decisions.analysis.batch import Batch, run
from workspace.bench import problems
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal

OPTIONS, CRITERIA = 4, 5


def measure_batches(sizes: Sizes) -> list[BenchResult]:
    """Seconds from problems in memory to their figures; problems are new ones for each run."""
    stacking, figuring = [], []
    flips = 0
    for number in range(sizes.batch_runs):
        random = np.random.default_rng([problems.SEED, number])
        versions = [problems.drawn(random, options=OPTIONS, criteria=CRITERIA) for _ in range(sizes.versions)]
        begun = time.perf_counter()
        batch = Batch.of(versions, clip=False)
        stacked = time.perf_counter()
        found = run(batch)
        stacking.append(stacked - begun)
        figuring.append(time.perf_counter() - stacked)
        flips = sum(int(np.isfinite(corners.at).sum()) for corners in (found.below, found.above))
    figures = (
        BenchFigure("stacking", median(stacking), "s"),
        BenchFigure("figures", median(figuring), "s"),
        BenchFigure("found", flips, "flips"),
    )
    whole = median(map(sum, zip(stacking, figuring, strict=True)))
    case = f"{sizes.versions:,} versions, {OPTIONS} options, {CRITERIA} criteria"
    return [BenchResult("batch", case, Goal(None, "s"), whole, figures)]
