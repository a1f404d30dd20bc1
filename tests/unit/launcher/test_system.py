import os
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher import system
from launcher.say import Refused

PYTHON = Path(sys.executable)


@pytest.fixture
def machine(monkeypatch):
    """A machine to be told what it has; it notes down what would be run."""
    ran = []

    def tell(*, user, has=(), fails=()):
        monkeypatch.setattr(os, "geteuid", lambda: user)
        monkeypatch.setattr(system.platform, "system", lambda: "Linux")
        monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}" if name in has else None)

        def run(command, **options):
            ran.append(" ".join(str(word) for word in command))
            return SimpleNamespace(returncode=1 if len(ran) in fails else 0)

        monkeypatch.setattr(system.subprocess, "run", run)
        return ran

    return tell


def test_the_probe_finds_what_is_there_and_misses_what_is_not(monkeypatch):
    monkeypatch.setattr(system, "PANGO_LIBRARIES", (("libc.so.6", "libSystem.dylib"),))
    assert system.pango_is_there(PYTHON)
    monkeypatch.setattr(system, "PANGO_LIBRARIES", (("libc.so.6", "libSystem.dylib"), ("libnot-there.so.9",)))
    assert not system.pango_is_there(PYTHON)


def test_root_on_debian_installs_pango_after_asking_for_new_lists(machine, monkeypatch):
    ran = machine(user=0, has={"apt-get"}, fails={1})
    found = iter([False, True])
    monkeypatch.setattr(system, "pango_is_there", lambda python: next(found))
    system.ensure_pango(PYTHON)
    get = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert ran == [get, "apt-get update", get]


@pytest.mark.parametrize(
    ("has", "line"),
    [
        ({"apt-get"}, "sudo apt-get install -y --no-install-recommends libpango-1.0-0"),
        ({"dnf"}, "sudo dnf install -y pango"),
        ({"apk"}, "sudo apk add pango"),
        ({"pacman"}, "sudo pacman -S pango"),
        (set(), "the package pango of this system"),
    ],
)
def test_others_are_told_the_line_and_go_on(machine, monkeypatch, capsys, has, line):
    ran = machine(user=1000, has=has)
    monkeypatch.setattr(system, "pango_is_there", lambda python: False)
    system.ensure_pango(PYTHON)
    assert ran == []
    assert line in capsys.readouterr().err


def test_tests_without_a_browser_do_not_begin(machine):
    machine(user=1000)
    with pytest.raises(Refused, match="Chromium"):
        system.ensure_browser()
    machine(user=1000, has={"chromium"})
    assert system.ensure_browser() == "/usr/bin/chromium"
    machine(user=1000, has={"chromium", system.SHELL})
    assert system.ensure_browser() == f"/usr/bin/{system.SHELL}"


GET = "apt-get install -y --no-install-recommends"
KNOWN = f"apt-cache show {system.SHELL}"


@pytest.mark.parametrize(
    ("has", "fails", "wanted"),
    [
        (set(), set(), [KNOWN, f"{GET} {system.SHELL}"]),
        (set(), {1}, [KNOWN, "apt-get update", KNOWN, f"{GET} {system.SHELL}"]),
        (set(), {1, 3}, [KNOWN, "apt-get update", KNOWN, f"{GET} chromium"]),
        ({"chromium"}, set(), [KNOWN, f"{GET} {system.SHELL}"]),
        ({"chromium"}, {1}, [KNOWN]),
        ({system.SHELL}, set(), []),
    ],
    ids=[
        "its lists know the shell",
        "new lists do",
        "none does",
        "a browser is there",
        "it has to do",
        "there",
    ],
)
def test_root_on_debian_installs_the_browser(machine, has, fails, wanted):
    ran = machine(user=0, has={"apt-get", *has}, fails=fails)
    with suppress(Refused):
        system.ensure_browser()
    assert ran == wanted
