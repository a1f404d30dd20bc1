"""One date or period as it is written: its fields, in every order in which they can be read. Pure.

In which order a column gives day and month is not decided here but over the whole column (`dates`).
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from metrics.files.values.calendars import ERAS, folded, full_months, month_pattern, months, weekdays

Grain = Literal["day", "month", "quarter", "year"]

FIRST_YEAR, LAST_YEAR = 1970, 2199
TURN = 70
"""Years of two digits below it are of this century: 19xx would lie before all that is read."""

YEAR = r"(?P<y>(?:19|20|21)\d\d)"
SHORT = r"'?(?P<yy>\d\d)"
TIME = re.compile(
    r"(?P<date>.+?)(?P<gap>T|,? (?:at )?|,)"
    r"(?P<noon>午前|午後)?(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?"
    r" ?(?P<ap>[AaPp]\.?[Mm]\.?)? ?(?P<z>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?"
)
WEEKDAY_BEFORE = re.compile(r"(?P<word>[^\W\d_]+)\.?,? +(?=[\w'])")
WEEKDAY_BEHIND = re.compile(r" ?\([月火水木金土日]\)")

NUMERIC = (
    (YEAR + r"(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", ("ymd",)),
    (YEAR + r"\. ?(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.?", ("ymd",)),
    (r"(?P<a>\d{1,2})(?P<sep>\.) ?(?P<b>\d{1,2})(?P=sep) ?" + YEAR, ("dmy",)),
    (r"(?P<a>\d{1,2})(?P<sep>[-/ ])(?P<b>\d{1,2})(?P=sep)" + YEAR, ("dmy", "mdy")),
    (r"(?P<a>\d{1,2})(?P<sep>[-/])(?P<b>\d{1,2})(?P=sep)(?P<c>\d\d)", ("dmy", "mdy", "ymd")),
    (YEAR + r"[-/](?P<m>\d{1,2})", ("ym",)),
    (r"(?P<m>\d{1,2})[-/]" + YEAR, ("ym",)),
    (YEAR + r"年 ?(?P<m>\d{1,2})月 ?(?P<d>\d{1,2})日", ("ymd",)),
    (YEAR + r"年 ?(?P<m>\d{1,2})月度?", ("ym",)),
    (r"(?P<era>令和|平成|昭和)(?P<ey>\d{1,2}|元)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", ("ymd",)),
    (r"(?P<era>令和|平成|昭和)(?P<ey>\d{1,2}|元)年(?P<m>\d{1,2})月度?", ("ym",)),
)
"""Forms of digits, with the orders in which their fields can be read. CLDR has no country that puts the month first
before points."""

OF = r"(?:[-/., ]*(?:de[l ] ?|of )?)"
NAMED = (
    (r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º)?\.?" + OF + r"(?P<n>{names})\.?" + OF + YEAR, ("ymd",)),
    (r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º)?\.?" + OF + r"(?P<n>{names})\.?" + OF + SHORT, ("ymd",)),
    (r"(?P<n>{names})\.?[- ]?(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[- ]" + YEAR, ("ymd",)),
    (r"(?P<n>{names})\.?" + OF + YEAR, ("ym",)),
    (r"(?P<n>{names})\.?(?:[-/]| ?')(?P<yy>\d\d)", ("ym",)),
    (YEAR + r"[-/. ]?(?P<n>{names})\.?[-/. ](?P<d>\d{1,2})", ("ymd",)),
    (YEAR + r"[-/. ]?(?P<n>{names})\.?", ("ym",)),
)
"""Forms with a month's name."""

FY = r"(?P<fy>FY|F\.?Y\.?|GJ|WJ)"
GAP = r"[-/, ]*"
PERIODS = (
    (YEAR + GAP + r"Q(?P<q>[1-4])", ("yq",)),
    (r"Q(?P<q>[1-4])" + GAP + YEAR, ("yq",)),
    (r"Q(?P<q>[1-4])" + GAP + SHORT, ("yq",)),
    (r"(?P<q>[1-4])Q" + GAP + YEAR, ("yq",)),
    (r"(?P<q>[1-4])Q" + GAP + SHORT, ("yq",)),
    (r"T(?P<q>[1-4])" + GAP + YEAR, ("yq",)),
    (r"(?P<q>[1-4])(?:\.|er|e|º|°)? ?(?:Quartal|trimestre|Trimester)" + GAP + YEAR, ("yq",)),
    (YEAR + r"年第?(?P<q>[1-4])四半期", ("yq",)),
    (YEAR + r"(?P<fy>年度) ?(?:第?(?P<q>[1-4])四半期|Q(?P<q2>[1-4]))", ("yq",)),
    (FY + r" ?" + YEAR + GAP + r"Q(?P<q>[1-4])", ("yq",)),
    (FY + r" ?" + SHORT + GAP + r"Q(?P<q>[1-4])", ("yq",)),
    (r"Q(?P<q>[1-4])" + GAP + FY + r" ?" + YEAR, ("yq",)),
    (r"Q(?P<q>[1-4])" + GAP + FY + r" ?" + SHORT, ("yq",)),
    (r"(?P<q>[1-4])Q" + GAP + FY + r" ?" + YEAR, ("yq",)),
    (r"(?P<q>[1-4])Q" + GAP + FY + r" ?" + SHORT, ("yq",)),
    (FY + r" ?" + YEAR, ("y",)),
    (FY + r" ?" + YEAR + r"[-/](?P<to>\d\d(?:\d\d)?)", ("y",)),
    (FY + r" ?" + SHORT + r"[-/](?P<to>\d\d)", ("y",)),
    (FY + r" ?" + SHORT, ("y",)),
    (YEAR + r"(?P<fy>年度)", ("y",)),
)
"""Forms of quarters and of fiscal years."""

BARE = (
    (r"(?P<a>\d{1,2})(?P<sep>\.)(?P<b>\d{1,2})(?P=sep)(?P<c>\d\d)", ("dmy", "ymd")),
    (YEAR + r"(?P<m>\d\d)(?P<d>\d\d)(?:\.0)?", ("ymd",)),
    (YEAR + r"(?P<m>\d\d)(?:\.0)?", ("ym",)),
    (YEAR + r"\.(?P<m>\d{1,2})", ("ym",)),
    (r"(?P<m>\d{1,2})\." + YEAR, ("ym",)),
    (YEAR + r"年?(?:\.0)?", ("y",)),
    (r"(?P<era>[RHS])(?P<ey>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", ("ymd",)),
    (r"(?P<n>{names})\.? (?P<yy>\d\d)", ("ym",)),
    (r"(?P<serial>[2-7]\d{4})(?:\.\d+)?", ("serial",)),
)
"""Forms that numbers and keys have too: dates only where the column's name speaks of time."""

LETTERS, DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
OTHER_WORDS = (
    "q", "qfy", "t", "fy", "f", "y", "gj", "wj", "st", "nd", "rd", "th", "er", "º", "o", "e", "de", "del", "of",
    "quartal", "trimestre", "trimester", "r", "h", "s", "d", "l",
)  # fmt: skip
JAPANESE = frozenset("年月日度第四半期令和平成昭和元")
MOST_FIELDS = 4
"""Numbers in a date; an era's name may be one more."""

EXCEL_DAY_0 = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Clock:
    """A time of day in seconds, and the minutes by which it is ahead of UTC where the text says so."""

    seconds: int
    offset: int | None


@dataclass(frozen=True)
class DateText:
    """A date or period taken apart. `fields` are by name as written; `orders` are those in which they may be read.

    `form` tells it from texts of other forms; `clock` is None for days without a time.
    """

    form: str
    orders: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    pattern: tuple[tuple[str, str], ...]
    clock: Clock | None = None

    @property
    def grain(self) -> Grain:
        last = self.orders[0][-1]
        if self.orders[0] in {"serial", "dmy", "mdy", "ymd"}:
            return "day"
        grains: dict[str, Grain] = {"m": "month", "q": "quarter", "y": "year"}
        return grains[last]

    @property
    def may_be_a_day(self) -> bool:
        """Whether it is written “May 12”, which is a month of 2012 or a day in May."""
        return self.form.startswith("bare") and self.orders == ("ym",) and "n" in dict(self.fields)

    @property
    def is_fiscal(self) -> bool:
        return any(name == "fy" for name, _text in self.fields)

    @property
    def short_year(self) -> bool:
        """Whether the year has two digits."""
        return any(name in {"yy", "c"} for name, _text in self.fields)

    def day(self, order: str, century: int | None = None) -> dt.date | None:
        """The day, or the first one of the period, in one order; None where there is no such day."""
        return _day(self.fields, order, century)

    def two_digits(self, order: str) -> int | None:
        """The year of two digits in one order."""
        known = dict(self.fields)
        text = known.get("yy") or (known.get("a" if order == "ymd" else "c") if "c" in known else None)
        return int(text) if text else None


@lru_cache(maxsize=65536)
def _day(fields: tuple[tuple[str, str], ...], order: str, century: int | None) -> dt.date | None:
    known = dict(fields)
    if order == "serial":
        found = EXCEL_DAY_0 + dt.timedelta(days=int(known["serial"]))
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    if order == "ymd" and len(known.get("a", "00")) == 1:
        return None
    year, month, day = _year(known, order, century), _month(known, order), _day_of_month(known, order)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(known: dict[str, str], order: str, century: int | None) -> int:
    if "era" in known:
        return ERAS[known["era"].upper()] + (1 if known["ey"] == "元" else int(known["ey"]))
    if "y" in known:
        return int(known["y"])
    short = int(known.get("yy") or known["a" if order == "ymd" else "c"])
    if short < TURN:
        return 2000 + short
    return (century or 19) * 100 + short


def _month(known: dict[str, str], order: str) -> int:
    if "n" in known:
        return months()[folded(known["n"])]
    if "m" in known:
        return int(known["m"])
    if order == "yq":
        return 3 * int(known.get("q") or known["q2"]) - 2
    return 1 if order == "y" else int(known["a" if order == "mdy" else "b"])


def _day_of_month(known: dict[str, str], order: str) -> int:
    if "d" in known:
        return int(known["d"])
    if "a" in known:
        return int(known[{"dmy": "a", "mdy": "b", "ymd": "c"}[order]])
    return 1


Form = tuple[str, re.Pattern[str], tuple[str, ...]]


@cache
def _forms() -> dict[str, list[Form]]:
    """Every form with a name of its own, by what it is made of: digits alone, with letters, or bare as numbers are."""
    kinds = {"digits": NUMERIC, "letters": (*NUMERIC, *NAMED, *PERIODS), "bare": BARE}
    return {
        kind: [
            (f"{kind}{at}", re.compile(form.replace("{names}", month_pattern()), re.IGNORECASE), orders)
            for at, (form, orders) in enumerate(forms)
        ]
        for kind, forms in kinds.items()
    }


@cache
def _words() -> frozenset[str]:
    """Every word that stands in a date, folded."""
    names = {word for name in months() for word in LETTERS.findall(name)}
    return frozenset(names | set(OTHER_WORDS))


def _candidates(text: str, *, speaks_of_time: bool) -> list[Form]:
    """The forms that a text may have, so that keys and names are not held against all."""
    forms, letters = _forms(), LETTERS.findall(text)
    if len(DIGITS.findall(text)) > MOST_FIELDS:
        return []
    if letters and not all(word.casefold() in _words() or set(word) <= JAPANESE for word in letters):
        return forms["bare"] if speaks_of_time else []
    found = forms["letters" if letters else "digits"]
    return [*found, *forms["bare"]] if speaks_of_time else found


@lru_cache(maxsize=65536)
def _date_part(text: str, *, speaks_of_time: bool) -> DateText | None:
    for name, form, orders in _candidates(text, speaks_of_time=speaks_of_time):
        match = form.fullmatch(text)
        if match:
            spans = sorted((match.span(group), group) for group, found in match.groupdict().items() if found)
            named = [(group, span) for span, group in spans if group != "sep"]
            fields = tuple((group, text[start:end]) for group, (start, end) in named)
            sep = match.groupdict().get("sep") or ""
            return DateText(f"{name}{sep}", orders, fields, _pattern(text, named))
    return None


def _pattern(text: str, named: list[tuple[str, tuple[int, int]]]) -> tuple[tuple[str, str], ...]:
    """The text as pairs of a field's name and its digits; what stands between has no name."""
    pieces, at = [], 0
    for name, (start, end) in named:
        pieces += [("", text[at:start])] if start > at else []
        pieces.append((name, text[start:end]))
        at = end
    return (*pieces, *([("", text[at:])] if at < len(text) else []))


def _without_weekday(text: str) -> str:
    text = WEEKDAY_BEHIND.sub("", text) if text.endswith(")") else text
    match = WEEKDAY_BEFORE.match(text) if text[0].isalpha() else None
    return text[match.end() :] if match and folded(match["word"]) in weekdays() else text


def _clock(match: re.Match[str]) -> Clock | None:
    """The time of day; None where there is no such time."""
    hour, minute, second = int(match["h"]), int(match["mi"]), int(match["s"] or 0)
    half = (match["ap"] or "")[:1].lower() or {"午前": "a", "午後": "p"}.get(match["noon"] or "", "")
    if half and not (0 if match["noon"] else 1) <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Clock(hour * 3600 + minute * 60 + second, _offset(match["z"]))


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone in {"Z", "UTC", "GMT"}:
        return 0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return -minutes if zone[0] == "-" else minutes


def date_text(text: str, *, speaks_of_time: bool) -> DateText | None:
    """A plain text as a date or period taken apart; None where it is none.

    `speaks_of_time` says that the column's name does: then numbers such as 202501 and days of Excel are read too.
    """
    if not any(sign.isdigit() for sign in text) or len(text) > 60:
        return None
    timed = TIME.fullmatch(text) if ":" in text else None
    written = timed["date"] if timed else text
    date = _date_part(written, speaks_of_time=speaks_of_time)
    if date is None and (shorter := _without_weekday(written)) != written:
        date = _date_part(shorter, speaks_of_time=speaks_of_time)
    if timed is None or date is None:
        return date
    clock = _clock(timed)
    if clock is None or date.grain != "day":
        return None
    return DateText(date.form, date.orders, date.fields, (*date.pattern, *_time_pattern(timed)), clock)


def _time_pattern(match: re.Match[str]) -> list[tuple[str, str]]:
    pieces = [("", match["gap"])]
    for name, before in (
        ("noon", ""),
        ("h", ""),
        ("mi", ":"),
        ("s", ":"),
        ("f", "."),
        ("ap", " "),
        ("z", ""),
    ):
        if match[name]:
            pieces += [("", before)] if before else []
            pieces.append((name, match[name]))
    return pieces


WORDS = {
    "y": "yyyy", "yy": "yy", "era": "G", "ey": "y", "q": "Q", "q2": "Q", "mi": "mm", "s": "ss", "noon": "a", "ap": "a",
}  # fmt: skip


def cldr_format(text: DateText, order: str, *, padded: bool) -> str:
    """How the date is written, in words of CLDR: `dd/MM/yyyy`, `M/d/yyyy H:mm`, `'FY'yy-'Q'Q`."""
    if order == "serial":
        return "'Excel'"
    return "".join(_word(name, found, order, text, padded=padded) for name, found in text.pattern)


def _word(name: str, found: str, order: str, text: DateText, *, padded: bool) -> str:
    if name in {"", "fy", "to"}:
        return f"'{found}'" if any(sign.isalpha() for sign in found) and found.isascii() else found
    if name in {"a", "b", "c"}:
        letter = order["abc".index(name)]
        name = {"y": "yy" if text.short_year else "y"}.get(letter, letter)
    if name in {"d", "m"}:
        letter = "d" if name == "d" else "M"
        return letter * (2 if padded else 1)
    if name == "n":
        return "MMMM" if folded(found) in full_months() and len(folded(found)) > 3 else "MMM"
    if name == "h":
        halves = any(piece in {"ap", "noon"} for piece, _found in text.pattern)
        return ("h" if halves else "H") * (2 if len(found) == 2 and padded else 1)
    if name == "f":
        return "S" * len(found)
    if name == "z":
        return "X" if found == "Z" else "XXX" if ":" in found else "Z" if len(found) == 5 else "x"
    return WORDS[name]
