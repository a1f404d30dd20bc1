"""One number as it is written: sign, currency, percent, scale and the digits with their signs. Pure.

What the signs in the digits mean is not decided here but over the whole column (`decimal_signs`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from metrics.files.values.currencies import COMMON, pattern
from metrics.files.values.plain import plain

SCALES = {
    "K": 10**3, "k": 10**3, "Tsd": 10**3, "Tsd.": 10**3, "tsd.": 10**3, "thousand": 10**3, "千": 10**3, "万": 10**4,
    "lakh": 10**5, "lakhs": 10**5, "M": 10**6, "MM": 10**6, "mn": 10**6, "mio": 10**6, "Mio": 10**6, "Mio.": 10**6,
    "million": 10**6, "百万": 10**6, "crore": 10**7, "crores": 10**7, "億": 10**8, "bn": 10**9, "Bn": 10**9,
    "billion": 10**9, "Mrd": 10**9, "Mrd.": 10**9, "十億": 10**9,
}  # fmt: skip
"""What stands behind a number and multiplies it. “B” is none (flat 12B), nor “Cr” (a credit, or a crore)."""

NEGATIVE = r"\-−–▲△"
"""Minus signs before the digits, as in a class of signs."""

MOST_DIGITS = 15
GROUPS = {
    "western": r"[1-9]\d{{0,2}}(?:{sign}\d{{3}})+",
    "indian": r"[1-9]\d?(?:{sign}\d{{2}})*{sign}\d{{3}}",
}
GROUPING = " '’"
POINTS = ".,"

SIMPLE = re.compile(r"(-?)(\d[\d.,]*|[.,]\d+)")
"""Most numbers of most files; the others take longer to take apart."""

PARTS = re.compile(r"([^\d]*?)(\d[\d.,'’ ]*\d[.,]?|\d[.,]?|(?<![.,])[.,]\d+)([eE][+-]?\d{1,2})?([^\d]*)")
"""Before the digits, the digits, an exponent, behind them."""

Meaning = Literal["decimal", "thousands"]


@dataclass(frozen=True)
class Written:
    """A number taken apart: `body` are its digits with the signs between them; `scale` multiplies it."""

    body: str
    is_negative: bool = False
    currency: str = ""
    is_percent: bool = False
    scale: int = 1
    exponent: int | None = None

    @property
    def has_leading_zero(self) -> bool:
        """Whether it is written as codes are: 007."""
        return len(self.body) > 1 and self.body[0] == "0" and self.body[1].isdigit()


@dataclass(frozen=True)
class Around:
    """What stands before and behind the digits."""

    is_negative: bool
    currency: str
    is_percent: bool
    scale: int


@cache
def _surroundings() -> re.Pattern[str]:
    money = rf"(?:{pattern()})"
    scale = "|".join(re.escape(word) for word in sorted(SCALES, key=len, reverse=True))
    return re.compile(
        rf"(?P<open>\()?\s*(?P<sign>[+{NEGATIVE}])?\s*(?P<before>{money})?\s*(?P<sign2>[\-−–])?\s*"
        rf"(?P<inner>\()?0\s*(?P<percent>%|٪)?\s*(?P<scale>{scale})?\s*(?P<after>{money})?"
        rf"\s*(?P<trailing>[\-−])?(?P<close>\))?\s*(?P<last>{money})?"
    )


@lru_cache(maxsize=4096)
def _around(before: str, behind: str) -> Around | None:
    """What stands around the digits, where a number can have it. Few columns have more than a handful of these."""
    match = _surroundings().fullmatch(f"{before}0{behind}")
    if match is None:
        return None
    part = match.groupdict()
    brackets = (bool(part["open"]) + bool(part["inner"]), bool(part["close"]))
    minuses = [part[name] for name in ("sign", "sign2", "trailing") if part[name] and part[name] != "+"]
    if brackets not in {(0, False), (1, True)} or len(minuses) + brackets[1] > 1:
        return None
    told = {part[name] for name in ("before", "after", "last") if part[name]}
    if len(told) > 1 or (part["after"] and part["last"]):
        return None
    if _is_label(part["before"] or "", before):
        return None
    return Around(
        is_negative=bool(minuses) or brackets[1],
        currency=next(iter(told), ""),
        is_percent=bool(part["percent"]),
        scale=SCALES.get(part["scale"] or "", 1),
    )


def _is_label(code: str, before: str) -> bool:
    """Whether letters stand right before the digits as in the name of something: TOP10, EUR-5."""
    is_apart = before.rstrip("-−–(").endswith(" ") or (code in COMMON and before.endswith(code))
    return code.isascii() and code.isalpha() and not is_apart


def taken_apart(text: str) -> Written | None:
    """A plain text as a number taken apart; None where it is none."""
    if simple := SIMPLE.fullmatch(text):
        return _within_bounds(Written(simple[2], is_negative=bool(simple[1])))
    match = PARTS.fullmatch(text)
    if match is None:
        return None
    before, body, exponent, behind = match.groups()
    around = _around(before, behind)
    if around is None:
        return None
    return _within_bounds(
        Written(
            body=body.replace("’", "'"),
            is_negative=around.is_negative,
            currency=around.currency,
            is_percent=around.is_percent,
            scale=around.scale,
            exponent=int(exponent[1:]) if exponent else None,
        )
    )


def _within_bounds(written: Written) -> Written | None:
    """Long rows of digits are keys, not numbers."""
    return None if written.body.isdigit() and len(written.body) > MOST_DIGITS else written


def grouped(body: str, sign: str) -> bool:
    """Whether `sign` stands between groups as thousands are grouped, or as in India (12,34,567)."""
    escaped = re.escape(sign)
    kinds = ("western", "indian") if sign == "," else ("western",)
    return any(re.fullmatch(GROUPS[kind].format(sign=escaped), body) for kind in kinds)


def readings(written: Written) -> dict[str, set[Meaning]] | None:
    """What each sign in the digits can mean, by itself; None where the digits are no number in any way.

    - what has an exponent has a decimal sign, if any
    - a point or comma that comes twice, or before the other one, or before which a space or ’ groups, is settled
    - one alone groups thousands only before exactly three digits and behind one to three that do not begin with 0
    """
    body = written.body
    spaces = {sign for sign in GROUPING if sign in body}
    points = [sign for sign in body if sign in POINTS]
    if len(spaces) > 1:
        return None
    if spaces:
        return _behind_spaces(body, next(iter(spaces)), points)
    if len(set(points)) == 2:
        return _both(body, points)
    if not points:
        return {}
    sign = points[0]
    if len(points) > 1:
        return {sign: {"thousands"}} if grouped(body, sign) else None
    can_group = grouped(body, sign) and written.exponent is None
    return {sign: {"decimal", "thousands"} if can_group else {"decimal"}}


def _behind_spaces(body: str, space: str, points: list[str]) -> dict[str, set[Meaning]] | None:
    if len(points) > 1:
        return None
    whole, _, _decimals = body.partition(points[0]) if points else (body, "", "")
    if not grouped(whole, space):
        return None
    found: dict[str, set[Meaning]] = {space: {"thousands"}}
    return found | ({points[0]: {"decimal"}} if points else {})


def _both(body: str, points: list[str]) -> dict[str, set[Meaning]] | None:
    last = points[-1]
    if points.count(last) > 1:
        return None
    whole, _, _decimals = body.partition(last)
    return {points[0]: {"thousands"}, last: {"decimal"}} if grouped(whole, points[0]) else None


def value(written: Written, decimal: str) -> Decimal | None:
    """The number where `decimal` is the decimal sign and all others group; None where it is not written so."""
    found = readings(written)
    if found is None:
        return None
    for sign, meanings in found.items():
        if ("decimal" if sign == decimal else "thousands") not in meanings:
            return None
    text = "".join(
        "." if sign == decimal else sign for sign in written.body if sign.isdigit() or sign == decimal
    )
    number = Decimal(text).scaleb(written.exponent or 0) * written.scale
    return -number if written.is_negative else number


def written_in(text: str) -> Written | None:
    """The same of a raw cell."""
    return taken_apart(plain(text))
