"""What the launcher tells the person, on standard error: standard output is the command's own."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refused(Exception):
    """It cannot go on. The text says why, and how to mend it."""


def line(text: str) -> None:
    """One line, over an unfinished step's name where there is one."""
    start = "\r\033[K" if sys.stderr.isatty() else ""
    print(f"{start}{text}", file=sys.stderr, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Name what is being done, and how many seconds it took."""
    if sys.stderr.isatty():
        print(f"  {name} …", end="", file=sys.stderr, flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        line(f"  {name:<28} not finished")
        raise
    line(f"  {name:<28} {time.monotonic() - begun:5.1f} s")


def end_of(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for a message about who wrote it."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 16_384))
            last = file.read().decode(errors="replace").splitlines()[-lines:]
    except FileNotFoundError:
        last = []
    return "\n".join(f"    {text}" for text in last) or "    (the log is empty)"


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the person agrees. Without a terminal nobody can, so only `--yes` does."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Refused(f"{question}\nNobody is here to answer: say --yes to go on.")
    line(question)
    return input("Type yes to go on: ").strip().lower() == "yes"
