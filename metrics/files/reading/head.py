"""The first rows of a file as they were understood, for a person to check."""

from dataclasses import asdict, dataclass
from typing import Any

from metrics.files.reading.columns import Columns
from metrics.measures.months import month_key, month_of

ROWS = 8


@dataclass(frozen=True)
class HeadCell:
    """One field: its text, and whether it was understood (`ok`), is `missing`, or can't be read (`bad`)."""

    text: str
    state: str


@dataclass(frozen=True)
class HeadRow:
    """One row: its partner and month as understood (empty where they aren't), and its fields."""

    row: int
    partner: str
    month: str
    counts: bool
    cells: list[HeadCell]


@dataclass(frozen=True)
class FileHead:
    columns: list[str]
    rows: list[HeadRow]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def head_of(columns: Columns) -> FileHead:
    """The first rows of a chunk under its mapping."""
    names = columns.mapping.columns()
    states = {name: _states(columns, name) for name in names}
    rows = []
    for index in range(min(ROWS, len(columns.frame))):
        code = int(columns.partner.codes[index])
        month = int(columns.months[index]) if columns.period_known[index] else None
        rows.append(
            HeadRow(
                row=int(columns.lines[index]),
                partner=columns.partner.values[code] if code >= 0 else "",
                month=month_key(month_of(month)) if month is not None else "",
                counts=bool(columns.counted[index] and columns.period_known[index]),
                cells=[
                    HeadCell(str(columns.frame[name].iloc[index])[:80], states[name][index]) for name in names
                ],
            )
        )
    return FileHead(names, rows)


def _states(columns: Columns, name: str) -> list[str]:
    if name in columns.number_columns():
        read = columns.numbers(name)
        missing, bad = read.missing[:ROWS], read.bad[:ROWS]
    elif name in columns.dates():
        days = columns.days(name)
        missing, bad = days.missing[:ROWS], days.bad[:ROWS]
    else:
        missing = columns.labels(name).missing[:ROWS]
        bad = missing & False
    return [
        "missing" if is_missing else "bad" if is_bad else "ok"
        for is_missing, is_bad in zip(missing, bad, strict=True)
    ]
