"""Problems to compare: the published ones, and a strategy that makes any."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from decisions.analysis.problem import Criterion, Estimate, Problem

VECTORS = Path(__file__).resolve().parents[5] / "shared" / "vectors" / "analysis.json"

needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared/vectors/analysis.json")


def vectors():
    return json.loads(VECTORS.read_text())


def plain(options, criteria, levels, *, clip=True):
    """A problem whose estimates are single numbers."""
    given = np.asarray(levels, dtype=float)
    return Problem(tuple(options), tuple(criteria), given, given, given, clip)


def municipal_plan(*, ranges=False):
    """The plan of Lahdelma, Hokkanen and Salminen (1998), scaled between worst and best of the mean matrix."""
    found = vectors()["smaa"]
    mean = np.array(found["mean"], dtype=float)
    criteria = tuple(
        Criterion(str(k + 1), worst=mean[:, k].min(), best=mean[:, k].max(), swing=25)
        for k in range(mean.shape[1])
    )
    width = np.abs(mean) * [0, 0.1, 0, 0] + [0.5, 0, 10, 0.5] if ranges else np.zeros_like(mean)
    return Problem(tuple(found["alternatives"]), criteria, mean, mean - width, mean + width, clip=False)


def payoff(p_strong=0.8):
    """The condominium table: states as criteria, their probabilities as weights, money as it is."""
    found = vectors()["break_even"]["payoff"]
    criteria = (
        Criterion("strong", 0, 1, 100 * p_strong, "left"),
        Criterion("weak", 0, 1, 100 * (1 - p_strong), "right"),
    )
    return plain(found, criteria, list(found.values()), clip=False)


def levels():
    return st.floats(-100, 200).map(lambda level: round(level, 3))


@st.composite
def criteria(draw, key):
    worst = draw(st.integers(-50, 50))
    best = worst + draw(st.sampled_from([-40, -7, 3, 25, 100]))
    swing = draw(st.integers(1, 100))
    side = draw(st.sampled_from(["left", "right", None]))
    share = draw(st.none() | st.floats(0.05, 0.95))
    bend = () if share is None else ((worst, 0.0), (worst + (best - worst) * 0.4, share), (best, 1.0))
    return Criterion(key, worst, best, swing, side, bend)


@st.composite
def problems(draw, *, clip=None, options=(1, 5)):
    names = tuple("ABCDE"[: draw(st.integers(*options))])
    keys = [f"c{number}" for number in range(draw(st.integers(1, 5)))]
    found = tuple(draw(criteria(key)) for key in keys)
    estimates = {
        name: {
            key: Estimate(likely, likely - draw(st.integers(0, 30)), likely + draw(st.integers(0, 30)))
            for key in keys
            for likely in [draw(levels())]
        }
        for name in names
    }
    return Problem.of(names, found, estimates, clip=draw(st.booleans()) if clip is None else clip)
