"""Where the header of a table is, and what its columns are called."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.files.tables.cells import look_of
from metrics.files.tables.months import bare_month_in, is_other_period, month_in
from metrics.files.tables.parsing import Style, fault_of, read_line
from metrics.files.tables.records import Record
from metrics.files.tables.table import BadRow, SetAside
from metrics.files.values.plain import is_empty, plain

HEAD_RECORDS = 200
SEARCHED = 60
"""The header is looked for among so many records."""

MOST_HEADERS = 4
"""Rows that may make up a header together."""

FILLED = 0.5
"""A column counts as filled from this share of its first rows on."""

NAMED = 0.8
"""The share of filled columns that a header names at least."""

SHOWN = 200
FEWEST_ROWS = 3
"""Rows by which a second line of a header is told from a row that lacks nearly all."""


@dataclass(frozen=True)
class Header:
    """`line` is the last line of the header, None where there is none. What stands above it is set aside."""

    line: int | None
    names: list[str]
    first_data: int
    set_aside: list[SetAside] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    raw: tuple[str, ...] = ()


def shown(cells: Sequence[str]) -> str:
    """A line as it is named to people: its cells that hold anything."""
    return " ".join(" ".join(cell.split()) for cell in cells if cell.strip())[:SHOWN]


def find_header(head: Sequence[Record], width: int, style: Style) -> Header:
    """The first record that names the columns below it; together with those above and below that belong to it."""
    place = _place(head, width)
    if place is None:
        return _without(head, width, style)
    first, last = _spread(head, place, width)
    rows = [_cells(head[index], width) for index in range(first, last + 1)]
    while last + 1 < len(head) and head[last + 1].cells == head[place].cells:
        last += 1
    cells, bad = _fitted(_joined(rows), width, head[place].line)
    repeated = [
        SetAside("repeated_header", head[index].line, shown(head[index].cells))
        for index in range(first + len(rows) - 1, last)
    ]
    return Header(
        line=head[last].line,
        names=unique_names(cells),
        first_data=head[last].line + 1,
        set_aside=[*_titles(head[:first]), *repeated],
        bad_rows=bad,
        raw=tuple(head[place].cells),
    )


def _titles(records: Sequence[Record]) -> list[SetAside]:
    return [SetAside("title", record.line, shown(record.cells)) for record in records if record.filled]


def _cells(record: Record, width: int) -> list[str]:
    cells = record.cells
    return cells + [""] * (width - len(cells))


def _place(head: Sequence[Record], width: int) -> int | None:
    """The first record that fills most of what is filled below it and looks like names, not like a row."""
    for index, record in enumerate(head[:SEARCHED]):
        if not _may_head(record, width):
            continue
        below = [other for other in head[index + 1 :] if not other.fault and other.filled]
        filled = _filled_columns(below or [record], width)
        cells = _cells(record, width)
        named = sum(1 for column in filled if cells[column].strip())
        if not named or not _names_enough(cells, named, len(filled)):
            if _completes(head, index, width):
                return index
            continue
        if named < len(filled) and (better := _surer(head, index, width)):
            return better
        return None if _is_row(cells, below, width) else index
    return None


def _surer(head: Sequence[Record], index: int, width: int) -> int | None:
    """A record below one that leaves columns without a name, that names all and stands right above numbers or dates.

    So “Report,Partner sales” above a table of three columns is not taken for its header.
    """
    for place in range(index + 1, min(index + SEARCHED, len(head) - 1)):
        record, following = head[place], head[place + 1]
        if record.fault or following.fault:
            continue
        below = [other for other in head[place + 1 :] if not other.fault]
        filled = _filled_columns(below, width)
        if not all(look_of(record.cells[column]) == "text" for column in filled):
            continue
        typed = [column for column in filled if _is_typed(column, below)]
        if any(look_of(following.cells[column]) in {"number", "date"} for column in typed):
            return place
    return None


def _is_typed(column: int, records: Sequence[Record]) -> bool:
    looks = [look for record in records if (look := look_of(record.cells[column])) != "empty"]
    return sum(look != "text" for look in looks) * 10 >= len(looks) * 8 > 0


def _names_enough(cells: Sequence[str], named: int, filled: int) -> bool:
    """Whether a record names the columns: all, or most of them where all that it holds is names."""
    if named == filled:
        return True
    if named < min(NAMED * filled, filled - (1 if filled > 2 else 0)):
        return False
    others = [cell for cell in cells if look_of(cell) not in {"text", "empty"}]
    return not others or (len(others) > 1 and all(is_period(cell) for cell in others))


def _may_head(record: Record, width: int) -> bool:
    """Whether a record is about as wide as the table: one field more or less is a fault of the header."""
    if width > 2 and record.filled < 2:
        return False
    return abs(len(record.cells) - width) <= 1 or record.fault not in {"too_few_fields", "too_many_fields"}


def _filled_columns(records: Sequence[Record], width: int) -> list[int]:
    counts = [0] * width
    for record in records:
        for column, cell in enumerate(record.cells[:width]):
            counts[column] += bool(cell.strip())
    most = max(counts, default=0)
    return [column for column, count in enumerate(counts) if count >= max(FILLED * most, 1)]


def _is_row(cells: Sequence[str], below: Sequence[Record], width: int) -> bool:
    """Whether a record looks like those below it: numbers over numbers, dates over dates, and no periods in a row."""
    periods = [cell for cell in cells if is_period(cell)]
    if len(periods) >= 2:
        return False
    alike = 0
    for column, cell in enumerate(cells[:width]):
        look = look_of(cell)
        if look not in {"number", "date"}:
            continue
        looks = [look_of(record.cells[column]) for record in below if column < len(record.cells)]
        told = [other for other in looks if other != "empty"]
        alike += bool(told) and sum(other == look for other in told) * 10 >= len(told) * 8
    return alike > 0 and not _counts_on(cells)


def is_period(cell: str) -> bool:
    return month_in(cell) is not None or bool(bare_month_in(cell)) or is_other_period(cell)


def _counts_on(cells: Sequence[str]) -> bool:
    """Whether the numbers among names are 1, 2, 3 …: then they are names too."""
    numbers = [int(cell) for cell in cells if cell.strip().isdecimal()]
    return (
        len(numbers) >= 3
        and numbers[0] <= 1
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _spread(head: Sequence[Record], place: int, width: int) -> tuple[int, int]:
    """The first and last record of a header in several rows: groups above it, or what completes it below."""
    first = place
    while (
        first
        and place - first < MOST_HEADERS - 1
        and _groups(head[first - 1], head[first], head[place], width)
    ):
        first -= 1
    last = place
    if last + 1 < len(head) and _completes(head, place, width):
        last += 1
    return first, last


def _groups(above: Record, below: Record, header: Record, width: int) -> bool:
    """Whether a record right above the header names groups of its columns."""
    if above.line != below.line - 1 or len(above.cells) > width or above.filled < 1:
        return False
    upper, lower = _cells(above, width), _cells(header, width)
    places = [column for column, cell in enumerate(upper) if cell.strip()]
    if above.fault or upper == lower:
        return False
    bare = [name.strip() for name in lower if name.strip()]
    joined = _joined([upper, lower])
    if len(set(bare)) < len(bare):
        return len(set(joined)) > len(set(lower))
    return len(places) >= 2 and places[0] > 0 and any(is_period(upper[column]) for column in places)


def _completes(head: Sequence[Record], place: int, width: int) -> bool:
    """Whether the row below the header fills its gaps, as under merged cells, and is text where rows have numbers."""
    if place + 1 >= len(head) or head[place].filled < 2:
        return False
    upper, below = _cells(head[place], width), head[place + 1]
    if below.fault or len(upper) > width or below.line != head[place].line + 1:
        return False
    lower = _cells(below, width)
    if not any(up.strip() and not low.strip() for up, low in zip(upper, lower, strict=True)):
        return False
    if not any(not up.strip() and low.strip() for up, low in zip(upper, lower, strict=True)):
        return _is_second_line(head, place, lower)
    if any(look_of(cell) in {"number", "date"} and not is_period(cell) for cell in lower):
        return False
    rest = [record for record in head[place + 2 :] if not record.fault]
    if not rest:
        return False
    looks = [
        column
        for column in range(width)
        if lower[column].strip()
        and any(look_of(record.cells[column]) in {"number", "date"} for record in rest)
    ]
    return bool(looks)


def _is_second_line(head: Sequence[Record], place: int, lower: Sequence[str]) -> bool:
    """Whether all that the row below the header holds is words over numbers, as units or names below a group.

    A row of the table would have what rows have: the columns without such a word are filled below.
    """
    rest = [record for record in head[place + 2 :] if not record.fault and record.filled]
    told = [column for column, cell in enumerate(lower) if cell.strip()]
    if len(rest) < FEWEST_ROWS or lower[0].strip() or not all(_is_typed(column, rest) for column in told):
        return False
    words = [plain(lower[column]) for column in told if look_of(lower[column]) == "text"]
    filled = _filled_columns(rest, len(lower))
    are_words = len(words) == len(told) and not any(is_empty(word) for word in words)
    return are_words and 2 * len(told) <= len(filled)


def _joined(rows: Sequence[list[str]]) -> list[str]:
    """One name for each column out of several rows: group names hold for the columns to their right as well."""
    if len(rows) == 1:
        return rows[0]
    last = rows[-1]
    filled_up = []
    for row in rows[:-1]:
        carried, full = "", []
        for column, cell in enumerate(row):
            carried = cell if cell.strip() else carried
            full.append(cell if cell.strip() or not last[column].strip() else carried)
        filled_up.append(full)
    return [
        " ".join(part.strip() for part in dict.fromkeys(parts) if part.strip())
        for parts in zip(*filled_up, last, strict=True)
    ]


def _fitted(cells: list[str], width: int, line: int) -> tuple[list[str], list[BadRow]]:
    """Names for as many columns as the rows have. Where they can't be placed, columns go by their positions."""
    if len(cells) == width + 1:
        empty = [column for column, cell in enumerate(cells) if not cell.strip()]
        kept = (
            [cell for column, cell in enumerate(cells) if column not in empty[:1]] if empty else [""] * width
        )
        return kept, [BadRow(line, "header_too_long")]
    return cells, []


def _without(head: Sequence[Record], width: int, style: Style) -> Header:
    """A table whose first line is a row: its names may stand above it with another delimiter, or there are none."""
    rows = [
        index for index, record in enumerate(head) if (not record.fault and record.filled > 1) or width == 1
    ]
    first = rows[0] if rows else 0
    if first and (names := _with_other_sign(head[first - 1], width, style)):
        line = head[first - 1].line
        bad = [BadRow(line, "other_delimiter")]
        return Header(line, unique_names(names), line + 1, _titles(head[: first - 1]), bad, tuple(names))
    begins = head[first].line if head else 1
    return Header(None, unique_names([""] * width), begins, _titles(head[:first]))


def _with_other_sign(record: Record, width: int, style: Style) -> list[str]:
    text = style.sign.join(record.cells)
    for sign in (" ", ";", ",", "\t", "|"):
        if sign != style.sign:
            reading = read_line(text, Style(sign, style.quote), width)
            cells = [cell.strip() for cell in reading.cells]
            if not reading.fault and len(set(cells)) == width > 1 and all(cells):
                return cells
    return []


def unique_names(cells: Sequence[str]) -> list[str]:
    """A name for each column: without line breaks, by its position where it has none, numbered where it is doubled.

    Names stand in mappings, so they are the same in every language: “Column 4”, “Notes (2)”.
    """
    given = [" ".join(cell.replace("﻿", "").split()) for cell in cells]
    taken: set[str] = set()
    names = []
    for position, name in enumerate(given, start=1):
        base = name or f"Column {position}"
        number, found = 1, base
        while found in taken or (number > 1 and found in given):
            number += 1
            found = f"{base} ({number})"
        taken.add(found)
        names.append(found)
    return names


def header_faults(header: Header, width: int, is_last_empty: bool) -> Header:
    """Names the header's line where it has fewer names than rows have fields.

    Where the last field of every row is empty, rows end with a delimiter and the names hold; else nobody can say
    which column lacks its name, and columns go by their positions.
    """
    missing = width - len(header.raw)
    if header.line is None or missing <= 0 or fault_of(len(header.raw), width) != "too_few_fields":
        return header
    names = header.names if is_last_empty and missing == 1 else unique_names([""] * width)
    text = SetAside("title", header.line, shown(header.raw))
    aside = header.set_aside if names == header.names else [*header.set_aside, text]
    bad = [*header.bad_rows, BadRow(header.line, "header_too_short")]
    return Header(header.line, names, header.first_data, aside, bad, header.raw)
