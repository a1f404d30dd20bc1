"""Bringing database, libraries, demo workspace and static files up to date with the code."""

import hashlib
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import locks, postgres, processes, say, services
from launcher.paths import PROJECT, Home
from launcher.postgres import Cluster
from launcher.say import Refused
from launcher.servers import Servers, as_owner

# What database, libraries and static files do not depend on.
LEFT_OUT = {"__pycache__", "node_modules", "tests", "docs", "launcher"}
LARGE = 20_000_000
# The mark of a database that was changed by hand: the next `up` looks at everything again.
BY_HAND = "by hand"


def prepare(
    home: Home,
    python: Path,
    servers: Servers,
    environment: dict[str, str],
    *,
    demo: bool,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Migrate as the owner, load the libraries and on request the demo workspace, collect the static files.

    `meanwhile` begins what needs tables and static files alone: it goes on while the rest is loaded.

    A mark on the embedded database says for which code that was done, so that the next start can leave it
    out. It stands in the database, so that it is gone whenever the database is. On a database of the caller's
    nothing is left out.
    """
    code = fingerprint(PROJECT, home.root)
    with locks.held(home.run / "prepare.lock", waiting_for="another command that prepares the database"):
        if servers.cluster and (home.root / "static").is_dir():
            done_for, _, with_demo = read_mark(servers.cluster).partition(" ")
            if done_for == code and (with_demo or not demo):
                meanwhile()
                return
        make_tables(home, python, servers, environment)
        meanwhile()
        fill_tables(home, python, environment, demo=demo)
        if servers.cluster:
            write_mark(servers.cluster, f"{code} demo" if demo else code)


def make_tables(home: Home, python: Path, servers: Servers, environment: dict[str, str]) -> None:
    """The tables and the serving role's rights; the static files beside them."""
    static = begin_static(home, python, environment)
    with say.step("migrations and rights"):
        finish(home, begin(home, "prepare_database", migration(python, servers.role), as_owner(environment)))
    with say.step("static files"):
        finish(home, static)


def fill_tables(home: Home, python: Path, environment: dict[str, str], *, demo: bool) -> None:
    """What every installation begins with, and what one may look around in."""
    with say.step("libraries"):
        finish(home, begin(home, "load_libraries", quick(python, "load_libraries"), environment))
    if demo:
        with say.step("demo workspace"):
            finish(home, begin(home, "load_demo", quick(python, "load_demo"), environment))


def quick(python: Path, *arguments: str) -> list[str]:
    """A command without Django's checks, for which it would import every page; `desk.py check` makes them."""
    return services.manage(python, *arguments, "--skip-checks")


def begin_static(home: Home, python: Path, environment: dict[str, str]) -> "Step":
    argv = services.manage(python, "collectstatic", "--noinput")
    return begin(home, "collectstatic", argv, environment)


def collect_static(home: Home, python: Path, environment: dict[str, str]) -> None:
    """Static files alone, where others are collected already: pages of the tests link to them, too."""
    sources = (PROJECT / "static", PROJECT / "requirements.txt", PROJECT / "partnerdesk" / "settings.py")
    wanted = " ".join(
        fingerprint(path, home.root) if path.is_dir() else content(path).hex() for path in sources
    )
    mark = home.root / "static-collected-from"
    if not (mark.is_file() and home.root.joinpath("static").is_dir() and mark.read_text() == wanted):
        finish(home, begin_static(home, python, environment))
        mark.write_text(wanted, encoding="ascii")


def migration(python: Path, role: str | None) -> list[str]:
    """The command that migrates and gives the serving role its rights; an owner who serves has them all."""
    return quick(python, "prepare_database", "--role", role or "")


@dataclass(frozen=True)
class Step:
    name: str
    process: subprocess.Popen[bytes]


def begin(home: Home, name: str, argv: list[str], environment: dict[str, str]) -> Step:
    return Step(name, processes.begin_quietly(argv, environment, home.logs / f"{name}.log"))


def finish(home: Home, step: Step) -> None:
    try:
        code = step.process.wait()
    except BaseException:
        step.process.terminate()
        raise
    if code:
        log = home.logs / f"{step.name}.log"
        raise Refused(f"{step.name} failed. The end of {log}:\n{say.end_of(log, 25)}")


def fingerprint(project: Path, home: Path) -> str:
    """A hash of every file that the application is made of."""
    whole = hashlib.sha256()
    for folder, names, files in os.walk(project):
        names[:] = sorted(
            name
            for name in names
            if name not in LEFT_OUT and not name.startswith(".") and Path(folder, name) != home
        )
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file():
                whole.update(f"{path.relative_to(project)}\0".encode(errors="surrogateescape"))
                whole.update(content(path))
    return whole.hexdigest()


def content(path: Path) -> bytes:
    """A hash of a file; of one too large to be read at each start, its size and date."""
    found = path.stat()
    if found.st_size > LARGE:
        return f"{found.st_size} {found.st_mtime_ns}".encode()
    return hashlib.sha256(path.read_bytes()).digest()


def read_mark(cluster: Cluster) -> str:
    """What the database was last prepared for; empty where it never was."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    return postgres.psql(cluster, postgres.DATABASE, query).stdout.strip()


def write_mark(cluster: Cluster, mark: str) -> None:
    """Only ever our own words or a hash: they need no quoting."""
    postgres.psql(cluster, postgres.DATABASE, f"COMMENT ON DATABASE {postgres.DATABASE} IS '{mark}'")
