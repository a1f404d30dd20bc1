"""What is understood of a file, as `inspect` prints it: its table, what its columns hold, and what would be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from metrics.files.questions import Question
from metrics.files.tables.finding import find_table
from metrics.files.tables.table import Table
from metrics.files.tables.writing import write_table

EXAMPLES = 3
LOOKED_AT = 1_000

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Understanding:
    """What columns of texts mean: plain data for `columns`, `covers` and `proposals`, and what is open."""

    columns: list[dict[str, Any]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    covers: list[dict[str, Any]] = field(default_factory=list)
    partner_column: str | None = None
    period_column: str | None = None
    proposals: list[dict[str, Any]] = field(default_factory=list)


class Understands(Protocol):
    """From a table of texts to what its columns mean."""

    def __call__(self, table: Table, answers: Answers) -> Understanding: ...


def as_texts(table: Table, answers: Answers) -> Understanding:
    """Every column as text: what holds before anybody looks at the values."""
    examples: list[list[dict[str, Any]]] = [[] for _name in table.names]
    for line, cells in islice(table.rows, LOOKED_AT):
        for found, cell in zip(examples, cells, strict=True):
            if cell.strip() and len(found) < EXAMPLES:
                found.append({"row": line, "raw": cell, "read": cell})
    columns = [
        {
            "name": name,
            "position": position,
            "type": "text" if found else "empty",
            "decimal": None,
            "thousands": None,
            "currency": None,
            "scale": None,
            "format": None,
            "examples": found,
            "bad": 0,
        }
        for position, (name, found) in enumerate(zip(table.names, examples, strict=True), start=1)
    ]
    return Understanding(columns=columns)


understand: Understands = as_texts
"""The one place where what columns mean is asked for."""


@dataclass(frozen=True)
class Inspection:
    """What `inspect` says of one file, and the mapping that an import may take, where one is proposed."""

    data: dict[str, Any]
    mapping: dict[str, Any] | None


def inspect_file(
    path: Path, *, sheet: str = "", answers: Answers | None = None, table_to: Path | None = None
) -> Inspection:
    """Look at a file; write its rows in standard form to `table_to`, if given. Raises Unreadable."""
    given = answers or {}
    with find_table(path, name=path.name, sheet=sheet, answers=given) as table:
        understood = understand(table, given)
        if table_to:
            write_table(table, table_to, with_lines=False)
        return Inspection(as_data(table, understood), merged_mapping(understood.proposals))


def as_data(table: Table, understood: Understanding) -> dict[str, Any]:
    """The JSON of one file, its keys in the order of the documentation."""
    return {
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "quote": table.quote,
        "header_row": table.header_row,
        "rows": table.count,
        "sheets": table.sheets,
        "columns": understood.columns,
        "set_aside": [entry.as_data() for entry in table.set_aside],
        "bad_rows": [entry.as_data() for entry in table.bad_rows],
        "questions": [question.as_data() for question in (*table.questions, *understood.questions)],
        "covers": understood.covers,
        "partner_column": understood.partner_column,
        "period_column": understood.period_column,
        "proposals": understood.proposals,
    }


def merged_mapping(proposals: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """One mapping with the metrics of all proposals, each of which is a whole mapping; None without any."""
    mappings = [proposal["mapping"] for proposal in proposals if proposal["mapping"]]
    if not mappings:
        return None
    metrics = [metric for mapping in mappings for metric in mapping.get("metrics", [])]
    return {**mappings[0], "metrics": metrics}
