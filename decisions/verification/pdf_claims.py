"""What a file says it is: the hashes of versions that it names, without trusting anything in it.

First its bytes are searched as they are. Where they name nothing that is looked for, a PDF is opened by a process of
its own (`claims_in_pdf`) that may take little time and memory: what it does to that process is nobody's loss.
"""

import re
import subprocess
import sys
import threading
from pathlib import Path

MOST = 200
SECONDS = 10
NAMED = re.compile(
    rb"partner-desk:[A-Z]{2}-[0-9]{4,9}:v[0-9]{1,6}:([0-9a-f]{64})"
    rb'|"sha256": ?"([0-9a-f]{64})"'
    rb"|SHA-256 `([0-9a-f]{64})`"
    rb"|/verify/([0-9a-f]{64})/"
)
"""How exports name their version: the mark of a PDF, JSON, Markdown, the address in a QR code."""
READER = Path(__file__).with_name("claims_in_pdf.py")

_one_reader = threading.Lock()


def named_in(data: bytes) -> list[str]:
    """The hashes that stand in the bytes themselves, in order; with those of frameworks and others among them."""
    found: dict[str, None] = {}
    for match in NAMED.finditer(data):
        found.setdefault(next(group for group in match.groups() if group).decode())
        if len(found) == MOST:
            break
    return list(found)


def named_inside_pdf(data: bytes) -> list[str]:
    """The hashes in the attachments and the metadata of a PDF; none where it can't be read within the limits."""
    if b"%PDF-" not in data[:1024]:
        return []
    with _one_reader:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(READER)],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired:
            return []
    return named_in(done.stdout)
