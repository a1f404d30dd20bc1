"""Keeping files as they were given, under their hash, outside the database."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable
from metrics.provenance.models import StoredFile


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash are."""
    return Path(settings.MEDIA_ROOT) / "files" / sha256[:2] / sha256


def keep_file(chunks: Iterable[bytes], *, expected_size: int = 0) -> StoredFile:
    """Store bytes under their hash and return their row; bytes that are there already are not stored twice.

    Raises Unreadable where they are too many or the disk has no room. Nothing is left behind then.
    """
    folder = Path(settings.MEDIA_ROOT) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    _check_room(folder, expected_size)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                _check_size(size)
                digest.update(chunk)
                file.write(chunk)
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    stored, _created = StoredFile.objects.get_or_create(sha256=digest.hexdigest(), defaults={"size": size})
    return stored


def keep_path(path: Path) -> StoredFile:
    """Store the file at `path`, as `keep_file` does."""
    with path.open("rb") as file:
        return keep_file(iter(lambda: file.read(1 << 20), b""), expected_size=path.stat().st_size)


def register_path(path: Path) -> StoredFile:
    """The row of the file at `path`, whose bytes `keep_path` stores later in the same transaction."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stored, _created = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": path.stat().st_size})
    return stored


def _check_size(size: int) -> None:
    if size > settings.UPLOAD_LIMIT_BYTES:
        raise Unreadable(
            _("The file is larger than %(limit)s MB: split it by period.")
            % {"limit": settings.UPLOAD_LIMIT_BYTES // 1_000_000}
        )


def _check_room(folder: Path, size: int) -> None:
    _check_size(size)
    if shutil.disk_usage(folder).free - size < settings.FREE_DISK_BYTES:
        raise Unreadable(
            _("The disk is nearly full: an administrator has to make room before files are taken.")
        )
