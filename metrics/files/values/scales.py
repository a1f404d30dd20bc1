"""By what the numbers of a column are to be multiplied, by its header and by its cells. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.files.values.currencies import COMMON
from metrics.files.values.plain import plain
from metrics.files.values.written import Written

CODES = "|".join(sorted(COMMON))
SIGN = r"[$€£¥]"
PROVEN = (
    (10**9, rf"billions?\b|\bbn\b|\bmrd\b|milliard|{SIGN}\s?bn?\b|十億"),
    (10**6, (rf"millions?\b|\bmio\b|\bmln\b|\bmn\b|millionen|{SIGN}\s?mm?\b|\bmm?(?:{CODES})\b|\bm€|\(mm\)|"
             r"\bin mm?\b(?!-)|百万")),
    (10**3, (rf"thousands?\b|\btsd\b|tausend|milliers|\bin k\b(?!-)|\(k\)|\(?'?\b000'?s\b|"
             rf"\(\s?{SIGN}?\s?'?000'?\s?\)|"
             rf"(?:^|\s)'000\b|{SIGN}\s?k\b|\bk{SIGN}|\b[kt](?:{CODES})\b|\bt€|\b(?:{CODES}) k\b|\bk (?:{CODES})\b|"
             r"千(?:円|元|ドル|ユーロ)|[(（:：]千")),
    (10**8, r"[億亿](?:円|元|ドル)"),
    (10**7, r"crores?\b"),
    (10**5, r"lakhs?\b"),
    (10**4, r"万(?:円|元|ドル)"),
)  # fmt: skip
"""Words of a header that say the factor, the longest word first where one is part of another."""

UNCLEAR = re.compile(r"(?:[ _(])([KMT]|MM|千|万|億)\)?$")
"""A letter at the end of a header that may stand for a factor, and for something else."""

POSSIBLE = {"K": 10**3, "T": 10**3, "M": 10**6, "MM": 10**6, "千": 10**3, "万": 10**4, "億": 10**8}


@dataclass(frozen=True)
class Scale:
    """The factor that is proven (1 where nothing says one), and those to ask about.

    `of_bare_alone` says that the factor is of the cells that say none themselves.
    """

    proven: int | None
    asked: tuple[int, ...] = ()
    of_bare_alone: bool = False


def in_header(name: str) -> Scale:
    """What a column's name says: `Revenue (in K)`, `売上（千円）`; `Revenue M` is asked about."""
    text = plain(name)
    for factor, words in PROVEN:
        if re.search(words, text, re.IGNORECASE):
            return Scale(factor)
    match = UNCLEAR.search(text)
    if match is None:
        return Scale(1)
    meant = {POSSIBLE[match[1]]} | ({10**3} if match[1] == "M" else set())
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
