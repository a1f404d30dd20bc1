"""`desk.py up`: set up what is missing, start everything, watch over it until Ctrl-C."""

import http.client
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from launcher import (
    environment,
    locks,
    paths,
    preparation,
    privileges,
    processes,
    say,
    servers,
    services,
    system,
    variables,
)
from launcher.paths import Home
from launcher.processes import Program
from launcher.say import Refused
from launcher.supervisor import Supervisor

FIRST_PAGE = "/account/login/"
FIRST_PAGE_SECONDS = 90


def run(port: int, fresh: bool, yes: bool, demo: bool, workers: int | None) -> int:
    begun = time.monotonic()
    home = paths.home()
    with only_one(home) as lock:
        port = free_port(port)
        address = f"http://127.0.0.1:{port}"
        if fresh:
            begin_anew(home, yes=yes)
        say.line(f"Partner Desk, in {home.root}")
        with say.step("environment"):
            python = environment.ensure(home, dev=False)
        with say.step("Pango"):
            system.ensure_pango(python)
        with servers.running(home, python, servers.Wanted(own=True)) as found:
            surroundings = found.environment(home, public_address=address)
            supervisor = Supervisor(found.children)
            web, *others = programs(home, python, surroundings, port=port, workers=workers)
            try:
                preparation.prepare(
                    home, python, found, surroundings, demo=demo, meanwhile=lambda: supervisor.start(web)
                )
                with until_ctrl_c():
                    with say.step("web, worker, beat"):
                        wait_for_first_page(supervisor, port, home.logs / "web.log")
                        for program in others:
                            supervisor.start(program)
                    locks.write_note(lock, address=address)
                    took = time.monotonic() - begun
                    say.line(f"Ready after {took:.1f} s. Ctrl-C stops everything; the data stays.\n")
                    print(greeting(home, address), flush=True)
                    supervisor.watch(until=lambda: False)
            finally:
                supervisor.stop()
    say.line("Stopped.")
    return 0


@contextmanager
def until_ctrl_c() -> Iterator[None]:
    """Ctrl-C is how this ends in the ordinary way; before, it breaks off what was not finished."""
    try:
        yield
    except KeyboardInterrupt:
        say.line("\nStopping …")


@contextmanager
def only_one(home: Home) -> Iterator[TextIO]:
    """One `up` per home: two would share data, but neither its sign-ins nor its schedule."""
    path = home.run / "up.lock"
    with locks.open_lock(path) as lock:
        if not locks.taken(lock):
            note = locks.read_note(path)
            where, pid = note.get("address", "it is starting"), note.get("pid", "?")
            raise Refused(
                f"Partner Desk runs from this folder already: {where} (process {pid}).\n"
                "Stop it with Ctrl-C there first. A second copy wants data and a port of its own:\n"
                "    DESK_HOME=/other/folder python3 desk.py up --port 8001"
            )
        locks.write_note(lock)
        try:
            yield lock
        finally:
            locks.write_note(lock)  # without the address, at which nobody answers any more


def free_port(port: int) -> int:
    """The port, once it is sure that nobody listens there; for 0 any free one."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            other = port + 1 if 1023 < port < 65535 else 8001
            raise Refused(
                f"Port {port} cannot be used: {getattr(error, 'strerror', None) or error}. Nothing was started.\n"
                f"Take another one: python3 desk.py up --port {other}"
            ) from error
        free: int = probe.getsockname()[1]
        return free


def begin_anew(home: Home, *, yes: bool) -> None:
    """Throw this home's data away, when the person agrees."""
    if variables.names_database(os.environ):
        raise Refused(
            "--fresh empties the embedded database alone. DATABASE_URL is set: empty that database yourself."
        )
    question = f"--fresh deletes the database, the uploaded files and the sign-ins in {home.root}."
    if not say.agreed(question, yes=yes):
        raise Refused("Nothing was deleted.")
    with locks.held(home.run / "servers.lock", waiting_for="another command of this copy"):
        processes.end_leftovers(home.run)
        place = privileges.own_place(home)
        for path in (*home.data, *([place] if place else [])):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def programs(
    home: Home, python: Path, surroundings: dict[str, str], *, port: int, workers: int | None
) -> list[Program]:
    """Web, worker and beat, in the order in which they start; they stop in the opposite one.

    Web comes first, so that the two others do not keep the first page waiting.
    """
    commands = {
        "web": (
            services.web(python, host="127.0.0.1", port=port, workers=workers),
            services.for_web(surroundings),
        ),
        "worker": (services.worker(python), surroundings),
        "beat": (services.beat(python, home.beat_schedule), surroundings),
    }
    return [
        Program(name=name, argv=argv, environment=its, log=home.logs / f"{name}.log", run=home.run)
        for name, (argv, its) in commands.items()
    ]


def wait_for_first_page(supervisor: Supervisor, port: int, log: Path) -> None:
    """“Ready” means that a person would see a page, not that a process lives."""
    until = time.monotonic() + FIRST_PAGE_SECONDS

    def ready() -> bool:
        if time.monotonic() > until:
            raise Refused(f"No page after {FIRST_PAGE_SECONDS} s. The end of {log}:\n{say.end_of(log, 25)}")
        return page_answers(port)

    supervisor.watch(until=ready)


def page_answers(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        try:
            connection.request("GET", FIRST_PAGE)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


def greeting(home: Home, address: str) -> str:
    """The address and, once a demo workspace is there, who can sign in."""
    try:
        sign_ins = home.demo_sign_ins.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return f"Open {address}"
    return f"Open {address}\n\n{sign_ins}"
