"""Column names that are months: “Jan 2025”, “2025-01”, “2025年1月”."""

import re
from dataclasses import dataclass

from metrics.files.values.calendars import folded, months
from metrics.files.values.plain import plain

MORE_NAMES = (
    ("jan", "januar", "january", "janvier", "enero", "ene", "gennaio", "gen", "janv", "jän", "jänner"),
    ("feb", "februar", "february", "février", "fevrier", "febrero", "febbraio", "févr", "fév"),
    ("mar", "mär", "märz", "march", "mars", "marzo", "mrz"),
    ("apr", "april", "avril", "avr", "abril", "abr", "aprile"),
    ("may", "mai", "mayo", "maggio", "mag"),
    ("jun", "juni", "june", "juin", "junio", "giugno", "giu"),
    ("jul", "juli", "july", "juillet", "juil", "julio", "luglio", "lug"),
    ("aug", "august", "août", "aout", "agosto", "ago"),
    ("sep", "sept", "september", "septembre", "septiembre", "settembre", "set"),
    ("oct", "okt", "oktober", "october", "octobre", "octubre", "ottobre", "ott"),
    ("nov", "november", "novembre", "noviembre"),
    ("dec", "dez", "dezember", "december", "décembre", "decembre", "diciembre", "dic", "dicembre", "déc"),
)
NUMBERS = months() | {name: number for number, names in enumerate(MORE_NAMES, start=1) for name in names}

_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_NAMED = rf"(?P<word>{_WORD})\.?"
_MONTH = r"(?P<number>0?[1-9]|1[0-2])"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_NAMED}(?:[\s\-/_.,']*|\sde\s){_YEAR}",
        rf"{_NAMED}[\s\-/_']+(?P<short>\d{{2}})",
        rf"{_YEAR}[\s\-/_.]*{_NAMED}",
        rf"{_YEAR}[\-/.]{_MONTH}(?:[\-/.]0?1(?:[T ]00:00(?::00)?)?)?",
        rf"{_MONTH}[\-/.]{_YEAR}",
        rf"0?1[\-/.]{_MONTH}[\-/.]{_YEAR}",
        rf"{_YEAR}年\s*{_MONTH}月",
        rf"{_YEAR}M{_MONTH}",
    )
)
BARE = re.compile(rf"(?P<word>{_WORD})\.?|(?P<number>0?[1-9]|1[0-2])月", re.IGNORECASE)
OTHER = re.compile(
    r"(?:FY\s*)?(?:(?:19|20)?\d{2})?[\s\-/_]*[QT][1-4][\s\-/_]*(?:FY\s*)?(?:'?(?:19|20)?\d{2})?|(?:FY\s*)?(?:19|20)\d{2}(?:年度?)?"
    r"|(?:KW|W|CW|week)[\s\-]*\d{1,2}(?:[\s\-/]*(?:19|20)\d{2})?",
    re.IGNORECASE,
)
"""Quarters, years and weeks: periods too, but which days they cover must be said."""


@dataclass(frozen=True)
class MonthName:
    """A month in a column name; `year` is 0 where the name has none, `rest` what else it says."""

    year: int
    month: int
    rest: str = ""


def month_in(name: str) -> MonthName | None:
    """The month that a name is, or begins or ends with; None for all others."""
    text = plain(name)
    for form in FORMS:
        if match := form.fullmatch(text):
            return _named(match, "")
    for form in FORMS:
        for match in (
            re.match(rf"(?:{form.pattern})(?=[\s–:|(_]|[-/](?!\d))", text, re.IGNORECASE),
            _at_end(form, text),
        ):
            if match:
                rest = (text[: match.start()] + text[match.end() :]).strip(" -–:|/_()")
                return _named(match, rest)
    return None


def _at_end(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    return re.search(rf"(?:(?<=[\s–:|(_])|(?<=[^\W\d][-/]))(?:{form.pattern})\)?$", text, re.IGNORECASE)


def bare_month_in(name: str) -> int:
    """The number of a month whose name stands alone, without a year; 0 for all others."""
    match = BARE.fullmatch(plain(name))
    return _number(match) if match else 0


def is_other_period(name: str) -> bool:
    """Whether a name is a quarter, a year or a week."""
    return OTHER.fullmatch(plain(name)) is not None


def _named(match: re.Match[str], rest: str) -> MonthName:
    groups = match.groupdict()
    year = int(groups.get("year") or 2000 + int(groups.get("short") or 0))
    return MonthName(year, _number(match), rest)


def _number(match: re.Match[str]) -> int:
    groups = match.groupdict()
    word = groups.get("word")
    return NUMBERS[folded(word)] if word else int(groups["number"])
