"""Which tests run in one process together, and in which order: the longest first, so that nobody waits at the end.

How long each group took is remembered in pytest's cache; where nothing is remembered, `GUESSED` says.
"""

import zlib
from collections import defaultdict
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

REMEMBERED = "suite/seconds"
GUESSED = {
    "tests/integration/launcher": 200.0,
    "tests/browser/test_every_page.py": 200.0,
    "tests/browser/test_journeys.py": 60.0,
    "tests/browser": 20.0,
    "tests/integration/test_routes.py": 60.0,
    "tests/integration": 5.0,
    "tests": 1.0,
}
"""Seconds of a group below each of these places, the first that fits: for the first run of a copy."""
IN_PARTS = {"tests/integration/test_routes.py": 2}
"""Files whose tests share little beside a set-up of seconds: in how many parts they may run side by side."""
TOGETHER = ("tests/integration/launcher", "tests/browser/test_every_page.py")


def group_of(nodeid: str) -> str:
    """The tests of a file stay together: they share what they set up.

    So do all files of the launcher, which share the first start of a copy. Browser tests go one by one: they are long
    and share what each process has, but for those that look at every page, which share the states that they look at.
    """
    file = nodeid.partition("::")[0]
    together = next((place for place in TOGETHER if file.startswith(place)), "")
    if together:
        return together
    if file in IN_PARTS:
        return f"{file} {zlib.crc32(nodeid.encode()) % IN_PARTS[file]}"
    return nodeid if file.startswith("tests/browser/") else file


class Sharing(LoadFileScheduling):
    """Hands groups out one after the other; each process has one test ahead of it, and no more."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _reschedule(self, node: Any) -> None:
        if node.shutting_down or not self.workqueue or self._pending_of(self.assigned_work[node]) <= 1:
            super()._reschedule(node)


class Durations:
    """Remembers how long each group takes, and puts the longest first: in every process by the same numbers."""

    def __init__(self, config: pytest.Config) -> None:
        given = getattr(config, "workerinput", {})
        self.cache = None if given else getattr(config, "cache", None)
        self.known: dict[str, list[float]] = given.get(REMEMBERED) or self._read()
        self.seen: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])

    def _read(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = self.cache.get(REMEMBERED, {}) if self.cache else {}
        return found

    def seconds(self, group: str) -> float:
        if group in self.known:
            return self.known[group][1]
        return next(seconds for place, seconds in GUESSED.items() if group.startswith(place))

    def pytest_configure_node(self, node: Any) -> None:
        """Hand the numbers to a process of xdist."""
        node.workerinput[REMEMBERED] = self.known or {"": [0, 0.0]}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Browser tests come last.

        A process that drives a browser has a running event loop until its end, and Django refuses its database to such
        a one.
        """
        groups = {item: group_of(item.nodeid) for item in items}
        items.sort(
            key=lambda item: (
                "browser" in item.path.parts,
                -self.seconds(groups[item]),
                groups[item],
            )
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        seen = self.seen[group_of(report.nodeid)]
        seen[0] += report.when == "call"
        seen[1] += report.duration

    def pytest_sessionfinish(self) -> None:
        """A group of which only a part has run says nothing of the whole."""
        if self.cache:
            whole = {
                name: seen for name, seen in self.seen.items() if seen[0] >= self.known.get(name, [0])[0]
            }
            self.cache.set(REMEMBERED, self.known | whole)
