"""What was found in a file: a table of texts, and by name every line that is not in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.files.questions import Question
from metrics.files.values.texts import Texts

SET_ASIDE = frozenset(
    {
        "title",  # above the header
        "separator_line",  # “sep=;”
        "repeated_header",  # the header once more, as at the head of each printed page
        "footer",  # below the last row
        "total_row",  # a sum of other rows
        "total_column",  # a sum of the columns beside it
        "second_table",  # below the first one, with another header
        "other_sheet",  # a sheet of the workbook that is not read
    }
)
"""Why a line stands in the file and not in the table, though nothing is wrong with it."""

BAD = frozenset(
    {
        "too_few_fields",
        "too_many_fields",
        "stray_quote",  # a quote that begins or ends no field, and more than one way to read the line
        "open_quote",  # a quoted field that would swallow whole rows
        "cut_off",  # the file ends in the middle of this row
        "wrong_encoding",  # bytes that are no text in the file's encoding
        "bad_json",
        "header_too_short",  # rows have more fields than the header has names
        "header_too_long",  # the header has an empty name more than the rows have fields
        "other_delimiter",  # the header is written with another delimiter than the rows
    }
)
"""What is wrong with a line."""


@dataclass(frozen=True)
class SetAside:
    """A line that is no row, why (one of SET_ASIDE), and how it begins. Raises KeyError on an unknown reason."""

    reason: str
    row: int | None
    text: str

    def __post_init__(self) -> None:
        if self.reason not in SET_ASIDE:
            raise KeyError(self.reason)

    def as_data(self) -> dict[str, Any]:
        return {"reason": self.reason, "row": self.row, "text": self.text}


@dataclass(frozen=True)
class BadRow:
    """A line that can't be read, and why (one of BAD). Raises KeyError on an unknown reason."""

    row: int
    reason: str

    def __post_init__(self) -> None:
        if self.reason not in BAD:
            raise KeyError(self.reason)

    def as_data(self) -> dict[str, Any]:
        return {"row": self.row, "reason": self.reason}


Row = tuple[int, list[str]]
"""A line number of the file, and the texts of its cells."""

Frame = tuple[NDArray[np.int64], pd.DataFrame]
"""The line numbers of some rows, and their cells as texts under the table's names."""


class Body(Protocol):
    """The rows of a table, read anew each time, some at a time."""

    def rows(self) -> Iterator[Row]: ...

    def frames(self) -> Iterator[Frame]: ...

    def portions(self) -> Iterator[Sequence[Texts]]: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Table:
    """A table of texts. `names` are unique; `header_row` is a line number, None where the file names no columns.

    Line numbers count from 1 and are those of the file: of a workbook the rows of the sheet, of a JSON list
    its records. `encoding`, `delimiter` and `quote` are None where the kind of file has none.
    `count` is the number of rows; of a table with a column per month that of the rows it was turned into.
    """

    kind: str
    encoding: str | None
    delimiter: str | None
    quote: str | None
    header_row: int | None
    names: list[str]
    count: int
    body: Body
    set_aside: list[SetAside] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows from the first on, as a stream: line number and cells, as many as there are names."""
        return self.body.rows()

    def frames(self) -> Iterator[Frame]:
        """The same rows, some thousand at a time, as fast as pandas reads them."""
        return self.body.frames()

    def portions(self) -> Iterator[Sequence[Texts]]:
        """The same rows, some thousand at a time, as the cells of each column: for counting them."""
        return self.body.portions()

    def close(self) -> None:
        """Let go of the temporary files behind it; the rows are gone then."""
        self.body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
