"""Ctrl-C, `kill` and a closed terminal: the first one stops in order, a second one hurries."""

import signal
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
def interrupt_left_to_child() -> Iterator[None]:
    """While a command runs in the foreground, Ctrl-C is its own: a shell or pytest answers to it."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
