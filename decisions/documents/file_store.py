"""Where the bytes of papers are: each file under its hash, written whole or not at all."""

import uuid
from pathlib import Path

from django.conf import settings

from partnerdesk.core.canonical import sha256_hex
from partnerdesk.core.frozen_content import AlteredFile, Hashed


def keep_bytes(data: bytes) -> str:
    """Store the bytes of a paper. Returns their SHA-256, under which `path_of` finds them."""
    sha256 = sha256_hex(data)
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{sha256}.{uuid.uuid4().hex}")
    temporary.write_bytes(data)
    temporary.replace(path)
    return sha256


def bytes_of(paper: Hashed) -> bytes:
    """The bytes of a kept paper, hashed again: the one way in which they are given out.

    Raises AlteredFile where they are not those that were kept, FileNotFoundError where there are none.
    """
    data = path_of(paper.sha256).read_bytes()
    if sha256_hex(data) != paper.sha256:
        raise AlteredFile(paper)
    return data


def path_of(sha256: str) -> Path:
    """Where the bytes of a paper are."""
    return Path(settings.MEDIA_ROOT) / "papers" / sha256[:2] / f"{sha256}.pdf"
