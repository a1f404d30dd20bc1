"""`up`, from an empty home to the first page, and everything that can befall it.

A start takes seconds, so each test is a story of several, in one copy where it leaves the data alone.
"""

import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from launcher.commands import up
from tests import patience
from tests.integration.launcher.copies import Copy, Running
from tests.patience import wait_until

CHILDREN = ["beat", "postgres", "valkey", "web", "worker"]
# From the shell through the queue to the worker, and back by the cache.
ROUND_TRIP = """
import time
from django.core.cache import cache
from partnerdesk.core.tasks import heartbeat
cache.delete("heartbeat")
heartbeat.delay()
while not cache.get("heartbeat"):
    time.sleep(0.05)
print("beats")
"""


@pytest.fixture(autouse=True)
def _stopped(copy: Copy) -> Iterator[None]:
    """A test that fails leaves nothing running that the next one would run into."""
    yield
    for running in copy.ups:
        if running.process.poll() is None:
            running.stop()


def shows_a_page(running: Running) -> bool:
    return up.page_answers(int(running.address.rpartition(":")[2]))


def test_the_first_start_names_its_steps_and_the_address(first_start):
    first = (first_start / "said-0.txt").read_text(encoding="utf-8")
    steps = ("environment", "PostgreSQL", "Valkey", "migrations and rights", "libraries", "demo workspace")
    for step in steps:
        assert re.search(rf"^  {step} +\d+\.\d s$", first, re.MULTILINE), first
    assert re.search(
        r"^Ready after \d+\.\d s\. Ctrl-C stops everything; the data stays\.$", first, re.MULTILINE
    )
    assert re.search(r"^Open http://127\.0\.0\.1:\d+$", first, re.MULTILINE)
    assert first.endswith("Stopped.\n")


def test_a_second_start_a_day_in_its_life_and_ctrl_c(copy):
    running = copy.up("--no-demo")
    assert "migrations" not in running.text, f"what is done already is left out: {running.text}"
    assert shows_a_page(running)
    assert sorted(path.stem for path in copy.home.run.glob("*.pid")) == CHILDREN
    assert listening(copy) == {f"0100007F:{int(running.address.rpartition(':')[2]):04X}"}, (
        "the web port alone"
    )

    server = copy.child("postgres")
    assert copy.python(ROUND_TRIP) == "beats"
    refused = copy.desk("up", "--port", "0", code=1)
    assert f"already: {running.address}" in refused.stderr
    assert copy.child("postgres") == server, "both were guests"

    for name in ("web", "postgres"):
        kill_and_see_it_replaced(copy, running, name)
    wait_until(lambda: shows_a_page(running), "the page, after both were killed")

    assert running.stop() == 0
    assert running.text.endswith("Stopped.\n")
    copy.assert_nothing_left()


def kill_and_see_it_replaced(copy: Copy, running: Running, name: str) -> None:
    before = copy.child(name)
    os.kill(before, signal.SIGKILL)
    running.wait_for(f"{name} has ended (signal 9). The end of {copy.home.logs / name}.log:\n    ")
    running.wait_for(f"{name} is started again in 1 s (1 of 3).")
    record = copy.home.run / f"{name}.pid"
    wait_until(lambda: record.exists() and copy.child(name) != before, f"a new {name}")


def listening(copy: Copy) -> set[str]:
    """The TCP addresses on which any process of the copy listens, as the kernel writes them."""
    held = {str(file) for number in copy.processes() for file in open_files(number)}
    tables = [Path(f"/proc/net/{table}").read_text(encoding="ascii") for table in ("tcp", "tcp6")]
    lines = [line.split() for table in tables for line in table.splitlines()]
    return {line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in held}


def open_files(number: int) -> Iterator[Path]:
    for link in Path(f"/proc/{number}/fd").glob("*"):
        with suppress(FileNotFoundError):  # closed in the meantime
            yield link.readlink()


@pytest.mark.slow
def test_after_every_kind_of_sudden_end_it_starts_again(copy):
    running = copy.up("--no-demo")
    running.process.kill()
    running.process.wait()

    running = copy.up("--no-demo")
    assert shows_a_page(running)
    # As after a power cut: nobody could clean up.
    for number in sorted(copy.processes(), reverse=True):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    running.process.wait()

    running = copy.up("--no-demo")
    assert shows_a_page(running)
    # A worker that dies again and again: started anew three times within a minute, then everything ends.
    record = copy.home.run / "worker.pid"
    for turn in range(4):
        if turn:
            running.wait_for(f"worker is started again in {2 ** (turn - 1)} s ({turn} of 3).")
            wait_until(record.exists, "a new worker")
        os.kill(copy.child("worker"), signal.SIGKILL)
        wait_until(lambda: not record.exists(), "its end to be seen")
    assert running.process.wait(patience.SECONDS) == 1
    assert "worker ended more than 3 times within a minute, so everything is stopped." in running.text
    copy.assert_nothing_left()


def test_fresh_asks_begins_anew_and_can_be_stopped_on_the_way(make_copy):
    copy = make_copy(prepared=True)
    secret = copy.home.secret_key.read_text()
    refused = copy.desk("up", "--port", "0", "--fresh", code=1)
    assert "--yes" in refused.stderr
    assert (copy.home.postgres / "PG_VERSION").exists()
    (copy.home.media / "imports").mkdir(parents=True)

    running = copy.begin("up", "--port", "0", "--fresh", "--yes")
    wait_until((copy.home.logs / "prepare_database.log").exists, "the migrations to begin")
    assert not copy.home.media.exists()
    assert running.stop() == 130
    assert "migrations and rights        not finished" in running.text
    copy.assert_nothing_left()
    assert copy.home.secret_key.read_text() == secret


def test_a_taken_port_is_named_before_anything_starts(make_copy):
    other = make_copy()
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = other.desk("up", "--port", str(port), code=1)
    assert f"Port {port} cannot be used" in refused.stderr
    assert "up --port" in refused.stderr
    assert not other.home.postgres.exists()
