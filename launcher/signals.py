"""Ctrl-C, `kill` and a closed terminal: the first one stops in order, a second one hurries."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_received: list[int] = []


def listen() -> None:
    """Turn the first of these signals into KeyboardInterrupt; later ones only count. `nohup` is respected."""
    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _receive)


def _receive(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    if len(_received) == 1:
        raise KeyboardInterrupt


def hurried() -> bool:
    """Whether the person has asked a second time."""
    return len(_received) > 1


@contextmanager
def interrupt_left_to(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """While a command runs in the foreground, Ctrl-C is its own: a shell or pytest answers to it.

    A terminal tells it, too; where there is none, it is told by this process.
    """

    def tell(number: int, frame: FrameType | None) -> None:
        if not os.isatty(0):
            child.send_signal(number)

    before = signal.signal(signal.SIGINT, tell)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
