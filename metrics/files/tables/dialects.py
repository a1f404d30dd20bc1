"""How a text is divided into fields: found in its first lines, held against all of them later."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.files.tables.parsing import Style, escaped, strict

SIGNS = (",", ";", "\t", "|", "^", "~", "\x1f", "\x01", "¦", "§", ":", " ")
"""Single delimiters, the commoner first: it wins where two fit equally."""

WEAK = frozenset(": ")
"""Signs that stand in times and names: they divide only where nothing else does."""

LONG = re.compile(r"[^\w\s\"'.\-+/()%€$£¥&@]{2,3}|[,;|] (?=\S)|(?<=\S) ?[|;] ")
"""What may be a delimiter of several signs."""

MOST_LONG = 6
SEPARATOR = re.compile(r"\s*\"?sep=(.{1,3}?)\"?\s*", re.IGNORECASE)
"""The line by which Excel is told the delimiter."""

DECIMAL = re.compile(r"(?<=\d),(?=\d)")
LONE = 0.5
"""What a line without the delimiter counts beside one with it: titles and footers are such."""

FEWEST_LINES = 4
SAMPLE_LINES = 400
INNER = "\x1f"
"""What stands for a delimiter of several signs while lines are cut."""


@dataclass(frozen=True)
class Dialect:
    """`delimiter` as it stands in the file, `quote`, the number of fields of most lines, and how many fit it.

    `is_decimal` is of a comma that seems to be a decimal sign."""

    delimiter: str
    quote: str
    width: int
    share: float
    is_decimal: bool = False

    @property
    def style(self) -> Style:
        """The same with a delimiter of one sign."""
        return Style(self.delimiter if len(self.delimiter) == 1 else INNER, self.quote)

    def cut(self, line: str) -> str:
        """A line with its delimiter as one sign."""
        return line if len(self.delimiter) == 1 else line.replace(self.delimiter, INNER)


def told_delimiter(line: str) -> str:
    """What a “sep=;” line says; empty for any other line."""
    match = SEPARATOR.fullmatch(line.rstrip("\r\n"))
    return match.group(1) if match else ""


def find_dialect(lines: Sequence[str], told: str = "") -> Dialect:
    """The delimiter that cuts most lines into the same number of fields, two at least; else one column.

    `told` is a delimiter that somebody, or the file itself, has named.
    """
    filled = [line for line in (line.rstrip("\r\n") for line in lines[:SAMPLE_LINES]) if line.strip()]
    found = [_tried(filled, sign) for sign in ([told] if told else [*SIGNS, *_long(filled)])]
    fitting = [dialect for dialect in found if dialect.width > 1]
    if not fitting:
        return Dialect(told or ",", '"', 1, 1.0)
    best = max(fitting, key=_score)
    return _longest(best, fitting, filled)


def _score(dialect: Dialect) -> float:
    weak = 0.4 if dialect.delimiter in WEAK or dialect.is_decimal else 1.0
    return dialect.share**2 * (1 - 1 / dialect.width) * weak


def _long(lines: Sequence[str]) -> list[str]:
    seen = Counter(match for line in lines[:50] for match in set(LONG.findall(line)))
    return [sign for sign, _count in seen.most_common(MOST_LONG)]


def _longest(best: Dialect, fitting: Sequence[Dialect], lines: Sequence[str]) -> Dialect:
    """Where every delimiter found is a part of a longer one, that one: “, ” and not “,”."""
    longer = [
        dialect
        for dialect in fitting
        if best.delimiter in dialect.delimiter
        and len(dialect.delimiter) > len(best.delimiter)
        and dialect.share >= best.share
        and _always(dialect, best, lines)
    ]
    return max(longer, key=lambda dialect: len(dialect.delimiter), default=best)


def _always(longer: Dialect, shorter: Dialect, lines: Sequence[str]) -> bool:
    parts = longer.delimiter.count(shorter.delimiter)
    for line in lines:
        bare = re.sub(r'"[^"]*"', "", line) if longer.quote == '"' else line
        if bare.count(shorter.delimiter) != bare.count(longer.delimiter) * parts:
            return False
    return True


def _tried(lines: Sequence[str], delimiter: str) -> Dialect:
    """How a delimiter cuts the lines. Apostrophes quote where more lines fit so, or nearly all hold such a field."""
    quoted = _cut_by(lines, delimiter, '"')
    around = {quote: [bool(_around(quote, delimiter).search(line)) for line in lines] for quote in ('"', "'")}
    if any(around['"']) or not any(around["'"]):
        return quoted
    apostrophes = _cut_by(lines, delimiter, "'")
    is_usual = len(lines) >= FEWEST_LINES and sum(around["'"]) * 10 >= (len(lines) - 1) * 9
    return apostrophes if apostrophes.share > quoted.share or is_usual else quoted


def _cut_by(lines: Sequence[str], delimiter: str, quote: str) -> Dialect:
    dialect = Dialect(delimiter, quote, 1, 0.0)
    counts = Counter(_fields(dialect.cut(line), dialect.style) for line in lines)
    whole = {width: count for width, count in counts.items() if width}
    if not whole:
        return dialect
    several = [width for width, count in whole.items() if width > 1 and count > 1]
    width = max(
        whole, key=lambda known: (whole[known] * (LONE if known == 1 and several else 1), known == 1, known)
    )
    return Dialect(delimiter, quote, width, whole[width] / len(lines), _is_decimal(lines, delimiter))


def _is_decimal(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a comma stands between digits nearly always, and in the first line, which has names, not at all."""
    if delimiter != "," or "," in lines[0]:
        return False
    all_of_them = sum(line.count(",") for line in lines)
    return sum(len(DECIMAL.findall(line)) for line in lines) * 10 >= all_of_them * 8


def _fields(line: str, style: Style) -> int:
    """The number of fields of a line; 0 where it breaks the rules."""
    cells = strict(line, style)
    if cells is None:
        cells = escaped(line, style)
    if cells is None and style.quote == "'":
        cells = _simply(line, style)
    return len(cells or ())


def _simply(line: str, style: Style) -> list[str]:
    """Fields in apostrophes, which words hold as well: one ends where a delimiter follows."""
    sign = re.escape(style.sign)
    return re.findall(rf"(?:^|{sign})('.*?'(?={sign}|$)|[^{sign}]*)", line)


def _around(quote: str, delimiter: str) -> re.Pattern[str]:
    sign = re.escape(delimiter)
    return re.compile(rf"(?:^|(?<={sign}))\s?{quote}[^{quote}].*?{quote}\s?(?={sign}|$)")
