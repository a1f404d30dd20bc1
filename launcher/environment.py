"""The virtual environment: made from the lock, and only when the lock is not what is installed already."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from launcher import locks, say
from launcher.paths import PROJECT, Home
from launcher.say import Refused

LOCKS = {False: "requirements.txt", True: "requirements-dev.txt"}
NO_VENV = """Python's venv module cannot make an environment here: ensurepip is missing. Either line mends it:
    apt-get install -y python3-venv        (Debian, Ubuntu; as root)
    or install uv, which needs nothing else"""


@dataclass(frozen=True)
class Stamp:
    """What is installed. It is taken away before an installation and written after it, so that one that was
    cut off is never taken for a whole one. `python` notices a system whose Python was replaced underneath."""

    dev: bool
    lock: str
    python: str


def folder(home: Home) -> Path:
    """Where the environment stands: DESK_VENV, or `venv` in the home."""
    named = os.environ.get("DESK_VENV")
    return Path(named).absolute() if named else home.root / "venv"


def ensure(home: Home, *, dev: bool) -> Path:
    """The environment's Python, with everything of the lock installed; with `dev`, of the development lock.

    An environment that DESK_VENV names is looked after elsewhere (`desk.py install`): it is used as it is.
    """
    venv = folder(home)
    python = venv / "bin" / "python"
    if os.environ.get("DESK_VENV"):
        if not os.access(python, os.X_OK):
            raise Refused(
                f"DESK_VENV names {venv}, where no environment is. Make it: python3 desk.py install"
            )
        return python
    return install(home, dev=dev)


def install(home: Home, *, dev: bool) -> Path:
    """Install what is missing. Development packages that are there already stay there."""
    venv = folder(home)
    python = venv / "bin" / "python"
    if satisfied(read_stamp(venv), venv, dev=dev):
        return python
    with locks.held(home.root / "install.lock", waiting_for="another installation of packages"):
        installed = read_stamp(venv)
        if satisfied(installed, venv, dev=dev):
            return python
        dev = dev or (installed is not None and installed.dev)
        intact = installed is not None and installed.python == interpreter(venv)
        stamp_file(venv).unlink(missing_ok=True)
        lock = PROJECT / LOCKS[dev]
        fill(venv, lock, home.logs / "install.log", intact=intact)
        stamp = Stamp(dev=dev, lock=digest(lock), python=interpreter(venv))
        stamp_file(venv).write_text(json.dumps(asdict(stamp)), encoding="utf-8")
    return python


def satisfied(installed: Stamp | None, venv: Path, *, dev: bool) -> bool:
    """Whether what is installed is enough: the development lock holds everything of the other one."""
    if installed is None or (dev and not installed.dev):
        return False
    return installed.lock == digest(PROJECT / LOCKS[installed.dev]) and installed.python == interpreter(venv)


def stamp_file(venv: Path) -> Path:
    return venv / "installed.json"


def read_stamp(venv: Path) -> Stamp | None:
    try:
        return Stamp(**json.loads(stamp_file(venv).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def interpreter(venv: Path) -> str:
    """The Python behind the environment's link; empty where that is gone."""
    python = venv / "bin" / "python"
    return str(python.resolve()) if os.access(python, os.X_OK) else ""


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def fill(venv: Path, lock: Path, log: Path, *, intact: bool) -> None:
    """Install exactly `lock`: by uv where there is one (seconds), else by pip (a minute); both check hashes.

    Bytecode is compiled now: without it the first pages of every start would pay for it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    if uv_works():
        say.line(f"  installing the packages of {lock.name} with uv …")
        if fill_by_uv(venv, lock, log, intact=intact):
            return
        say.line("  uv could not do it; trying pip, which may know other package sources …")
    else:
        say.line(f"  installing the packages of {lock.name} with pip; this takes a minute …")
    fill_by_pip(venv, lock, log)


def fill_by_uv(venv: Path, lock: Path, log: Path, *, intact: bool) -> bool:
    """Bring an intact environment up to date, or make it from nothing.

    Behind a company's proxy uv's own certificates are not enough, so the second try is with the system's.
    """
    python = str(venv / "bin" / "python")
    make = ["uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(venv)]
    sync = ["uv", "pip", "sync", "--require-hashes", "--compile-bytecode", "--python", python, str(lock)]
    return (
        (intact and all_succeed([sync], log))
        or all_succeed([make, sync], log)
        or all_succeed([make, sync], log, UV_SYSTEM_CERTS="1", UV_NATIVE_TLS="1")
    )


def fill_by_pip(venv: Path, lock: Path, log: Path) -> None:
    """Make it from nothing: pip would leave behind what the lock no longer names."""
    if importlib.util.find_spec("ensurepip") is None:
        raise Refused(NO_VENV)
    pip = [
        str(venv / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--no-input",
    ]
    pip += ["--compile", "--disable-pip-version-check", "--root-user-action=ignore", "--progress-bar=off"]
    if not all_succeed([[sys.executable, "-m", "venv", "--clear", str(venv)], [*pip, "-r", str(lock)]], log):
        raise Refused(
            f"The packages could not be installed. The end of {log}:\n{say.end_of(log)}\n"
            "Behind a company mirror, name it as pip wants it (PIP_INDEX_URL), then start again."
        )


def uv_works() -> bool:
    """Whether uv answers. A version manager's stand-in may be on the path without a uv behind it."""
    if shutil.which("uv") is None:
        return False
    return subprocess.run(["uv", "--version"], capture_output=True, check=False).returncode == 0


def all_succeed(commands: Sequence[Sequence[str]], log: Path, **more: str) -> bool:
    """Run one after the other, until one fails; what they say goes to `log`."""
    misleading = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    surroundings = {name: value for name, value in os.environ.items() if name not in misleading} | more
    with log.open("ab") as file:
        return all(
            subprocess.run(
                command,
                cwd=PROJECT,
                env=surroundings,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                check=False,
            ).returncode
            == 0
            for command in commands
        )
