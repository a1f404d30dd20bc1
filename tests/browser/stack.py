"""The whole stack for browser tests: web and worker as `desk.py up` starts them, on the demo workspace.

The workspace is loaded once for all test processes, then each has a copy of its database and files.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from launcher import processes, say, services
from launcher.commands import up
from launcher.processes import Child, Program
from tests import databases
from tests.patience import wait_until

HOME = Path(os.environ.get("DESK_HOME", ".desk")).resolve()
SERVING_URL = os.environ.get("DATABASE_URL", "")
FIRST_DATABASE_NUMBER = 8
"""Of the Valkey databases, the lower ones belong to the other tests."""
OTHERS = 4
"""How much further on those of stacks with a purpose stand: there are sixteen databases, and few test processes."""


@dataclass
class Stack:
    """Web and worker of one test process. They end with it, however it ends."""

    home: Path
    environment: dict[str, str]
    port: int
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """The one that the people of the demo share."""
        found = re.search(r"password: (\S+)", (self.home / "demo-sign-ins.txt").read_text(encoding="utf-8"))
        assert found
        return found[1]

    def start(self, name: str) -> None:
        python = Path(sys.executable)
        argv = {
            "web": services.web(python, host="127.0.0.1", port=self.port, workers=1),
            "worker": services.worker(python, jobs=1),
        }[name]
        environment = services.for_web(self.environment) if name == "web" else self.environment
        run = self.home / "run"
        run.mkdir(exist_ok=True)
        self.children[name] = processes.start(
            Program(name, argv, environment, self.home / f"{name}.log", run)
        )
        if name == "web":
            wait_until(self._shows_a_page, "the first page")

    def _shows_a_page(self) -> bool:
        assert not self.children["web"].ended, say.end_of(self.children["web"].program.log)
        return up.page_answers(self.port)

    def stop(self, name: str) -> None:
        processes.stop([self.children.pop(name)])

    def stop_all(self) -> None:
        for name in list(self.children):
            self.stop(name)


@contextmanager
def running(home: Path, worker_id: str, *, purpose: str = "") -> Iterator[Stack]:
    """A stack on a fresh copy of the demo workspace. One with a purpose stands beside that of its process."""
    stack = prepared(home, worker_id, purpose=purpose)
    try:
        stack.start("worker")
        stack.start("web")
        yield stack
    finally:
        stack.stop_all()


def prepared(home: Path, worker_id: str, *, is_empty: bool = False, purpose: str = "") -> Stack:
    """A stack that is not started yet: on the demo workspace, or where nobody has worked."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    suffix = purpose or ("empty" if is_empty else "")
    name = f"desk_browser_{number}{suffix and '_'}{suffix}"
    with databases.one_at_a_time(), databases.owner_connection() as owner:
        template, files = (databases.prepared_template(owner), None) if is_empty else demo_workspace(owner)
        databases.copy_database(owner, name, template)
    if files:
        shutil.copytree(files, home, dirs_exist_ok=True, symlinks=True)
    else:
        (home / "static").symlink_to(HOME / "static")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    valkey = os.environ["REDIS_URL"].split("?")[0]
    environment = os.environ | {
        "DESK_HOME": str(home),
        "DATABASE_URL": make_conninfo(SERVING_URL, dbname=name),
        "REDIS_URL": f"{valkey}?db={FIRST_DATABASE_NUMBER + number + (OTHERS if purpose else 0)}",
        "PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
    }
    return Stack(home, environment, port)


def demo_workspace(owner: psycopg.Connection) -> tuple[str, Path]:
    """The database and the files of a loaded demo workspace, made once for each state of the application's code."""
    code = databases.code()
    files = HOME / "demo" / databases.state_of(code)

    def load(name: str) -> None:
        databases.copy_database(owner, name, databases.prepared_template(owner))
        shutil.rmtree(files.parent, ignore_errors=True)
        files.mkdir(parents=True)
        (files / "static").symlink_to(HOME / "static")
        url = make_conninfo(SERVING_URL, dbname=name)
        databases.run_command("load_demo", DESK_HOME=str(files), DATABASE_URL=url)

    if not (files / "demo-sign-ins.txt").exists():
        databases.drop_databases(owner, "desk_demo_")
    return databases.kept(owner, "desk_demo", code, load), files


def told(stack: Stack, code: str) -> Any:
    """What a line of Python in the environment of a stack prints, as JSON."""
    made = subprocess.run(
        [sys.executable, "manage.py", *("shell", "-v", "0", "-c", code)],
        cwd=databases.ROOT,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return json.loads(made.stdout)
