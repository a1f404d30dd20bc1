"""One line of text cut into fields: strictly where it keeps the rules, else where only one reading fits.

The rules are those of RFC 4180: a field that begins with a quote ends with one, quotes inside are doubled, and
other fields hold no quotes at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

BACKSLASH = "\\"
MOST_PIECES = 300
"""A line that is cut into more than this is not tried in all ways."""

COSTLY = 1_000


@dataclass(frozen=True)
class Style:
    """How fields are divided (`sign`, one character) and quoted (`quote`, one character)."""

    sign: str
    quote: str = '"'


@dataclass(frozen=True)
class Reading:
    """The cells of a line, or why it can't be read (one of table.BAD), with the cells as they fell."""

    cells: list[str] = field(default_factory=list)
    fault: str = ""


@lru_cache(maxsize=32)
def _field_pattern(style: Style) -> re.Pattern[str]:
    quote, sign = re.escape(style.quote), re.escape(style.sign)
    return re.compile(rf"(?:{quote}((?:[^{quote}]|{quote}{quote})*){quote}|([^{quote}{sign}]*))({sign}|\Z)")


def strict(text: str, style: Style) -> list[str] | None:
    """The fields of a record that keeps the rules; None where it does not."""
    if style.quote not in text:
        return text.split(style.sign)
    match_at, cells, place = _field_pattern(style).match, [], 0
    while match := match_at(text, place):
        quoted, plain, end = match.groups()
        cells.append(plain if quoted is None else quoted.replace(style.quote * 2, style.quote))
        if not end:
            return cells
        place = match.end()
    return None


def escaped(text: str, style: Style) -> list[str] | None:
    """The same, of a line whose quotes within fields stand behind a backslash."""
    if BACKSLASH + style.quote not in text:
        return None
    hidden = text.replace(BACKSLASH + style.quote, "\x00")
    cells = strict(hidden, style)
    return None if cells is None else [cell.replace("\x00", style.quote) for cell in cells]


def read_line(text: str, style: Style, width: int) -> Reading:
    """One line as a record of `width` fields. Where the rules are broken, the only way to read it, if there is one."""
    cells = strict(text, style)
    if cells is None:
        cells = escaped(text, style)
    if cells is None:
        cells = lenient(text, style, width)
        return Reading(cells) if cells else Reading(text.split(style.sign), "stray_quote")
    return Reading(cells, fault_of(len(cells), width))


def fault_of(fields: int, width: int) -> str:
    if not width or fields == width:
        return ""
    return "too_few_fields" if fields < width else "too_many_fields"


def lenient(text: str, style: Style, width: int) -> list[str] | None:
    """The fields of a line with a stray quote, where exactly one reading gives `width` of them at least cost.

    A reading costs one for each quote that has no business where it stands; more than one is believed of no line.
    """
    pieces = text.split(style.sign)
    if not width or not width <= len(pieces) <= MOST_PIECES:
        return None
    best = _cheapest(pieces, style, width)
    if best is None or best.cost > 1 or best.ways != 1:
        return None
    return list(best.cells)


@dataclass(frozen=True)
class _Way:
    """The cheapest reading of the pieces so far, and how many cost the same."""

    cost: int
    ways: int
    cells: tuple[str, ...]


def _cheapest(pieces: Sequence[str], style: Style, width: int) -> _Way | None:
    ways: dict[tuple[int, int], _Way] = {(0, 0): _Way(0, 1, ())}
    for start in range(len(pieces)):
        for fields in range(min(start, width - 1) + 1):
            so_far = ways.get((start, fields))
            if so_far is None or so_far.cost > 1:
                continue
            for end, cell, cost in _fields_from(pieces, start, style):
                _offer(ways, (end, fields + 1), so_far, cell, cost)
    return ways.get((len(pieces), width))


def _offer(
    ways: dict[tuple[int, int], _Way], place: tuple[int, int], so_far: _Way, cell: str, cost: int
) -> None:
    known, total = ways.get(place), so_far.cost + cost
    if known is None or total < known.cost:
        ways[place] = _Way(total, so_far.ways, (*so_far.cells, cell))
    elif total == known.cost:
        ways[place] = _Way(total, known.ways + so_far.ways, known.cells)


def _fields_from(pieces: Sequence[str], start: int, style: Style) -> list[tuple[int, str, int]]:
    """Every field that may begin at a piece: where it ends, its text, and what it costs to believe it."""
    first, quote = pieces[start], style.quote
    found = [(start + 1, first, _plain_cost(first, quote))]
    if not first.lstrip().startswith(quote):
        return found
    for end in range(start + 1, len(pieces) + 1):
        if not pieces[end - 1].rstrip().endswith(quote):
            continue
        text = style.sign.join(pieces[start:end]).strip()
        if len(text) > 1:
            inner = text[1:-1]
            cost = _inner_cost(inner, quote)
            found.append((end, inner.replace(quote * 2, quote), cost))
            if cost == 0:
                break
    return found


def _plain_cost(piece: str, quote: str) -> int:
    """What quotes in a field without quotes around it cost: a pair of them in its middle is natural."""
    count = piece.count(quote)
    if not count or (quote == "'" and not piece.strip().startswith(quote)):
        return 0
    return 0 if count % 2 == 0 and not piece.lstrip().startswith(quote) else count


def _inner_cost(inner: str, quote: str) -> int:
    """What quotes within quotes cost: doubled ones nothing, apostrophes in words nothing."""
    rest = inner.replace(quote * 2, "")
    if quote == "'":
        rest = re.sub(r"(?<=[\w\\])'(?=\w|\s)", "", rest)
    return rest.count(quote)
