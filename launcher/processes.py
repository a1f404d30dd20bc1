"""Child processes: started so that none outlives the launcher, stopped in order, their logs kept."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import paths, signals

PR_SET_PDEATHSIG = 1
LARGE_LOG = 5_000_000
# The variable by which all that a run has started is found again: every process hands it on to its children.
RUN = "DESK_RUN"


@dataclass(frozen=True)
class Program:
    """How to start one child, and how to ask it to stop."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    run: Path
    stop_signal: int = signal.SIGTERM
    patience: float = 10.0
    user: int | None = None

    @property
    def record(self) -> Path:
        """Where its process number is written, for the next start to find what this one left behind."""
        return self.run / f"{self.name}.pid"


@dataclass(frozen=True)
class Child:
    program: Program
    process: subprocess.Popen[bytes]

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None


def start(program: Program) -> Child:
    """Start it as a direct child in a session of its own, so that Ctrl-C reaches the launcher alone."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    if program.log.exists() and program.log.stat().st_size > LARGE_LOG:
        program.log.replace(program.log.with_suffix(".1.log"))
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            program.argv,
            cwd=paths.PROJECT if program.user is None else "/",
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=dying_with_parent(program.stop_signal),
            user=program.user,
            group=program.user,
            extra_groups=None if program.user is None else [],
        )
    facts = (process.pid, born(process.pid), int(program.stop_signal), program.patience)
    program.record.write_text(" ".join(str(fact) for fact in facts), encoding="utf-8")
    return Child(program, process)


def dying_with_parent(number: int) -> Callable[[], None] | None:
    """For `preexec_fn`: have the kernel send `number` to the child when its parent dies, were it by SIGKILL.

    Linux alone knows this; elsewhere the next start finds what was left, by its record.
    """
    if sys.platform != "linux":
        return None
    control = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def set_signal() -> None:
        control(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return set_signal


def born(pid: int) -> str:
    """When a process began, as the system counts it; empty where none lives, or only its exit code is left.

    Process numbers are used again: only the two together name a process.
    """
    if sys.platform == "linux":
        try:
            whole = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        # The name in brackets may hold anything; after it, field 3 is the state, field 22 the start time.
        fields = whole.rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    found = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, *began = found.stdout.split() or [""]
    return "" if state.startswith("Z") else "-".join(began)


def name(pid: int) -> str:
    """The name of a process's program; empty where there is no such process."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""
    return subprocess.run(
        ["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()


def stop(children: Iterable[Child]) -> None:
    """Ask all of them to stop, wait for each, and kill those that outlast their patience."""
    children = list(children)
    for child in children:
        if not child.ended:
            child.process.send_signal(child.program.stop_signal)
    begun = time.monotonic()
    for child in children:
        while not child.ended:
            if signals.hurried() or time.monotonic() > begun + child.program.patience:
                break
            time.sleep(0.02)
        bury(child)


def bury(child: Child) -> None:
    """End what is left of a child and of its own children, and forget it."""
    if child.program.record.exists():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
    child.program.record.unlink(missing_ok=True)


def end_leftovers(run: Path) -> list[str]:
    """End what an earlier launcher left behind, and return the names. Call it while holding the copy's lock.

    Where the system can do that they were told when that launcher died, so they get a third of their
    patience: a worker whose queue has gone before it would look for it until the end of that.
    """
    ended = []
    for record in sorted(run.glob("*.pid")):
        words = record.read_text(encoding="utf-8").split()
        if len(words) == 4 and born(int(words[0])) == words[1]:
            _end(int(words[0]), words[1], int(words[2]), float(words[3]) / 3)
            ended.append(record.stem)
        elif words and _kill_orphans(int(words[0]), run):
            ended.append(record.stem)
        record.unlink(missing_ok=True)
    return ended


def _kill_orphans(group: int, run: Path) -> bool:
    """Kill what outlived the leader of its group: a web process that was started while its parent was killed.

    A number may be another's by now, so only processes whose environment names this copy's home are taken.
    """
    if sys.platform != "linux":
        return False
    home, found = os.fsencode(run.parent), False
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            pid = int(folder.name)
            if os.getpgid(pid) == group and home in (folder / "environ").read_bytes():
                os.kill(pid, signal.SIGKILL)
                found = True
    return found


def _end(pid: int, birth: str, number: int, patience: float) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
    until = time.monotonic() + patience
    while born(pid) == birth and time.monotonic() < until:
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    while born(pid) == birth:
        time.sleep(0.02)


def end_run(run: str, patience: float = 2.0) -> list[str]:
    """End whatever has `run` as its RUN, in whichever session or group it is; returns the programs' names.

    Who does not listen is killed when patience ends. Where the system does not show environments, none is found.
    """
    ended: dict[int, str] = {}
    begun = time.monotonic()
    while found := of_run(run):
        waited = time.monotonic() - begun
        if waited > 2 * patience:
            break
        for pid in found.keys() if waited > patience or signals.hurried() else found.keys() - ended.keys():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL if pid in ended else signal.SIGTERM)
        ended |= found
        time.sleep(0.05)
    return sorted(set(ended.values()))


def of_run(run: str) -> dict[int, str]:
    """The processes of a run, with the names of their programs."""
    wanted = f"{RUN}={run}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = name(int(folder.name))
    return found


def run_in_foreground(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command on this terminal, with its input and output untouched; returns its exit code."""
    process = subprocess.Popen(
        argv, cwd=paths.PROJECT, env=dict(environment), preexec_fn=dying_with_parent(signal.SIGTERM)
    )
    with signals.interrupt_left_to(process):
        try:
            code = process.wait()
        except KeyboardInterrupt:
            # Not Ctrl-C, which is the child's: somebody ends the launcher, so the child ends first.
            process.terminate()
            process.wait()
            raise
    return code if code >= 0 else 128 - code


def begin_quietly(argv: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Begin a step whose output is of interest only when it fails; it goes to `log`, which begins anew."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        return subprocess.Popen(
            argv,
            cwd=paths.PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGTERM),
        )
