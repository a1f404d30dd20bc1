"""How much of what is generated is tried: one in twenty in every run, all of it with `desk.py test --slow`.

Where many cases are much alike, a test says `@pytest.mark.one_in(3)`: each time one in three of them runs, which ones
by the seed that pytest prints. Tests of their own that are long and much alike share one in so many of them by a name:
`one_in(2, of="workers that end")`. What takes long and is seldom touched is marked `slow`. Who names a single case
gets it.
"""

import os
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T")
SLOW = os.environ.get("TEST_SLOW") == "1"


def volume(whole: int) -> int:
    """How many of so many examples are tried."""
    return whole if SLOW else max(1, whole // 20)


settings.register_profile(
    "desk",
    max_examples=volume(2_000),
    deadline=None,  # a machine that is busy is no fault
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("desk")


def share(rows: Sequence[T], one_in: int, seed: int) -> list[T]:
    """One in so many of the rows of a table, from which one on by the seed: for tests that read their own tables."""
    return [*rows] if SLOW else [*rows[seed % one_in :: one_in]]


def choose(items: list[pytest.Item], seed: int) -> list[pytest.Item]:
    """Take out of `items` what this run leaves to others, and return it."""
    alike: dict[str, list[pytest.Item]] = defaultdict(list)
    left_out = set() if SLOW else {item for item in items if item.get_closest_marker("slow")}
    if len(left_out) == len(items):  # nothing else was asked for
        left_out = set()
    for item in items:
        marker = item.get_closest_marker("one_in")
        if marker and not SLOW:
            alike[marker.kwargs.get("of") or item.nodeid.partition("[")[0]].append(item)
    for cases in alike.values():
        marker = cases[0].get_closest_marker("one_in")
        assert marker
        (share,) = marker.args
        if len(cases) >= share:
            cases.sort(key=lambda item: item.nodeid)
            # Each row of so many cases is begun one further, so that not always the same ones run together.
            left_out |= {item for place, item in enumerate(cases) if (place + place // share + seed) % share}
    items[:] = [item for item in items if item not in left_out]
    return [*left_out]
