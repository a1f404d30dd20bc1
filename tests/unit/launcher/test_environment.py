import json
import sys
import threading
import time

import pytest

from launcher import environment
from launcher.paths import Home
from launcher.say import Refused


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home and a project with two small locks; installing is only noted down."""
    monkeypatch.delenv("DESK_VENV", raising=False)
    project = tmp_path / "project"
    project.mkdir()
    (project / "requirements.txt").write_text("a==1\n")
    (project / "requirements-dev.txt").write_text("a==1\nb==1\n")
    monkeypatch.setattr(environment, "PROJECT", project)
    return Home(tmp_path / "home")


@pytest.fixture
def filled(monkeypatch):
    """What was installed: (name of the lock, whether the environment was whole before)."""
    calls = []

    def fill(venv, lock, log, *, intact):
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        python = venv / "bin" / "python"
        if not python.is_symlink():
            python.symlink_to(sys.executable)
        calls.append((lock.name, intact))

    monkeypatch.setattr(environment, "fill", fill)
    return calls


def test_it_is_installed_once_and_the_development_lock_is_enough_for_up(home, filled):
    environment.install(home, dev=False)
    environment.install(home, dev=False)
    environment.install(home, dev=True)
    environment.install(home, dev=False)
    assert filled == [("requirements.txt", False), ("requirements-dev.txt", True)]


def test_a_changed_lock_is_installed_and_development_packages_stay(home, filled):
    environment.install(home, dev=True)
    (environment.PROJECT / "requirements-dev.txt").write_text("a==1\nb==2\n")
    environment.install(home, dev=False)
    assert filled == [("requirements-dev.txt", False), ("requirements-dev.txt", True)]


def test_an_installation_that_was_cut_off_is_made_again_from_nothing(home, filled, monkeypatch):
    environment.install(home, dev=False)
    whole = environment.fill

    def killed(venv, lock, log, *, intact):
        raise KeyboardInterrupt

    (environment.PROJECT / "requirements.txt").write_text("a==2\n")
    monkeypatch.setattr(environment, "fill", killed)
    with pytest.raises(KeyboardInterrupt):
        environment.install(home, dev=False)
    monkeypatch.setattr(environment, "fill", whole)
    environment.install(home, dev=False)
    assert filled[-1] == ("requirements.txt", False)


def test_a_python_that_was_replaced_underneath_is_noticed(home, filled, tmp_path):
    environment.install(home, dev=False)
    python = environment.folder(home) / "bin" / "python"
    python.unlink()
    python.symlink_to(tmp_path / "gone")
    environment.install(home, dev=False)
    assert len(filled) == 2


def test_two_at_once_install_once(home, filled, monkeypatch):
    fill = environment.fill

    def slow(*arguments, **options):
        time.sleep(0.3)
        fill(*arguments, **options)

    monkeypatch.setattr(environment, "fill", slow)
    threads = [
        threading.Thread(target=environment.install, args=[home], kwargs={"dev": False}) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(filled) == 1


def test_a_named_environment_is_used_as_it_is(home, filled, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_VENV", str(tmp_path / "given"))
    with pytest.raises(Refused, match=r"desk\.py install"):
        environment.ensure(home, dev=True)
    environment.install(home, dev=False)
    assert environment.ensure(home, dev=True) == tmp_path / "given" / "bin" / "python"
    assert len(filled) == 1
    stamp = json.loads((tmp_path / "given" / "installed.json").read_text())
    assert stamp["dev"] is False


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """Notes what `fill` would run; a word in `failing` makes a command that holds it fail."""
    commands, failing = [], []

    def all_succeed(given, log, **more):
        for command in given:
            commands.append(" ".join([*(f"{name}={value}" for name, value in more.items()), *command]))
            if any(word in commands[-1] for word in failing):
                return False
        return True

    monkeypatch.setattr(environment, "all_succeed", all_succeed)
    monkeypatch.setattr(environment, "uv_works", lambda: "no uv" not in failing)
    return commands, failing


def fill(tmp_path, *, intact=False):
    environment.fill(tmp_path / "venv", tmp_path / "requirements.txt", tmp_path / "log", intact=intact)


def test_uv_installs_by_hash_and_compiles(ran, tmp_path):
    fill(tmp_path)
    venv, sync = ran[0]
    assert "uv venv" in venv
    assert "--clear" in venv
    assert "uv pip sync --require-hashes --compile-bytecode" in sync


def test_a_whole_environment_is_only_brought_up_to_date(ran, tmp_path):
    fill(tmp_path, intact=True)
    assert [command.split()[:3] for command in ran[0]] == [["uv", "pip", "sync"]]


def test_without_uv_pip_does_it_by_hash(ran, tmp_path):
    ran[1].append("no uv")
    fill(tmp_path)
    assert "-m venv --clear" in ran[0][0]
    assert "pip install --require-hashes --no-deps" in ran[0][1]


def test_behind_a_company_proxy_uv_trusts_what_the_system_trusts(ran, tmp_path):
    ran[1].append("uv pip sync")
    fill(tmp_path)
    assert any(command.startswith("UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 uv pip sync") for command in ran[0])


def test_where_uv_finds_no_packages_pip_is_tried_which_may_know_a_mirror(ran, tmp_path, capsys):
    ran[1].append("uv pip sync")
    fill(tmp_path)
    assert "pip install" in ran[0][-1]
    assert "trying pip" in capsys.readouterr().err


def test_where_nothing_works_the_end_of_the_log_and_a_way_out_are_named(ran, tmp_path):
    ran[1].extend(["uv pip sync", "pip install"])
    with pytest.raises(Refused, match="PIP_INDEX_URL"):
        fill(tmp_path)


def test_a_missing_python3_venv_is_named_with_the_line_that_mends_it(ran, tmp_path, monkeypatch):
    ran[1].append("no uv")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused, match="apt-get install -y python3-venv"):
        fill(tmp_path)


def test_a_stand_in_for_uv_without_a_uv_behind_it_is_none(tmp_path, monkeypatch):
    stand_in = tmp_path / "uv"
    stand_in.write_text("#!/bin/sh\nexit 127\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not environment.uv_works()
    stand_in.unlink()
    assert not environment.uv_works()
