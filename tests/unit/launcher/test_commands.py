import ast
import os
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

import desk
from launcher import paths, preparation, say
from launcher.commands import check, up
from launcher.commands import test as test_command
from launcher.say import Refused


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["test", "-k", "x", "--lf"], {"command": "test", "rest": ["-k", "x", "--lf"]}),
        (["test"], {"command": "test", "rest": []}),
        (["bench", "--rows", "10"], {"command": "bench", "rest": ["--rows", "10"]}),
        (
            ["manage", "migrate", "--help"],
            {"command": "manage", "rest": ["migrate", "--help"], "owner": False},
        ),
        (["manage", "--owner", "dbshell"], {"command": "manage", "rest": ["dbshell"], "owner": True}),
        (["backup", "x.tar.gz"], {"command": "backup", "file": "x.tar.gz"}),
        (["restore", "x", "--fresh"], {"command": "restore", "file": "x", "fresh": True, "yes": False}),
        (["check"], {"command": "check"}),
    ],
)
def test_options_are_read_and_what_is_handed_on_is_left_alone(arguments, options):
    assert desk.options(arguments) == options


def test_up_has_the_defaults_that_the_readme_names():
    expected = {"command": "up", "port": 8000, "fresh": False, "yes": False, "demo": True, "workers": None}
    assert desk.options(["up"]) == expected


@pytest.mark.parametrize(
    "name", ["up", "test", "check", "bench", "manage", "backup", "restore", "install", "service"]
)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        desk.options([name, "--help"])
    assert ended.value.code == 0
    assert f"desk.py {name}" in capsys.readouterr().out
    assert (paths.PROJECT / "launcher" / "commands" / f"{name}.py").exists()


def test_an_unknown_command_is_wrong_usage():
    with pytest.raises(SystemExit) as ended:
        desk.options(["fly"])
    assert ended.value.code == 2


def test_the_launcher_needs_nothing_but_the_standard_library():
    """It runs before anything is installed. What runs inside of the environment stands in `inside`."""
    for path in [paths.PROJECT / "desk.py", *(paths.PROJECT / "launcher").rglob("*.py")]:
        if "inside" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            for name in names:
                assert name.split(".")[0] in {*sys.stdlib_module_names, "launcher"}, f"{path}: {name}"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], True),
        (["-k", "sign_in", "-x"], True),
        (["tests"], True),
        (["tests/unit"], False),
        (["tests/unit/test_lock.py::test_x", "-q"], False),
        (["tests/unit", "tests/browser"], True),
        (["tests/browser/vendor"], True),
        (["--lf", "not/there"], True),
    ],
)
def test_a_browser_is_wanted_unless_other_tests_are_named(arguments, wanted):
    assert test_command.wants_browser(arguments) is wanted


def test_given_arguments_win_over_the_launchers_own():
    command = test_command.command(Path("python"), paths.Home(Path("/home")), ["-n", "0"])
    assert command[:5] == ["python", "-m", "pytest", "-n", command[4]]
    assert command[-2:] == ["-n", "0"]
    assert 1 <= int(command[4]) <= test_command.AT_MOST


def test_a_port_is_free_or_named():
    port = up.free_port(0)
    assert up.free_port(port) == port
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(Refused, match=f"Port {port} cannot be used.*(?s:.*)--port {port + 1}"):
            up.free_port(port)
    with pytest.raises(Refused, match="Port 70000 cannot be used"):
        up.free_port(70000)


def test_the_fingerprint_follows_contents_and_leaves_out_what_does_not_matter(tmp_path):
    def now():
        return preparation.fingerprint(tmp_path, tmp_path / "home")

    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "models.py").write_text("one")
    first = now()
    (tmp_path / "app" / "models.py").touch()
    for name in ("tests", "docs", "launcher", ".git", "home"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.py").write_text("x")
    assert now() == first
    (tmp_path / "app" / "models.py").write_text("two")
    second = now()
    (tmp_path / "app" / "models.py").rename(tmp_path / "app" / "other.py")
    assert len({first, second, now()}) == 3


def test_the_fingerprint_copes_with_whatever_lies_in_the_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(preparation, "LARGE", 3)
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "large").write_text("large")
    first = preparation.fingerprint(tmp_path, tmp_path / "home")
    os.utime(tmp_path / "large", (1, 1))
    assert preparation.fingerprint(tmp_path, tmp_path / "home") != first, "by its date, unread"


def test_the_demos_sign_ins_are_shown_where_there_are_any(tmp_path):
    home = paths.Home(tmp_path)
    assert up.greeting(home, "http://x") == "Open http://x"
    home.demo_sign_ins.write_text("mina@example.com  secret\n")
    assert up.greeting(home, "http://x") == "Open http://x\n\nmina@example.com  secret"


def test_without_a_person_only_yes_agrees(monkeypatch):
    monkeypatch.setattr(say.sys, "stdin", type("Pipe", (), {"isatty": lambda self: False})())
    assert say.agreed("Delete?", yes=True)
    with pytest.raises(Refused, match="--yes"):
        say.agreed("Delete?", yes=False)


def test_a_person_agrees_by_a_word(monkeypatch):
    monkeypatch.setattr(say.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda question: "no")
    assert not say.agreed("Delete?", yes=False)
    monkeypatch.setattr("builtins.input", lambda question: " Yes")
    assert say.agreed("Delete?", yes=False)


def test_the_end_of_a_log_is_shown_also_when_it_is_long_empty_or_missing(tmp_path):
    log = tmp_path / "log"
    assert "(the log is empty)" in say.end_of(log)
    log.touch()
    assert "(the log is empty)" in say.end_of(log)
    log.write_text("".join(f"line {number} ü\n" for number in range(10_000)))
    assert say.end_of(log, 2) == "    line 9998 ü\n    line 9999 ü"


@pytest.fixture
def checked(monkeypatch, tmp_path):
    """`check` in a home of its own, with steps that are told how they end."""

    def run(*codes):
        every = [check.Check(f"step {place}", ["python", f"-m step{place}"]) for place in range(len(codes))]
        monkeypatch.setenv("DESK_HOME", str(tmp_path))
        monkeypatch.setattr(check.environment, "ensure", lambda home, dev: tmp_path / "python")
        monkeypatch.setattr(check, "checks", lambda python, cache: every)
        ends = dict(zip((step.name for step in every), codes, strict=True))
        monkeypatch.setattr(
            check,
            "perform",
            lambda step, surroundings: check.Result(step, ends[step.name], "it said so", 0.1),
        )
        return check.run()

    return run


def test_every_check_runs_also_after_one_that_failed(checked, capsys, tmp_path):
    assert checked(0, 1, 0) == 1
    said = capsys.readouterr().err
    words = " ".join(said.split())
    assert all(text in words for text in ("ok step 0", "FAILED step 1", "ok step 2"))
    assert "it said so" in said
    assert "2 of 3 checks passed" in said
    assert (tmp_path / "logs" / "check-step-1.log").read_text() == "it said so"


def test_checks_that_all_pass_say_so(checked, capsys):
    assert checked(0, 0) == 0
    assert "2 of 2 checks passed" in capsys.readouterr().err


def test_each_tool_is_among_the_checks(tmp_path):
    steps = {step.name: " ".join(step.argv) for step in check.checks("python", tmp_path)}
    for words in (
        "ruff format --check",
        "ruff check",
        "mypy",
        "djlint --lint",
        "lint_imports",
    ):
        assert any(words in command for command in steps.values()), words
    assert "makemigrations --check --dry-run" in steps["migrations"]
    assert "test_lock.py" in steps["lock"]
