"""The database and the queue that a command works on: embedded ones, or those that the environment names.

The embedded servers of one home belong to the command that started them; the others of that home are guests:

- `servers.lock` is held, alone, by the command whose children the servers are;
- `guests.lock` is held, shared, by the commands that use another's servers.

A command that started servers for its own duration waits for its guests before it stops them.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from launcher import locks, paths, postgres, processes, say, signals, valkey, variables
from launcher.paths import Home
from launcher.processes import Child
from launcher.say import Refused

INSIDE = paths.PROJECT / "launcher" / "inside"


@dataclass(frozen=True)
class Servers:
    """Addresses to work with. `role` serves; None where the owner has to."""

    owner_url: str
    serving_url: str
    redis_url: str
    role: str | None = postgres.SERVING_ROLE
    cluster: postgres.Cluster | None = None
    children: list[Child] = field(default_factory=list)

    def environment(self, home: Home, *, public_address: str, with_settings: bool = True) -> dict[str, str]:
        """What a child needs that serves; `as_owner` turns it into what one needs that migrates."""
        return variables.for_children(
            home,
            database_url=self.serving_url,
            owner_url=self.owner_url,
            redis_url=self.redis_url,
            public_address=public_address,
            with_settings=with_settings,
        )


def as_owner(environment: dict[str, str]) -> dict[str, str]:
    return environment | {"DATABASE_URL": environment["DATABASE_OWNER_URL"]}


@dataclass(frozen=True)
class Wanted:
    """What a command wants of its servers."""

    own: bool = False  # to be the one who runs them (`up`), rather than a guest where another does
    only_embedded: bool = False  # tests and benchmarks take no database of the caller's
    durable: bool = True
    settings: Sequence[str] = ()  # of PostgreSQL


@contextmanager
def running(home: Home, python: Path, wanted: Wanted) -> Iterator[Servers]:
    """Servers that answer, for the length of the `with`."""
    given_database = variables.names_database(os.environ) and not wanted.only_embedded
    given_redis = "" if wanted.only_embedded else os.environ.get("REDIS_URL", "")
    cluster = None if given_database else postgres.cluster(home, python)
    children: list[Child] = []
    with ExitStack() as stack:
        if cluster or not given_redis:

            def answer() -> bool:
                database = cluster is None or postgres.is_prepared(cluster)
                return database and bool(given_redis or valkey.answers(home))

            if _become_owner(stack, home, wanted, answer, children):
                environment = variables.inherited(os.environ, with_settings=False)
                _end_leftovers(home)
                if cluster:
                    with _step(wanted, "PostgreSQL"):
                        postgres.ensure_data(cluster, durable=wanted.durable)
                        children.append(postgres.start(cluster, environment, wanted.settings))
                        postgres.ensure_database(cluster)
                if not given_redis:
                    with _step(wanted, "Valkey"):
                        children.append(valkey.start(home, python, environment, durable=wanted.durable))
        if given_redis:
            check_redis(python, given_redis)
        redis_url = given_redis or valkey.url(home)
        if cluster:
            owner, serving = cluster.url(postgres.OWNER), cluster.url(postgres.SERVING_ROLE)
            yield Servers(owner, serving, redis_url, cluster=cluster, children=children)
        else:
            yield given(home, python, redis_url, children)


def _become_owner(
    stack: ExitStack, home: Home, wanted: Wanted, answer: Callable[[], bool], children: list[Child]
) -> bool:
    """Whether this command runs the servers of this home; if not, it is a guest of the one that does.

    What the stack undoes, in this order: wait for guests, stop the children, let go of the locks.
    """
    lock, guests = home.run / "servers.lock", home.run / "guests.lock"
    if wanted.own:
        stack.enter_context(locks.held(lock, waiting_for="another command of this copy"))
        stack.callback(lambda: processes.stop(reversed(children)))
        return True
    mine = stack.enter_context(locks.open_lock(lock))
    guest = stack.enter_context(locks.held(guests, shared=True, waiting_for="servers that are stopping"))
    until = time.monotonic() + 120
    while not locks.taken(mine):
        if answer():
            return False
        if time.monotonic() > until:
            holder = locks.read_note(lock).get("pid", "?")
            raise Refused(
                f"Process {holder} runs the servers of this copy, and they do not answer. See {home.logs}"
            )
        time.sleep(0.05)
    locks.write_note(mine)
    stack.callback(lambda: processes.stop(reversed(children)))
    stack.callback(_wait_for_guests, guest)
    return True


def _wait_for_guests(guest: TextIO) -> None:
    """Servers that another command uses in the meantime run until it has ended."""
    patience = time.monotonic() + 1
    while not locks.taken(guest) and not signals.hurried():
        if patience and time.monotonic() > patience:
            say.line("  another command uses these servers; waiting for it to end …")
            patience = 0.0
        time.sleep(0.05)


@contextmanager
def _step(wanted: Wanted, name: str) -> Iterator[None]:
    """Only `up` tells each step; for other commands servers are a side matter."""
    if wanted.own:
        with say.step(name):
            yield
    else:
        yield


def _end_leftovers(home: Home) -> None:
    """A launcher that was killed may have left children that are still ending."""
    left = processes.end_leftovers(home.run)
    if left:
        say.line(f"  ended what an earlier run had left behind: {', '.join(left)}")


def check_redis(python: Path, url: str) -> None:
    done = run_inside(python, "broker.py", REDIS_URL=url)
    if done.returncode:
        raise Refused(f"REDIS_URL is set, but that server does not answer: {done.stderr.strip()}")


def run_inside(python: Path, script: str, *arguments: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script of `inside` with the environment's Python."""
    surroundings = variables.inherited(os.environ, with_settings=True) | more
    command = [python, INSIDE / script, *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def given(home: Home, python: Path, redis_url: str, children: list[Child]) -> Servers:
    """The addresses on a database that the caller names; its serving role is made where it is missing."""
    done = run_inside(python, "roles.py", home.serving_roles)
    if done.returncode:
        raise Refused(f"DATABASE_URL is set, but that PostgreSQL cannot be used: {done.stderr.strip()}")
    found = json.loads(done.stdout)
    if found["weaker"]:
        say.line(f"  {found['weaker']}, so pages are served with the owner's rights: whoever takes over")
        say.line("  the web process can switch off the guards of committed records. See docs/operations.md.")
    owner, serving, role = found["owner_url"], found["serving_url"], found["role"]
    return Servers(owner, serving, redis_url, role, children=children)
