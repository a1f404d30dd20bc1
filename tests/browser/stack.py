"""The whole stack for browser tests: web and worker as `desk.py up` starts them, on the demo workspace.

The workspace is loaded once for all test processes, then each has a copy of its database and files.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from launcher import processes, services
from launcher.commands import up
from tests import conftest as databases

HOME = Path(os.environ.get("DESK_HOME", ".desk")).resolve()
SERVING_URL = os.environ.get("DATABASE_URL", "")
PATIENCE = 30.0
FIRST_DATABASE_NUMBER = 8
"""Of the Valkey databases, the lower ones belong to the other tests."""


@dataclass
class Stack:
    """Web and worker of one test process."""

    home: Path
    environment: dict[str, str]
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

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
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                argv,
                cwd=databases.ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=processes.dying_with_parent(signal.SIGTERM),
            )
        if name == "web":
            self.wait_for_page()

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop_all(self) -> None:
        for name in list(self.processes):
            self.stop(name)

    def wait_for_page(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if up.page_answers(self.port):
                return
            time.sleep(0.1)
        log = (self.home / "web.log").read_text(encoding="utf-8", errors="replace")
        raise AssertionError(f"no page after {PATIENCE:.0f} s:\n{log[-2000:]}")


@contextmanager
def running(home: Path, worker_id: str) -> Iterator[Stack]:
    """A stack of its own on a fresh copy of the demo workspace."""
    stack = prepared(home, worker_id)
    try:
        stack.start("worker")
        stack.start("web")
        yield stack
    finally:
        stack.stop_all()


def prepared(home: Path, worker_id: str, *, is_empty: bool = False) -> Stack:
    """A stack that is not started yet: on the demo workspace, or where nobody has worked."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    name = f"desk_browser_{number}{'_empty' if is_empty else ''}"
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
        "REDIS_URL": f"{valkey}?db={FIRST_DATABASE_NUMBER + number}",
        "PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
    }
    return Stack(home, environment, port)


def demo_workspace(owner: psycopg.Connection) -> tuple[str, Path]:
    """The database and the files of a loaded demo workspace, made once for each state of the code that does it."""
    template = databases.prepared_template(owner)
    name = f"desk_demo_{databases.state_of(*databases.SCHEMA, 'workspace/demo/*.py')}"
    files = HOME / "demo" / name
    if name in databases.database_names(owner) and (files / "demo-sign-ins.txt").exists():
        return name, files
    databases.drop_databases(owner, "desk_demo_")
    shutil.rmtree(files.parent, ignore_errors=True)
    files.mkdir(parents=True)
    (files / "static").symlink_to(HOME / "static")
    databases.copy_database(owner, name, template)
    done = subprocess.run(
        [sys.executable, "manage.py", "load_demo"],
        cwd=databases.ROOT,
        env=os.environ | {"DESK_HOME": str(files), "DATABASE_URL": make_conninfo(SERVING_URL, dbname=name)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"load_demo failed:\n{done.stderr[-2000:]}")
    return name, files


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
