import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from launcher import locks, processes, supervisor
from launcher.processes import Program

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def program(tmp_path):
    (tmp_path / "run").mkdir()

    def make(argv, **more):
        return Program("child", argv, dict(os.environ), tmp_path / "child.log", tmp_path / "run", **more)

    return make


def test_a_child_is_recorded_and_stops_when_it_is_asked(program):
    child = processes.start(program(SLEEP))
    number, birth = child.program.record.read_text().split()[:2]
    assert (int(number), birth) == (child.process.pid, processes.born(child.process.pid))
    processes.stop([child])
    assert child.process.returncode == -signal.SIGTERM
    assert not child.program.record.exists()


def test_one_that_does_not_listen_is_killed_when_patience_ends(program):
    child = processes.start(program(DEAF, patience=0.2))
    while "deaf" not in child.program.log.read_text():
        time.sleep(0.02)
    begun = time.monotonic()
    processes.stop([child])
    assert child.process.returncode == -signal.SIGKILL
    assert time.monotonic() - begun < 5


def test_its_own_children_end_with_it(program):
    """Workers of a web server that was killed would go on holding its port."""
    code = f"import subprocess, time; print(subprocess.Popen({SLEEP!r}).pid, flush=True); time.sleep(60)"
    child = processes.start(program([sys.executable, "-c", code]))
    while not (said := child.program.log.read_text()).endswith("\n"):
        time.sleep(0.02)
    birth = processes.born(int(said))
    child.process.kill()
    child.process.wait()
    assert processes.born(int(said)) == birth
    processes.bury(child)
    assert gone(int(said), birth)


def gone(number, birth):
    until = time.monotonic() + 5
    while processes.born(number) == birth and time.monotonic() < until:
        time.sleep(0.02)
    return processes.born(number) != birth


def test_a_launcher_that_is_killed_takes_its_children_along(tmp_path):
    code = f"""
import os, pathlib, sys, time
from launcher import processes
folder = pathlib.Path({str(tmp_path)!r})
child = processes.start(processes.Program("child", {SLEEP!r}, dict(os.environ), folder / "log", folder))
print(child.process.pid, flush=True)
time.sleep(60)
"""
    root = str(processes.paths.PROJECT)
    launcher = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root)
    assert launcher.stdout is not None
    with launcher.stdout as output:
        number = int(output.readline())
        birth = processes.born(number)
        launcher.kill()
        launcher.wait()
    assert gone(number, birth)


def test_what_is_left_behind_is_ended_and_a_number_used_again_is_left_alone(program, tmp_path):
    left = subprocess.Popen(SLEEP, start_new_session=True)
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    run = tmp_path / "run"
    (run / "left.pid").write_text(f"{left.pid} {processes.born(left.pid)} 15 6.0")
    (run / "stranger.pid").write_text(f"{stranger.pid} 1 15 6.0")
    (run / "broken.pid").write_text("")
    # Somebody has to take note of the end of a child, as the first process of the machine does for orphans.
    reaper = threading.Thread(target=left.wait)
    reaper.start()
    try:
        assert processes.end_leftovers(run) == ["left"]
        assert stranger.poll() is None
        assert not list(run.glob("*.pid"))
    finally:
        stranger.kill()
        stranger.wait()
        reaper.join()


def test_what_outlives_the_leader_of_its_group_is_ended_as_well(program, tmp_path):
    """A web process whose parent was killed while it started: nobody else knows of it."""
    run = tmp_path / "run"
    code = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:]).pid, flush=True)"
    leader = subprocess.Popen(
        [sys.executable, "-c", code, *SLEEP],
        start_new_session=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DESK_HOME": str(tmp_path)},
    )
    assert leader.stdout is not None
    with leader.stdout as output:
        orphan = int(output.readline())
    leader.wait()
    birth = processes.born(orphan)
    assert birth
    (run / "web.pid").write_text(f"{leader.pid} 1 15 6.0")
    assert processes.end_leftovers(run) == ["web"]
    assert gone(orphan, birth)


def test_a_large_log_is_put_aside(program, monkeypatch):
    monkeypatch.setattr(processes, "LARGE_LOG", 10)
    loud = program([sys.executable, "-c", "print('x' * 20)"])
    for _ in range(2):
        child = processes.start(loud)
        child.process.wait()
        processes.bury(child)
    assert loud.log.read_text() == "x" * 20 + "\n"
    assert loud.log.with_suffix(".1.log").exists()


def test_pauses_grow_and_the_fourth_death_within_a_minute_is_the_last(program):
    child = processes.start(program(SLEEP))
    processes.stop([child])
    watched = supervisor.Watched(child)
    assert [watched.pause_after(now) for now in (0.0, 10.0, 20.0)] == [1.0, 2.0, 4.0]
    assert watched.pause_after(59.0) is None
    assert supervisor.Watched(child).pause_after(0.0) == 1.0


def test_deaths_of_more_than_a_minute_ago_are_forgiven(program):
    child = processes.start(program(SLEEP))
    processes.stop([child])
    watched = supervisor.Watched(child)
    for now in (0.0, 10.0, 20.0):
        watched.pause_after(now)
    assert watched.pause_after(75.0) == 2.0


def test_a_lock_is_one_owners_or_many_guests(tmp_path):
    path = tmp_path / "a.lock"
    with locks.held(path, waiting_for="-"), locks.open_lock(path) as other:
        assert locks.read_note(path) == {"pid": str(os.getpid())}
        assert not locks.taken(other)
        assert not locks.taken(other, shared=True)
    with locks.held(path, shared=True, waiting_for="-"), locks.open_lock(path) as other:
        assert locks.taken(other, shared=True)
        assert not locks.taken(other)


def test_who_waits_for_a_lock_says_for_what(tmp_path, capsys):
    path = tmp_path / "a.lock"
    code = f"""
import pathlib, time
from launcher import locks
with locks.held(pathlib.Path({str(path)!r}), waiting_for="-"):
    print("held", flush=True)
    time.sleep(1.5)
"""
    root = str(processes.paths.PROJECT)
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root)
    assert holder.stdout is not None
    with holder.stdout as output:
        assert output.readline() == "held\n"
        with locks.held(path, waiting_for="the other one"):
            pass
    holder.wait()
    assert f"waiting for the other one (process {holder.pid})" in capsys.readouterr().err


def test_all_of_a_run_is_ended_wherever_it_went_and_nothing_else(tmp_path):
    """One that hears, one that is deaf in a session of its own, whose parent is gone; and one of another run."""
    mine, other = ({**os.environ, processes.RUN: str(tmp_path / name)} for name in ("mine", "mine too"))
    code = "import subprocess, sys; subprocess.Popen(sys.argv[1:], start_new_session=True)"
    ready = tmp_path / "ready"
    with ready.open("w") as said:
        subprocess.run([sys.executable, "-c", code, *DEAF], env=mine, stdout=said, check=True)
    while "deaf" not in ready.read_text():
        time.sleep(0.02)
    hearing, stranger = (subprocess.Popen(SLEEP, env=environment) for environment in (mine, other))
    reaper = threading.Thread(target=hearing.wait)
    reaper.start()
    try:
        assert len(processes.of_run(str(tmp_path / "mine"))) == 2
        assert processes.end_run(str(tmp_path / "mine"), patience=0.5) == [processes.name(os.getpid())]
        assert processes.of_run(str(tmp_path / "mine")) == {}
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
        reaper.join()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_a_terminal_a_command_in_the_foreground_is_told_to_end(number, tmp_path):
    ready = tmp_path / "ready"
    child = f"import pathlib, time; pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    code = f"""
import os, sys
from launcher import processes, signals
signals.listen()
processes.run_in_foreground([sys.executable, "-c", {child!r}], os.environ)
"""
    root = str(processes.paths.PROJECT)
    launcher = subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not ready.exists():
        time.sleep(0.02)
    launcher.send_signal(number)
    launcher.wait(30)
    assert children_named(str(ready)) == []


def children_named(word):
    found = []
    for folder in processes.Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (folder / "cmdline").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return found
