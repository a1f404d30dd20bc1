"""A table in standard form: UTF-8, commas, CR LF, quotes only where they are needed; and the lines it came from."""

import csv
from array import array
from collections.abc import Iterator
from pathlib import Path

from metrics.files.tables.table import Table

AT_ONCE = 20_000
NUMBER = "q"
SUFFIX = ".lines"


def lines_beside(target: Path) -> Path:
    """Where the line numbers of a written table are kept."""
    return target.with_name(target.name + SUFFIX)


def write_table(table: Table, target: Path, *, with_lines: bool = True) -> int:
    """Write the rows that are read, header first, every cell as the text that it is; how many rows there are.

    With `with_lines` the line of the file that each row came from is kept beside it, as 64-bit integers, so that
    whoever reads the standard form can still name the file's own lines.
    """
    count, numbers = 0, array(NUMBER)
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.names)
        lines = lines_beside(target).open("wb") if with_lines else None
        try:
            for line, cells in table.rows:
                writer.writerow(cells)
                count += 1
                if lines:
                    numbers.append(line)
                    if len(numbers) == AT_ONCE:
                        numbers.tofile(lines)
                        del numbers[:]
            if lines:
                numbers.tofile(lines)
        finally:
            if lines:
                lines.close()
    return count


def read_lines(target: Path) -> Iterator[int]:
    """The line numbers that `write_table` kept beside a table, one for each row below the header."""
    with lines_beside(target).open("rb") as file:
        while block := file.read(AT_ONCE * array(NUMBER).itemsize):
            yield from array(NUMBER, block)
