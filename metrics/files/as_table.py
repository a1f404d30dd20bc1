"""Keeping what somebody gives as a table of text: files as they are, of a workbook one sheet as CSV."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from metrics.files.store import keep_file
from metrics.files.workbooks import is_workbook, table_in
from metrics.provenance.models import StoredFile

HEAD_BYTES = 8
BLOCK = 1 << 20


def begins_like_workbook(file: IO[bytes], name: str) -> bool:
    """Whether a file is to be read as a workbook. It is wound back."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return is_workbook(head, name)


def keep_table(file: IO[bytes], name: str, *, sheet: str = "") -> tuple[StoredFile, str]:
    """Store a file, or the sheet of a workbook as CSV; its row and the name it goes by. Raises Unreadable."""
    if not begins_like_workbook(file, name):
        return keep_file(iter(lambda: file.read(BLOCK), b"")), name
    with table_in(file, sheet) as blocks:
        return keep_file(blocks), csv_name(name)


def csv_name(name: str) -> str:
    """What the sheet of a workbook is called once it is CSV: `orders.xlsx` → `orders.csv`."""
    return f"{Path(name).stem}.csv"


@contextmanager
def table_at(path: Path, *, sheet: str = "") -> Iterator[Path]:
    """The file at `path`, or for as long as the context lasts the sheet of the workbook there, as CSV."""
    with path.open("rb") as file:
        if not begins_like_workbook(file, path.name):
            yield path
            return
        with TemporaryDirectory() as folder:
            table = Path(folder) / csv_name(path.name)
            with table_in(file, sheet) as blocks, table.open("wb") as target:
                target.writelines(blocks)
            yield table
