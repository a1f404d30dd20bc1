"""Locks between commands of one copy. The kernel lets go of them when their holder dies, however it dies."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from launcher import say


def open_lock(path: Path) -> TextIO:
    """The lock's file, made where it is missing. Closing it lets go of the lock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")


def taken(file: TextIO, *, shared: bool = False) -> bool:
    """Try to take the lock, without waiting."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_note(file: TextIO, **facts: str) -> None:
    """Leave word in the lock's file of who holds it, for the messages of those who find it held."""
    file.seek(0)
    file.truncate()
    json.dump({"pid": str(os.getpid()), **facts}, file)
    file.flush()


def read_note(path: Path) -> dict[str, str]:
    """What the holder has written; empty where nobody has."""
    try:
        note: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note


@contextmanager
def held(path: Path, *, shared: bool = False, waiting_for: str) -> Iterator[TextIO]:
    """Hold the lock; where another has it, say after a second what is waited for, and wait."""
    with open_lock(path) as file:
        patience = time.monotonic() + 1
        said = False
        while not taken(file, shared=shared):
            if not said and time.monotonic() > patience:
                holder = read_note(path).get("pid", "?")
                say.line(f"  waiting for {waiting_for} (process {holder}) …")
                said = True
            time.sleep(0.05)
        if not shared:
            write_note(file)
        yield file
