"""Series of samples: the published ones, a short way of writing them, and strategies that make any."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import strategies as st

from decisions.triggers.engine.machine import LevelSide, Operator, Rule, Sample
from metrics.measures.months import add_months

VECTORS = Path(__file__).resolve().parents[6] / "shared" / "vectors" / "triggers.json"
FIRST = dt.date(2024, 1, 1)

needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared/vectors/triggers.json")


def vectors():
    return json.loads(VECTORS.read_text())


def cases():
    """The published cases, one parameter each; one that is skipped where they are missing."""
    if not VECTORS.exists():
        return [pytest.param(None, marks=needs_vectors)]
    return [pytest.param(case, id=case["name"]) for case in vectors()["cases"]]


def month(index):
    return add_months(FIRST, index)


def series(*values):
    """Samples of successive months."""
    return [Sample(month(index), value) for index, value in enumerate(values)]


def below(level, clear=None, *, for_samples=1, hold_samples=0):
    """Fires below a level, clears at `clear`, or at the level itself."""
    clear_at = LevelSide(">=", level if clear is None else clear)
    return Rule(LevelSide("<", level), clear_at, for_samples, hold_samples)


VALUES = (None, 0.0, 1.0, 2.0, 3.0, 4.0)
"""On, between and beyond the levels of any of the rules."""

LEVELS = ((1.0, 3.0), (2.0, 2.0), (1.0, 2.0))
SIDES: tuple[tuple[Operator, Operator], ...] = (("<", ">="), ("<=", ">"), ("<", ">"))

# One number or one text of bytes for each: thousands of them cost little, and they still shrink.
values = st.integers(0, len(VALUES) - 1).map(VALUES.__getitem__)
samples = st.binary(max_size=24).map(lambda given: series(*(VALUES[byte % len(VALUES)] for byte in given)))


def _rule(number):
    number, for_samples = divmod(number, 5)
    number, hold_samples = divmod(number, 5)
    number, side = divmod(number, len(SIDES))
    is_upward, level = divmod(number, len(LEVELS))
    down, up = (LevelSide(*pair) for pair in zip(SIDES[side], LEVELS[level], strict=True))
    fire, clear = (up, down) if is_upward else (down, up)
    return Rule(fire, clear, for_samples, hold_samples)


rules = st.integers(0, 2 * len(LEVELS) * len(SIDES) * 5 * 5 - 1).map(_rule)
