"""Copies of Partner Desk for the tests of its launcher.

A first start takes long, most of it for the migrations. So one copy is started for the first time, for all
workers together, and the others begin with a copy of its data.
"""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher import locks, privileges
from tests.integration.launcher.copies import Copy


def end(copies: list[Copy]) -> None:
    """Stop whatever a test has left running, and remove what stands outside of its folder."""
    for copy in copies:
        for running in copy.ups:
            if running.process.poll() is None:
                running.stop(signal.SIGTERM)
        place = privileges.own_place(copy.home)
        if place is not None:
            shutil.rmtree(place)


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of a copy that was started and stopped once, with what it said in `said-0.txt`."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder if worker_id == "master" else folder.parent) / "first start"
    with locks.held(folder / "lock", waiting_for="the first start of another worker"):
        if not (folder / "whole").exists():
            copy = Copy(folder / "a cöpy")
            copy.root.mkdir(mode=0o700)
            try:
                assert copy.up().stop() == 0, copy.ups[0].text
                copy.assert_nothing_left()
            finally:
                end([copy])
            (folder / "whole").touch()
    return folder


@pytest.fixture(scope="module")
def make_copy(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Copy]]:
    """Makes copies: empty ones, or with `prepared` such as have been started before."""
    made: list[Copy] = []

    def make(*, prepared: bool = False, **more: str) -> Copy:
        root = tmp_path_factory.mktemp("desk") / "a cöpy"
        root.mkdir(mode=0o700)
        made.append(Copy(root, more))
        if prepared:
            source: Path = request.getfixturevalue("first_start") / "a cöpy"
            for name in ("postgres", "static", "secret-key"):
                part = source / name
                (shutil.copytree if part.is_dir() else shutil.copy)(part, root / name)
        return made[-1]

    yield make
    end(made)


@pytest.fixture(scope="module")
def copy(make_copy: Callable[..., Copy]) -> Copy:
    """One prepared copy that the tests of a module share."""
    return make_copy(prepared=True)
