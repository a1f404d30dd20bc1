"""Getting what a source gives now, as a kept CSV file."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from metrics.files.json_tables import csv_blocks, json_to_csv
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import keep_file
from metrics.files.workbooks import MOST_BYTES, table_in
from metrics.provenance.models import Source, StoredFile
from metrics.sources.origins import AddressOrigin, QueryOrigin, read_origin
from metrics.sources.query_postgres import query_lines
from partnerdesk.core import outgoing
from partnerdesk.core.outgoing import OutgoingFailed
from partnerdesk.core.sealing import Unsealable, unseal

MOST = {"json": 50_000_000, "xlsx": MOST_BYTES}
"""A JSON document or a workbook is read as a whole, so it may be smaller than a file."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Fetched:
    """What came. `file` is None where the address says that nothing has changed since the etag."""

    file: StoredFile | None
    name: str
    etag: str = ""


def fetch(source: Source, *, etag: str = "", now: dt.datetime, say: Say) -> Fetched:
    """Get a source's data and keep them. Raises OutgoingFailed or Unreadable. `say` gets what happens."""
    origin = read_origin(source.kind, source.origin)
    if isinstance(origin, QueryOrigin):
        return _queried(source, origin, now, say)
    return _downloaded(source, origin, etag, say)


def _downloaded(source: Source, origin: AddressOrigin, etag: str, say: Say) -> Fetched:
    say(_("Asking %(host)s") % {"host": urlsplit(origin.address).hostname or ""})
    most = MOST.get(origin.form)
    with outgoing.get(origin.address, etag=etag, most_bytes=most) as answer:
        if answer.is_unchanged:
            return Fetched(None, "", etag)
        if origin.form == "csv":
            _check_is_table(answer.media_type)
            file = keep_file(answer.chunks())
        elif origin.form == "xlsx":
            file = _sheet_of(answer.chunks(), origin.sheet)
        else:
            file = keep_file(json_to_csv(b"".join(answer.chunks()), origin.records))
    say(_("%(size)s bytes, kept as %(hash)s") % {"size": f"{file.size:,}", "hash": file.sha256[:12]})
    path = PurePosixPath(unquote(urlsplit(origin.address).path))
    name = path.name if path.suffix in {".csv", ".tsv", ".txt"} else f"{source.name}.csv"
    return Fetched(file, name[-200:], answer.etag if len(answer.etag) <= 200 else "")


def _check_is_table(media_type: str) -> None:
    if media_type in ("text/html", "application/xhtml+xml"):
        raise Unreadable(
            _("A web page came instead of a file: the address may ask for a sign-in, or have moved.")
        )
    if media_type == "application/json":
        raise Unreadable(_("JSON came instead of CSV: say so in the source's settings."))
    if media_type == WORKBOOK:
        raise Unreadable(_("An Excel workbook came instead of CSV: say so in the source's settings."))


def _sheet_of(chunks: Iterable[bytes], sheet: str) -> StoredFile:
    with TemporaryFile() as file:
        file.writelines(chunks)
        with table_in(file, sheet) as blocks:
            return keep_file(blocks)


def _queried(source: Source, origin: QueryOrigin, now: dt.datetime, say: Say) -> Fetched:
    say(_("Asking the database %(name)s on %(host)s") % {"name": origin.dbname, "host": origin.host})
    try:
        password = unseal(source.sealed_password) if source.sealed_password else ""
    except Unsealable as error:
        words = _("The password can't be read any more, for the key has changed: type it again.")
        raise OutgoingFailed(words) from error
    counted = _Counted(query_lines(origin, password))
    file = keep_file(csv_blocks(counted))
    if not counted.lines:
        raise Unreadable(_("The query gives no rows."))
    say(_("%(count)s rows, kept as %(hash)s") % {"count": counted.lines - 1, "hash": file.sha256[:12]})
    return Fetched(file, f"{source.name} {now:%Y-%m-%d %H.%M}.csv")


class _Counted:
    """Lines on their way, and how many there were."""

    def __init__(self, lines: Iterable[object]) -> None:
        self._source, self.lines = lines, 0

    def __iter__(self) -> Iterator[object]:
        for line in self._source:
            self.lines += 1
            yield line
