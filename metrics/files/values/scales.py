"""By what the numbers of a column are to be multiplied, by its header and by its cells. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.files.values.amounts import MONEY
from metrics.files.values.currencies import COMMON
from metrics.files.values.plain import plain
from metrics.files.values.written import Written

CODES = "|".join(sorted(COMMON))
SIGN = r"[$€£¥]"
UNITS = rf"(?:{CODES}|{SIGN})"
PROVEN = (
    (10**9, (rf"billions\b|\bin\sbillion\b|\(billion\)|billion\s{UNITS}|\bmrd\b|milliard|{SIGN}\s?bn?\b|十億")),
    (10**6, (rf"millions\b|\bin\smillion\b|\(million\)|million\s{UNITS}|\bmio\b|\bmln\b|millionen|{SIGN}\s?mm?\b"
             rf"|{SIGN}\s?mn\b|\bmm?\s?(?:{CODES})\b|\bm\s?[€$£]|millones|milh[õo]es|milioni|miljoner|\bm(?:n|ilj\.?\s)?kr\b|百万")),
    (10**3, (rf"thousands\b|\bin\sthousand\b|\(thousand\)|thousand\s{UNITS}|\btsd\b|tausend|milliers|\bin\sk\b(?!-)"
             rf"|\b000'?s\b|\(\s?{SIGN}?\s?'?000'?\s?\)|(?:^|\s)'000\b|{SIGN}\s?k\b|\bk{SIGN}|\b[kt](?:{CODES})\b|\bt\s?€|\bk\s€"
             rf"|\ben\smiles\b|\bmiles\s(?:de\s)?(?:{UNITS}|euros)|migliaia|milhares|(?:em|r\$)\smil\b|\btusen\b|\btusind\b"
             rf"|\btys\b|\btis\b|\btkr\b|\bx\s?1[.,']?000\b|(?:\bin|\()\s?(?:{UNITS})?\s?1[.,']?000(?:\s?{UNITS})?\)?$"
             rf"|\b(?:{CODES})\sk\b|\bk\s(?:{CODES})\b|千(?:円|元|ドル|ユーロ)|[(（:：]千[)）]")),
    (10**8, r"[億亿](?:円|元|ドル)"),
    (10**7, r"crores?\b"),
    (10**5, r"lakhs?\b"),
    (10**4, r"万(?:円|元|ドル)"),
)  # fmt: skip
"""Words of a header that say the factor, the longest word first where one is part of another."""

UNCLEAR = re.compile(r"(?:[ _(])(K|[MT]|MM|MN|BN|MIL|MILES|千|万|億)\)?$", re.IGNORECASE)
"""A letter at the end of a header of money that may stand for a factor, and for something else."""

MORE_MONEY = re.compile(
    r"ventas|vendas|valor|receita|fatturat|importo|kwota|sprzeda|belopp|omzet|försäljning|beløb|tržby",
    re.IGNORECASE,
)
"""Words for money that say nothing of what it is."""

SAYS_IN = re.compile(r"(?:^|[\s(（])in\s(M|T|MM|MN|Mn|mn|BN|Bn|bn)[)）]?$")
"""The same behind “in”, where it stands for a factor whatever the column holds; “in m” and “in mm” are lengths."""

POSSIBLE = {
    "K": 10**3, "T": 10**3, "M": 10**6, "MM": 10**6, "MN": 10**6, "BN": 10**9, "MIL": 10**3, "MILES": 10**3,
    "千": 10**3, "万": 10**4, "億": 10**8,
}  # fmt: skip
IN_THOUSANDS = re.compile(r"\(k\)", re.IGNORECASE)
"""Thousands where money stands before it; else it may be a unit of its own (kelvin)."""


@dataclass(frozen=True)
class Scale:
    """The factor that is proven (1 where nothing says one), and those to ask about.

    `of_bare_alone` says that the factor is of the cells that say none themselves.
    """

    proven: int | None
    asked: tuple[int, ...] = ()
    of_bare_alone: bool = False


def in_header(name: str) -> Scale:
    """What a column's name says: `Revenue (in K)` multiplies, `Revenue M` is asked about, `Length (mm)` says none."""
    text = plain(name)
    for factor, words in PROVEN:
        if re.search(words, text, re.IGNORECASE):
            return Scale(factor)
    match = SAYS_IN.search(text) or (
        UNCLEAR.search(text) if MONEY.search(text) or MORE_MONEY.search(text) else None
    )
    if match is None:
        return Scale(1)
    if IN_THOUSANDS.search(text):
        return Scale(10**3)
    letter = match[1].upper()
    meant = {POSSIBLE[letter]} | ({10**3} if letter == "M" else set())
    return Scale(None, (1, *sorted(meant)))


def scale_of(name: str, numbers: Iterable[Written]) -> Scale:
    """The factor of a column, by its header and by what its numbers say themselves.

    It is asked about where both say one, and where only some numbers do: 1.2M beside 350, 21% beside 0.21.
    """
    told = in_header(name)
    filled = [written for written in numbers if written.body.strip("0.,")]
    own = {written.scale for written in filled if written.scale > 1}
    is_partly = any(written.scale == 1 for written in filled)
    if own and (told.proven or 0) > 1:
        return Scale(None, (1, told.proven or 1))
    if own and is_partly:
        return Scale(None, (1, *sorted(own)), of_bare_alone=True)
    percents = {written.is_percent for written in filled}
    if len(percents) > 1:
        return Scale(None, (1, 100), of_bare_alone=True)
    return Scale(1) if own else told
