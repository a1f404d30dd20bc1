"""What a column of text means, as it is told to people and programs. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from metrics.files.values.distinct import Distinct
from metrics.files.values.plain import CLEARLY_EMPTY, is_empty, plain

ColumnType = Literal["text", "number", "date", "period", "category", "boolean", "empty"]

MOSTLY = 0.9
"""The share of filled rows that settles what a column holds; the others are bad."""

TINY = 1e-6
MOST_EXAMPLES = 3
T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """One distinct text of a column: as it stands there, plainly, in how many rows, and in which line first."""

    raw: str
    plain: str
    count: int
    line: int


def cells_of(distinct: Distinct) -> list[Cell]:
    """The distinct texts of a column in the order of the file, without empty cells."""
    cells = (Cell(text, plain(text), count, line) for text, count, line in distinct.in_order())
    return [cell for cell in cells if cell.plain not in CLEARLY_EMPTY]


def with_values(cells: Iterable[Cell]) -> list[Cell]:
    """Those that say something where words such as “-” and “NA” say nothing: in numbers and dates."""
    return [cell for cell in cells if not is_empty(cell.plain)]


def rows_in(cells: Iterable[Cell]) -> int:
    return sum(cell.count for cell in cells)


def mostly(cells: Sequence[Cell], read: Callable[[Cell], T | None]) -> list[tuple[Cell, T]] | None:
    """The cells that can be read, each with what it is read as; None as soon as too many rows can't be."""
    allowed = rows_in(cells) * (1 - MOSTLY)
    found = []
    for cell in cells:
        text = read(cell)
        if text is not None:
            found.append((cell, text))
            continue
        allowed -= cell.count
        if allowed < -TINY:
            return None
    return found


@dataclass(frozen=True)
class Example:
    """A text of the column, and what it is read as; None where that is not settled."""

    row: int
    raw: str
    read: str | None

    def as_data(self) -> dict[str, Any]:
        return {"row": self.row, "raw": self.raw, "read": self.read}


@dataclass(frozen=True)
class ColumnMeaning:
    """One column: its type and how its values are written.

    `scale` is what the numbers are multiplied by beside what the cells say themselves. `format` is in words of CLDR.
    `bad` counts the filled rows that can't be read. `labels` are the distinct values of a category, with counts.
    `respelled` gives spellings that were said to be the same, and the one to use. `converted` is the currency that
    amounts become where the file writes others.
    """

    name: str
    position: int
    type: ColumnType
    decimal: str | None = None
    thousands: str | None = None
    currency: str | None = None
    scale: int | None = None
    format: str | None = None
    examples: tuple[Example, ...] = ()
    bad: int = 0
    labels: dict[str, int] = field(default_factory=dict)
    respelled: dict[str, str] = field(default_factory=dict)
    converted: str | None = None

    @property
    def counted_in(self) -> str | None:
        """The currency in which its amounts count; None where nothing says one."""
        return self.converted or self.currency

    def as_data(self) -> dict[str, Any]:
        """As commands write it."""
        return {
            "name": self.name,
            "position": self.position,
            "type": self.type,
            "decimal": self.decimal,
            "thousands": self.thousands,
            "currency": self.currency,
            "scale": self.scale,
            "format": self.format,
            "examples": [example.as_data() for example in self.examples],
            "bad": self.bad,
        }


def examples(
    read: Iterator[tuple[Cell, str | None]] | Sequence[tuple[Cell, str | None]],
) -> tuple[Example, ...]:
    """The first few texts with what they are read as."""
    found = []
    for cell, text in read:
        found.append(Example(cell.line, cell.raw, text))
        if len(found) == MOST_EXAMPLES:
            break
    return tuple(found)
