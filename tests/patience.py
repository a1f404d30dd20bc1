"""How long a test waits for what has to come.

Far longer than it takes anywhere: a machine that is busy is no fault. What comes early costs nothing, so there is one
patience for everything, and only a test that fails pays for it. Never wait for a while; wait for what is to be seen.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable

SECONDS = float(os.environ.get("TEST_PATIENCE", "300"))
MILLISECONDS = SECONDS * 1000


def wait_until(ready: Callable[[], object], what: str, *, pause: float = 0.05) -> None:
    """Ask again and again, with a pause in between; fails with words where `what` never comes."""
    until = time.monotonic() + SECONDS
    while not ready():
        assert time.monotonic() < until, f"waited {SECONDS:.0f} s for {what}"
        time.sleep(pause)


def join(threads: Iterable[threading.Thread]) -> None:
    """Wait for the end of threads; one that never ends fails its test here, by name."""
    for thread in threads:
        thread.join(SECONDS)
        assert not thread.is_alive(), f"waited {SECONDS:.0f} s for the end of {thread.name}"
