"""Copies of Partner Desk: the real `desk.py`, in a folder with a space and a letter beyond ASCII.

They use the environment in which the tests run, as it is (DESK_VENV), so that nothing is installed again.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from launcher import processes, servers, variables
from launcher.paths import Home
from tests import patience
from tests.patience import wait_until

PROJECT = Path(__file__).resolve().parents[3]
# A backup that the last state of the code before `0001_tables` wrote, of its demo workspace; nothing else is in it.
BEFORE = Path(__file__).parent / "archives" / "before-0001-tables.tar.gz"


def as_from_a_shell() -> Callable[[], None]:
    """What a process of a copy does before it begins: it ends with the tests, hears Ctrl-C and of a closed terminal.

    The tests themselves may run below `nohup` or in the background of a script, and a copy would be deaf as they are.
    """
    ends_with_this = processes.dying_with_parent(signal.SIGTERM)

    def begin() -> None:
        for number in (signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        if ends_with_this:
            ends_with_this()

    return begin


@dataclass
class Running:
    """A `desk.py up` that goes on in the background."""

    process: subprocess.Popen[bytes]
    said: Path

    @property
    def text(self) -> str:
        return self.said.read_text(encoding="utf-8", errors="replace")

    @property
    def address(self) -> str:
        found = re.search(r"^Open (http://127\.0\.0\.1:\d+)", self.text, re.MULTILINE)
        assert found, self.text
        return found[1]

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.text or self.process.poll() is not None, words)
        assert words in self.text, self.text

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(patience.SECONDS)


@dataclass
class Copy:
    """One copy: a DESK_HOME, and `desk.py` called on it."""

    root: Path
    more: dict[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    ups: list[Running] = field(default_factory=list)

    @property
    def home(self) -> Home:
        return Home(self.root)

    @property
    def environment(self) -> dict[str, str]:
        own = {"DESK_HOME": str(self.root), "DESK_VENV": sys.prefix}
        return variables.inherited(os.environ, with_settings=False) | own | self.more

    def desk(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Call it and wait; `code` is the exit code that is expected."""
        command = [*self.prefix, sys.executable, str(PROJECT / "desk.py"), *arguments]
        done = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=patience.SECONDS,
            check=False,
            cwd="/",
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def begin(self, *arguments: str, alone: bool = False) -> Running:
        """Call it and go on; `alone` in a session of its own, as from a shell of its own."""
        said = self.root.parent / f"said-{len(self.ups)}.txt"
        with said.open("wb") as file:
            command = [*self.prefix, sys.executable, str(PROJECT / "desk.py"), *arguments]
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd="/",
                start_new_session=alone,
                preexec_fn=as_from_a_shell(),
            )
        running = Running(process, said)
        self.ups.append(running)
        return running

    def up(self, *options: str) -> Running:
        running = self.begin("up", "--port", "0", "--workers", "1", *options)
        running.wait_for("\nOpen http://")
        return running

    def python(self, code: str, *options: str) -> str:
        """What a few lines of Python print that run as a Django command."""
        return self.desk("manage", *options, "shell", "--verbosity", "0", "-c", code).stdout.strip()

    @contextmanager
    def connection(self, *, owner: bool = False) -> Iterator[psycopg.Connection]:
        """Into its database, as the serving role or the owner, with servers for as long as it takes.

        Much quicker than a Django command, and by the same way as every command takes.
        """
        python = Path(sys.prefix) / "bin" / "python"
        with servers.running(self.home, python, servers.Wanted(only_embedded=True)) as found:
            url = found.owner_url if owner else found.serving_url
            with psycopg.connect(url, autocommit=True) as connection:
                yield connection

    def processes(self) -> dict[int, str]:
        """Every living process that names this home in its command line or environment."""
        needle = os.fsencode(self.root)
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes()
                if needle in line or needle in (folder / "environ").read_bytes():
                    found[int(folder.name)] = line.replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
        return found

    def child(self, name: str) -> int:
        """The process number of one of the children."""
        return int((self.home.run / f"{name}.pid").read_text(encoding="utf-8").split()[0])

    def assert_nothing_left(self) -> None:
        wait_until(lambda: not self.processes(), f"the end of {self.processes()}")
        assert not list(self.home.run.glob("*.sock*"))


def digests(copy: Copy) -> dict[str, Any]:
    """Of every table the number of its rows and a hash of all that they hold."""
    hashed = "SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {} t"
    with copy.connection(owner=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: connection.execute(sql.SQL(hashed).format(sql.Identifier(name))).fetchone()
            for (name,) in names
        }
