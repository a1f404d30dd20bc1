"""Comparisons with drawn figures: as many as wanted, the same on each machine."""

import numpy as np

from decisions.analysis.problem import Criterion, Problem

SEED = 20_261_121


def drawn(random: np.random.Generator, *, options: int, criteria: int, clip: bool = False) -> Problem:
    """A problem whose value functions are straight lines.

    On about half of the criteria lower is better, and one estimate in four is a single number. The likely levels lie
    between the anchors; the ranges, which are not even, may pass them.
    """
    shape = options, criteria
    worst = random.uniform(-100, 100, criteria)
    best = worst + random.uniform(10, 1000, criteria) * random.choice([-1, 1], criteria)
    levels = worst + (best - worst) * random.uniform(0.1, 0.9, shape)
    width = np.abs(best - worst) * (random.random(shape) < 0.75)
    low, high = (levels + sign * width * random.uniform(0, 0.3, shape) for sign in (-1, 1))
    swings = random.integers(1, 101, criteria)
    return Problem(
        options=tuple(f"Option {number}" for number in range(options)),
        criteria=tuple(
            Criterion(f"criterion-{number}", float(worst[number]), float(best[number]), float(swings[number]))
            for number in range(criteria)
        ),
        levels=levels,
        low=low,
        high=high,
        clip=clip,
    )
