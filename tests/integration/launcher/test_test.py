"""`test`: a run that is ended, in whatever way, leaves no process behind."""

import os
import signal

import pytest

from launcher import system
from tests.integration.launcher.copies import PROJECT, Copy, Running
from tests.patience import wait_until

# What tests start: something in a session of its own that does not listen, and a browser.
HANGS = """
import os, pathlib, signal, subprocess, sys, time
from playwright.sync_api import sync_playwright

def test_hangs():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        pathlib.Path(os.environ["HANGS"]).touch()
        time.sleep(600)
"""
PASSES = "def test_passes(): pass"
CONFIGURED = ("-c", str(PROJECT / "pyproject.toml"))  # they stand elsewhere


@pytest.fixture(scope="module")
def run(make_copy, tmp_path_factory):
    """Begins a run with a test that hangs, in one home, and waits until it does."""
    folder = tmp_path_factory.mktemp("tests of a run")
    (folder / "test_hangs.py").write_text(HANGS)
    (folder / "test_passes.py").write_text(PASSES)
    hangs = folder / "it hangs"
    copy = make_copy(CHROMIUM=system.ensure_browser(), HANGS=str(hangs))

    def begin(workers: str = "1") -> tuple[Copy, Running]:
        hangs.unlink(missing_ok=True)
        running = copy.begin("test", *CONFIGURED, "-n", workers, str(folder / "test_hangs.py"), alone=True)
        wait_until(lambda: hangs.exists() or running.process.poll() is not None, "the test to hang")
        assert hangs.exists(), running.text
        lines = "\n".join(copy.processes().values())
        assert all(word in lines for word in ("postgres", "valkey", "chrom", "time.sleep(600)")), lines
        return copy, running

    begin.folder = folder
    return begin


@pytest.mark.parametrize(
    ("number", "whole_group", "workers"),
    [
        pytest.param(signal.SIGTERM, False, "1", id="kill"),
        pytest.param(signal.SIGINT, True, "0", id="Ctrl-C"),
        pytest.param(signal.SIGHUP, True, "0", id="its terminal is closed"),
    ],
)
@pytest.mark.one_in(4, of="ends of a run")
def test_a_run_that_is_ended_leaves_no_process_behind(run, number, whole_group, workers):
    copy, running = run(workers)
    (os.killpg if whole_group else os.kill)(running.process.pid, number)
    assert running.process.wait(60) != 0
    copy.assert_nothing_left()


@pytest.mark.one_in(4, of="ends of a run")
def test_what_a_killed_run_left_behind_is_ended_by_the_next(run):
    copy, running = run()
    running.process.kill()
    running.process.wait()
    copy.desk("test", *CONFIGURED, "-n", "0", "-q", str(run.folder / "test_passes.py"))
    copy.assert_nothing_left()
