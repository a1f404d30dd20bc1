"""Taking uploaded bytes: refused while they arrive, not after the disk is full.

The limit itself is `UPLOAD_LIMIT_BYTES` of the settings.
"""

import shutil
import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

STOPPED = "upload_stopped"


FORM_AROUND = 1_000_000
"""What a form holds beside its files, in bytes."""


def largest_upload() -> int:
    """The largest body with files for an import: two of them, and the form around."""
    return 2 * int(settings.UPLOAD_LIMIT_BYTES) + FORM_AROUND


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Uploads into temporary files, stopped at the limit or where the disk would be left too full."""

    def limit(self) -> int:
        """The largest file that is taken."""
        return int(settings.UPLOAD_LIMIT_BYTES)

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        free = shutil.disk_usage(tempfile.gettempdir()).free
        room = free - settings.FREE_DISK_BYTES
        self._announced, self._arrived = content_length, 0
        self._most = min(self.limit() * 11 // 10, room)
        return super().handle_raw_input(input_data, META, content_length, boundary, encoding)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._arrived += len(raw_data)
        if max(self._arrived, self._announced) > self._most:
            setattr(self.request, STOPPED, True)
            raise StopUpload
        return super().receive_data_chunk(raw_data, start)


def was_stopped(request: HttpRequest) -> bool:
    """Whether this request's files were not taken because of their size."""
    return getattr(request, STOPPED, False)
