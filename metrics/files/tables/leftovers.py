"""What the odd lines of a file are: a footer, a second table, or rows that are broken."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.files.tables.cells import look_of
from metrics.files.tables.header import Header, shown
from metrics.files.tables.records import Record
from metrics.files.tables.survey import Survey
from metrics.files.tables.table import BadRow, SetAside
from metrics.files.tables.total_words import total_label

FEWEST_ROWS = 2
"""Lines that make up a second table, its header included."""


@dataclass
class Leftovers:
    """The lines below the header that are no rows. `footers` are those that fit the table by their fields."""

    set_aside: list[SetAside] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    footers: list[Record] = field(default_factory=list)


def find_leftovers(found: Survey, header: Header, width: int, *, has_footer: bool = True) -> Leftovers:
    """Give every odd line its reason. `has_footer` is False of files that can hold nothing but records."""
    left = Leftovers()
    left.set_aside += [
        SetAside("repeated_header", record.line, shown(record.cells)) for record in found.repeats
    ]
    odd = found.odd
    second = _second_table(odd, found, width)
    if second:
        left.set_aside += [SetAside("second_table", record.line, shown(record.cells)) for record in second]
        odd = odd[: -len(second)]
    footer = {record.line: record for record in _footer(found, width)} if has_footer and not second else {}
    for record in footer.values():
        left.set_aside.append(SetAside("footer", record.line, shown(record.cells)))
        if not record.fault:
            left.footers.append(record)
    last = found.tail[-1].line if found.tail else 0
    for record in odd:
        if record.line not in footer:
            is_cut = record.line == last and not found.is_ended and record.fault == "too_few_fields"
            left.bad_rows.append(BadRow(record.line, "cut_off" if is_cut else record.fault))
    return left


def _second_table(odd: Sequence[Record], found: Survey, width: int) -> Sequence[Record]:
    """The lines at the end that are all of one other width and begin with names: another table."""
    if not odd or not found.tail or odd[-1] != found.tail[-1]:
        return []
    other = len(odd[-1].cells)
    if other in {1, width}:
        return []
    first = len(odd)
    while first and len(odd[first - 1].cells) == other:
        first -= 1
    while first < len(odd) and any(
        look_of(cell) != "text" for cell in odd[first].cells
    ):  # a broken row right above it
        first += 1
    return odd[first:] if len(odd) - first >= FEWEST_ROWS and _are_last(odd[first:], found) else []


def _are_last(records: Sequence[Record], found: Survey) -> bool:
    """Whether no row of the table stands below the first of these."""
    lines = {record.line for record in records}
    return all(record.line in lines for record in found.tail if record.line > records[0].line)


def _footer(found: Survey, width: int) -> list[Record]:
    """The lines at the end that say something about the table: a text alone, or what stands below a blank line."""
    records = [record for record in found.tail if record.filled]
    if width < 2:
        return []
    taken = []
    while records and _is_remark(records[-1], width):
        taken.append(records.pop())
    if not taken:
        return []
    above = records[-1].line if records else 0
    alone = len(taken) == 1 and taken[0].line == above + 1
    looks_cut = alone and not found.is_ended and len(taken[0].cells) == 1 and not _reads_like_remark(taken[0])
    return [] if looks_cut else taken[::-1]


def _is_remark(record: Record, width: int) -> bool:
    """Whether a line is a text alone. The word for a total alone counts, its sum beside it does not."""
    if record.fault in {"stray_quote", "open_quote", "wrong_encoding"}:
        return record.filled == 1 and len(record.cells) == 1
    if record.filled == 1 and (width > 2 or len(record.cells) == 1):
        return not _is_lone_number(record)
    if record.fault and any(cell.startswith(" ") for cell in record.cells[1:]):
        return True  # a sentence with commas
    label = total_label(record.cells)
    return (
        bool(record.fault)
        and label is not None
        and record.filled <= 2 < width
        and len(record.cells) < width - 1
    )


def _is_lone_number(record: Record) -> bool:
    """Whether all that a line holds is a number below a column: a sum, maybe, but no remark."""
    return not record.cells[0].strip() and any(look_of(cell) == "number" for cell in record.cells)


def _reads_like_remark(record: Record) -> bool:
    text = record.cells[0]
    return ":" in text or len(text.split()) > 2 or total_label(record.cells) is not None
