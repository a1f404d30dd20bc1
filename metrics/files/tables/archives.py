"""A table in an archive (.zip): the only file of it that may be one, unpacked within limits."""

import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable

MOST_BYTES = 2_000_000_000
"""Unpacked; a table in text packs to a tenth."""

HIGHEST_RATIO = 200
"""Bytes that one packed byte becomes at the most: tables pack to a twentieth, bombs to a thousandth."""

BLOCK = 1 << 20
LISTS = frozenset({"[content_types].xml", "content.xml", "mimetype"})
"""What workbooks of all kinds have, and no archive of files."""

PASSED_OVER = ("__macosx/",)
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


def is_archive(file: IO[bytes]) -> bool:
    """Whether a file is an archive of files, and not a workbook. A broken one is taken for a workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            return not LISTS & {name.lower() for name in archive.namelist()}
    except BROKEN:
        return False


def unpacked(path: Path) -> tuple[Path, tempfile.TemporaryDirectory[str]]:
    """The only file in an archive, in a folder of its own, which the caller cleans up. Raises Unreadable."""
    folder = tempfile.TemporaryDirectory()
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only(archive)
            target = Path(folder.name) / (PurePosixPath(member.filename.replace("\\", "/")).name or "table")
            with archive.open(member) as packed, target.open("wb") as file:
                _copy(packed, file)
            return target, folder
    except BROKEN as error:
        folder.cleanup()
        raise Unreadable(
            _("The archive can't be read: it is damaged or has a password. Unpack it.")
        ) from error
    except BaseException:
        folder.cleanup()
        raise


def _only(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.lower().startswith(PASSED_OVER)
    ]
    if len(files) != 1:
        raise Unreadable(
            _("The archive holds %(count)s files: unpack it, and give the one that is meant.")
            % {"count": len(files)}
        )
    (member,) = files
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable(_("The archive holds a link and no file: pack the file itself."))
    too_dense = member.file_size > HIGHEST_RATIO * max(member.compress_size, BLOCK)
    if member.file_size > MOST_BYTES or too_dense:
        raise Unreadable(
            _(
                "Unpacked, the file would be larger than it may be (%(size)s MB): unpack it, and split it by period."
            )
            % {"size": f"{member.file_size // 1_000_000:,}"}
        )
    return member


def _copy(packed: IO[bytes], file: IO[bytes]) -> None:
    """Unpack up to the limit; what an archive says of its size is not believed (zipfile raises where it is more)."""
    shutil.copyfileobj(packed, file, BLOCK)
