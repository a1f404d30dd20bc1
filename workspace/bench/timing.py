"""Seconds of calls, measured in turns, so that what else the machine does meets all of them alike."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

Call = Callable[[], object]


def seconds_of(call: Call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def in_turns(calls: Mapping[str, Call], times: int) -> dict[str, list[float]]:
    """Seconds of each of `times` calls by name, after one that is not counted."""
    for call in calls.values():
        call()
    gc.collect()
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(times):
        for name, call in calls.items():
            found[name].append(seconds_of(call))
    return found


def medians(calls: Mapping[str, Call], times: int) -> dict[str, float]:
    """The median of each call, in seconds."""
    return {name: median(seconds) for name, seconds in in_turns(calls, times).items()}
