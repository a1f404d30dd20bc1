"""What was read of a file in plain form: a CSV in which every cell says what it means, and nothing else. Pure.

Numbers are exact decimals with a point, days and periods ISO days, labels are spelt in one way. Lines that were set
aside or can't be read are not in it; a cell that can't be read stays as it is written. Beside it stands the line of
the file that each row comes from.
"""

import csv
import re
from array import array
from collections.abc import Iterable, Mapping
from contextlib import closing
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

import numpy as np

from metrics.files.reading.plain_form import PlainForm
from metrics.files.reading.repeats import Repeats
from metrics.files.values.cell_readers import CellReader, CurrencyReader
from metrics.files.values.distinct import Table

AT_ONCE = 20_000
MOST_KEPT = 200_000
"""Distinct texts of a column whose plain form is kept; beyond them each is read anew."""

ISO_DAY = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*")
UNREAD = " ?"
"""Stands behind a cell that can't be read as its column is written, where it would be read in another way."""


def write_plain(
    table: Table,
    readers: Mapping[str, CellReader],
    columns: Iterable[str],
    target: Path,
    currencies: Mapping[str, CurrencyReader] | None = None,
) -> PlainForm:
    """Write some columns of a table in plain form to `target`. Memory does not grow with the rows.

    `currencies` are columns more, by their names: each says the currency of a column's amounts, row by row.
    Raises KeyError where the table has no column of a name.
    """
    names = list(table.names)
    wanted = list(dict.fromkeys(columns))
    added = currencies or {}
    places = [_place(name, names) for name in wanted]
    plain = [_Plain(readers[name]) for name in wanted]
    pairs = [_pair(reader, names) for reader in added.values()]
    lines_at = target.with_name(f"{target.name}.lines")
    with (
        target.open("w", encoding="utf-8", errors="replace", newline="") as file,
        lines_at.open("wb") as line_file,
        closing(Repeats()) as repeats,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*wanted, *added])
        rows = iter(table.rows)
        while chunk := list(islice(rows, AT_ONCE)):
            array("q", [line for line, _cells in chunk]).tofile(line_file)
            repeats.add([hash(tuple(cells)) for _line, cells in chunk])
            read: list[Iterable[str]] = [
                map(texts.__getitem__, [cells[place] for _line, cells in chunk])
                for texts, place in zip(plain, places, strict=True)
            ]
            said = [
                [reader(cells[own], cells[beside]) for _line, cells in chunk]
                for reader, (own, beside) in zip(added.values(), pairs, strict=True)
            ]
            writer.writerows(zip(*read, *said, strict=True))
        repeated = repeats.count()
    return PlainForm(_lines(lines_at), repeated)


def _place(name: str, names: list[str]) -> int:
    if name not in names:
        raise KeyError(name)
    return names.index(name)


def _pair(reader: CurrencyReader, names: list[str]) -> tuple[int, int]:
    """Where an amount stands, and where its currency does; without such a column the amount's own cell."""
    own = _place(reader.column, names)
    return own, own if reader.beside is None else _place(reader.beside, names)


def _lines(path: Path) -> np.ndarray:
    """The lines that were written down, left on disk."""
    is_empty = not path.stat().st_size
    return np.empty(0, dtype=np.int64) if is_empty else np.memmap(path, dtype=np.int64, mode="r")


class _Plain(dict[str, str]):
    """The plain form of each text of a column, read once."""

    def __init__(self, reader: CellReader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, raw: str) -> str:
        found = self._reader(raw)
        text = _as_written(raw) if found is None else found
        if len(self) < MOST_KEPT:
            self[raw] = text
        return text


def _as_written(raw: str) -> str:
    """A cell that can't be read, so that nobody reads it: `1.5` in a column with decimal commas is no number."""
    return raw + UNREAD if ISO_DAY.fullmatch(raw) or _is_number(raw) else raw


def _is_number(text: str) -> bool:
    try:
        Decimal(text.strip())
    except InvalidOperation:
        return False
    return True
