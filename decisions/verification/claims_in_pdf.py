"""A program of its own: read a PDF from standard input, write out the parts in which it may name itself.

The limits are set before anything is read. It imports nothing of ours.
"""

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY_BYTES = 600_000_000
CPU_SECONDS = 5
LARGEST_PART = 20_000_000
MOST_ATTACHMENTS = 5


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pikepdf

    with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
        for part in parts_of(pdf):
            sys.stdout.buffer.write(part[:LARGEST_PART])
            sys.stdout.buffer.flush()


def parts_of(pdf: Any) -> Iterator[bytes]:
    """The metadata first: an attachment may be what breaks the reader."""
    readers = [
        lambda: str(pdf.docinfo.get("/PartnerDesk", "")).encode(),
        lambda: pdf.Root.Metadata.read_bytes(),
    ]
    for read in readers:
        yield attempt(read)
    names = attempt_names(pdf)
    for name in names:
        yield attempt(lambda name=name: pdf.attachments[name].get_file().read_bytes())


def attempt(read: Any) -> bytes:
    try:
        found: bytes = read()
    except Exception:  # noqa: BLE001  (whatever is wrong with it, the other parts may still say something)
        return b""
    return found


def attempt_names(pdf: Any) -> list[str]:
    try:
        return list(pdf.attachments)[:MOST_ATTACHMENTS]
    except Exception:  # noqa: BLE001  (a damaged table of names says nothing; the marks may)
        return []


if __name__ == "__main__":
    main()
