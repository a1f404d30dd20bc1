"""Limits for reading a file that somebody gave us: memory and time."""

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.files.reading.scanning import Unreadable

MEMORY_BYTES = 1_500_000_000
"""Address space beyond what the process has when it begins; reading takes about a fifth of it."""

SECONDS = 1500
"""Below Celery's time limit, so that the refusal comes from here, with words."""


class _Holders:
    """Who reads under a limit just now. The limit is the whole process's, so the last one out lifts it."""

    lock = threading.Lock()
    count = 0
    before = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@contextmanager
def limited_memory(extra_bytes: int = MEMORY_BYTES) -> Iterator[None]:
    """Let this process grow by `extra_bytes` at most. Running out of them becomes Unreadable."""
    with _Holders.lock:
        if not _Holders.count:
            _Holders.before = resource.getrlimit(resource.RLIMIT_AS)
        _Holders.count += 1
        soft, hard = _Holders.before
        present = _address_space()
        allowed = present + extra_bytes if present else soft
        if hard != resource.RLIM_INFINITY:
            allowed = min(allowed, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    try:
        yield
    except MemoryError as error:
        raise Unreadable(
            _("The file needs more memory than it may have: split it by period, or leave out columns.")
        ) from error
    finally:
        with _Holders.lock:
            _Holders.count -= 1
            if not _Holders.count:
                resource.setrlimit(resource.RLIMIT_AS, _Holders.before)


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say, and then there is no limit."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


class Deadline:
    """Raises Unreadable once the time is over; asked after each portion of a file."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds
        self._minutes = round(seconds / 60)

    def check(self) -> None:
        if time.monotonic() > self._end:
            raise Unreadable(
                ngettext(
                    "Reading took longer than a minute: split the file by period.",
                    "Reading took longer than %(minutes)s minutes: split the file by period.",
                    self._minutes,
                )
                % {"minutes": self._minutes}
            )
