"""A first look at a file: how it is written and what its columns hold. It proposes; a person decides.

Only the beginning of the file is looked at. What is found here is shown and corrected on the mapping page;
the import itself reads by the mapping alone.
"""

import codecs
import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import MOST_COLUMNS, Unreadable, check_signature

HEAD_BYTES = 256 * 1024
SAMPLES = 4
MOST_VALUES = 40

ENCODINGS = ("utf-8", "cp932", "cp1252")
DELIMITERS = (",", ";", "\t", "|")

MISSING_WORDS = ("NULL", "N/A", "n/a", "NA", "#N/A", "None", "nan", "NaN", "null", "-", "--", "なし", "不明")
"""Words that usually stand for a missing value. Each is proposed only where the column holds it."""

DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y-%m",
    "%Y/%m",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d-%b-%Y",
    "%b %Y",
    "%Y年%m月%d日",
    "%Y年%m月",
    "%Y%m%d",
    "%Y%m",
)
DIGITS_ONLY = {"%Y%m%d", "%Y%m"}
"""Formats that numbers have too: taken for dates only where the column's name speaks of time."""

TIME_WORDS = re.compile(r"date|month|period|day|time|年月|日付|期間|月", re.IGNORECASE)

CLEAR_WORDS = {"NULL", "null", "N/A", "n/a", "#N/A"}
"""Those of them that are no labels either."""

MOSTLY = 0.9
"""The share of values that settles what a column holds; the others become gaps."""

NUMBER = {
    (".", ""): re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"),
    (".", ","): re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
    (",", ""): re.compile(r"[+-]?\d+(,\d*)?"),
    (",", "."): re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?"),
    (",", " "): re.compile(r"[+-]?\d{1,3}( \d{3})+(,\d+)?"),
    (".", "'"): re.compile(r"[+-]?\d{1,3}('\d{3})+(\.\d*)?"),
}
"""How numbers are written, by decimal sign and thousands separator."""

ColumnKind = Literal["number", "date", "label", "empty"]


@dataclass(frozen=True)
class Column:
    """What a column's first rows hold. `values` are its labels, most frequent first, where they are few."""

    name: str
    kind: ColumnKind
    filled: int
    distinct: int
    samples: tuple[str, ...]
    values: tuple[str, ...] = ()
    missing_words: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()
    number_style: tuple[str, str] | None = None

    @property
    def is_key_like(self) -> bool:
        """Whether it may name partners: labels or whole numbers that come back."""
        return self.kind in {"label", "number"} and self.distinct > 1


@dataclass(frozen=True)
class EncodingGuess:
    """An encoding in which the beginning can be read, with words that tell it from the others."""

    name: str
    words: str


@dataclass(frozen=True)
class Look:
    """What the beginning of a file looks like, read with `encoding` and `delimiter`.

    Where it is not UTF-8, `is_decided` is False and the person chooses among the `guesses`.
    """

    encoding: str
    guesses: tuple[EncodingGuess, ...]
    is_decided: bool
    delimiter: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def missing_words(self) -> tuple[str, ...]:
        found = {word for column in self.columns for word in column.missing_words}
        return tuple(word for word in MISSING_WORDS if word in found)

    @property
    def number_style(self) -> tuple[str, str]:
        """Decimal sign and thousands separator of most number columns that show one."""
        styles = Counter(column.number_style for column in self.columns if column.number_style)
        plain = (".", "")
        told = [style for style, _count in styles.most_common() if style != plain]
        return told[0] if told and told[0] is not None else plain


def look_at(head: bytes, *, is_whole: bool, encoding: str = "", delimiter: str = "") -> Look:
    """Look at the first bytes of a file. Raises Unreadable where they are no text at all.

    `encoding` and `delimiter` are what the person chose; without them they are guessed.
    """
    check_signature(head)
    guesses = _guess_encodings(head)
    used = encoding or guesses[0].name
    text = head.removeprefix(codecs.BOM_UTF8).decode(used, errors="replace")
    lines = text.splitlines(keepends=True)
    if not is_whole and len(lines) > 1:
        lines = lines[:-1]
    delimiter = delimiter or _guess_delimiter(lines)
    table = _table(lines, delimiter)
    header = [name.strip() for name in table[0]] if table else []
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            _("The file has %(count)s columns; at most %(most)s are read.")
            % {"count": len(header), "most": MOST_COLUMNS}
        )
    body = [row for row in table[1:] if len(row) == len(header)]
    columns = tuple(_column(name, [row[index].strip() for row in body]) for index, name in enumerate(header))
    rows = tuple(tuple(row) for row in body[:SAMPLES])
    is_decided = bool(encoding) or guesses[0].name == "utf-8"
    return Look(used, tuple(guesses), is_decided, delimiter, columns, rows)


def _guess_encodings(head: bytes) -> list[EncodingGuess]:
    """UTF-8 where it fits, for other bytes hardly ever do; else all that fit, to choose from."""
    if _decodes(head, "utf-8") is not None:
        return [EncodingGuess("utf-8", "")]
    guesses = []
    for name in ENCODINGS[1:]:
        text = _decodes(head, name)
        if text is not None:
            guesses.append(EncodingGuess(name, _telling_words(text)))
    return guesses or [EncodingGuess("latin-1", _telling_words(head.decode("latin-1")))]


def _decodes(head: bytes, encoding: str) -> str | None:
    """The text, where all bytes can be read; a letter cut in two at the end is let through."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return None


def _telling_words(text: str) -> str:
    """The first few words that hold other letters than ASCII."""
    words = [word for word in re.split(r"[,;\t|\r\n\"]+", text) if word and not word.isascii()]
    return " · ".join(dict.fromkeys(word.strip()[:30] for word in words[:50]).keys())[:90]


def _guess_delimiter(lines: list[str]) -> str:
    """The one that cuts the first lines into the same number of fields, and into the most."""
    best, most = ",", 1
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _table(lines[:50], delimiter))
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        if width > most and count * 10 >= sum(widths.values()) * 8:
            best, most = delimiter, width
    return best


def _table(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return []


def _column(name: str, texts: list[str]) -> Column:
    counts = Counter(text for text in texts if text)
    words = [word for word in MISSING_WORDS if word in counts]
    told = Counter({text: count for text, count in counts.items() if text not in words})
    style, formats = _number_style(told), _date_formats(name, told)
    kind: ColumnKind = "empty" if not told else "date" if formats else "number" if style else "label"
    if kind == "label":
        words = [word for word in words if word in CLEAR_WORDS]
        told = Counter({text: count for text, count in counts.items() if text not in words})
    few = len(told) <= MOST_VALUES
    return Column(
        name=name,
        kind=kind,
        filled=told.total(),
        distinct=len(told),
        samples=tuple(list(told)[:SAMPLES]),
        values=tuple(sorted(told, key=lambda value: (-told[value], value))) if few else (),
        missing_words=tuple(words),
        date_formats=formats,
        number_style=style if kind == "number" else None,
    )


def _share(told: Counter[str], holds: Callable[[str], bool]) -> float:
    return sum(count for value, count in told.items() if holds(value)) / max(told.total(), 1)


def _number_style(told: Counter[str]) -> tuple[str, str] | None:
    """How most of the values are written as numbers; None where they are no numbers."""
    best, most = None, MOSTLY
    for style, pattern in NUMBER.items():
        plain = NUMBER.get((style[0], ""), pattern)
        share = _share(told, partial(_matches, (pattern, plain)))
        if share > most or (best is None and share == most):
            best, most = style, share
    return best


def _date_formats(name: str, told: Counter[str]) -> tuple[str, ...]:
    """The formats that read most of the values, and equally many, the likelier first."""
    if not any(any(sign.isdigit() for sign in value) for value in list(told)[:20]):
        return ()
    speaks_of_time = TIME_WORDS.search(name) is not None
    shares = {
        form: _share(told, partial(_is_date, form))
        for form in DATE_FORMATS
        if form not in DIGITS_ONLY or speaks_of_time
    }
    most = max(shares.values())
    return tuple(form for form, share in shares.items() if share == most) if most >= MOSTLY else ()


def _matches(patterns: Sequence[re.Pattern[str]], value: str) -> bool:
    return any(pattern.fullmatch(value) for pattern in patterns)


def _is_date(form: str, value: str) -> bool:
    try:
        date = dt.datetime.strptime(value, form)  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return False
    return 1970 <= date.year < 2200
