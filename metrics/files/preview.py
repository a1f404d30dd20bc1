"""Looking at the beginning of a file on this machine."""

from pathlib import Path
from typing import Any

from metrics.files.dialect import HEAD_BYTES, Look, look_at


def look_at_file(path: Path, form: dict[str, Any] | None = None) -> Look:
    """A look at the file at `path`, in the format of a draft where there is one. Raises Unreadable."""
    form = form or {}
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return look_at(
        head,
        is_whole=path.stat().st_size <= HEAD_BYTES,
        encoding=form.get("encoding", ""),
        delimiter=form.get("delimiter", ""),
    )
