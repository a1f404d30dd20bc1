"""The cells of one column in some rows, counted: each text once, or one for all that are read alike. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

CLOCK = re.compile(r"(?<=\d)(:\d\d)(?::\d\d(?:[.,]\d+)?)?")
DIGITS = re.compile(r"\d+")
INNER = "8"
"""What stands in a signature for digits within others: no year is made so (1880)."""


class Seen(NamedTuple):
    """A text, in how many rows it stands, and in which line first."""

    text: str
    rows: int
    line: int


class Texts(Protocol):
    """The cells of one column in some rows."""

    def distinct(self) -> Sequence[Seen]:
        """Every text once, in the order in which they come."""
        ...

    def kinds(self) -> Sequence[tuple[str, Seen]]:
        """One text for each signature, which stands before it."""
        ...


@dataclass(frozen=True)
class ListedTexts:
    """Cells as texts, with their lines."""

    texts: Sequence[str]
    lines: Sequence[int]

    def distinct(self) -> list[Seen]:
        firsts = dict(zip(reversed(self.texts), reversed(self.lines), strict=True))
        return [Seen(text, count, firsts[text]) for text, count in Counter(self.texts).items()]

    def kinds(self) -> list[tuple[str, Seen]]:
        return kinds_of(self.distinct())


def kinds_of(distinct: Sequence[Seen]) -> list[tuple[str, Seen]]:
    """The first text of each signature, with the rows of all."""
    return joined((signature(seen.text), seen) for seen in distinct)


def joined(kinds: Iterable[tuple[str, Seen]]) -> list[tuple[str, Seen]]:
    """The same with each signature once, the first of its texts before it."""
    found: dict[str, Seen] = {}
    for kind, seen in kinds:
        known = found.get(kind)
        found[kind] = known._replace(rows=known.rows + seen.rows) if known else seen
    return list(found.items())


def signature(text: str) -> str:
    """What texts have in common that are read alike: of times the hour, of digits how many and whether they fit a day.

    Numbers that might be a day or a month, and years, stay as they are, so that dates still prove their order.
    """
    return DIGITS.sub(_kind_of_digits, CLOCK.sub(":00", text))


def _kind_of_digits(match: re.Match[str]) -> str:
    digits = match[0]
    if len(digits) <= 2 or (len(digits) == 4 and digits[:2] in {"19", "20", "21"}):
        return digits
    return (
        ("0" if digits[0] == "0" else "1") + INNER * (len(digits) - 2) + ("0" if digits[-1] == "0" else "1")
    )
