"""How a locale writes the numbers and days of a file, and what is drawn for one."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol
from file_places import PLACES, Place

Weighed = Sequence[tuple[str, int]]


@dataclass
class Draft:
    """A file while it is made."""

    draw: random.Random
    locale: str
    decimals: str = "2"
    features: list[str] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return PLACES[self.locale]

    @property
    def language(self) -> str:
        return self.locale[:2]

    def pick(self, kind: str, weighed: Weighed) -> str:
        words, weights = zip(*weighed, strict=True)
        (found,) = self.draw.choices(words, weights)
        self.features.append(f"{kind}: {found}")
        return str(found)

    def happens(self, kind: str, share: float) -> bool:
        found = self.draw.random() < share
        if found:
            self.features.append(kind)
        return found


Written = tuple[str, dt.date]
"""A date as it stands in the file, and the day that it is."""


def number_writer(draft: Draft) -> Callable[[Decimal], str]:
    is_grouped = draft.happens("grouped", 0.6)
    style = draft.draw.choice(["minus", "minus", "brackets", "behind"])

    def write(number: Decimal) -> str:
        text = format_decimal(
            abs(number),
            format=None if is_grouped else "0.###",
            locale=draft.locale,
            decimal_quantization=False,
        )
        places = max(-int(number.as_tuple().exponent), 0)
        sign = get_decimal_symbol(draft.locale)
        whole, _, part = text.partition(sign)
        text = f"{whole}{sign}{part.ljust(places, '0')}" if places else whole
        if number >= 0:
            return text
        return {"minus": f"-{text}", "brackets": f"({text})", "behind": f"{text}-"}[style]

    return write


def drawn_amount(draft: Draft) -> Decimal:
    draw = draft.draw
    size = 10 ** draw.uniform(0.5, 5.5)
    places = {"natural": draw.randint(0, 3)}.get(draft.decimals)
    found = Decimal(str(round(size, 3))).quantize(
        Decimal(1).scaleb(-(int(draft.decimals) if places is None else places))
    )
    return -found if draw.random() < 0.04 else found


def date_text(draft: Draft, kind: str, day: dt.date) -> Written:
    """A day as the locale writes it in one of the kinds, and the day that it stands for."""
    month, quarter = day.replace(day=1), day.replace(month=day.month - (day.month - 1) % 3, day=1)
    if kind == "fiscal quarter":  # fiscal years begin in July and are named by the year in which they end
        number = (day.month - 7) % 12 // 3 + 1
        draft.truth["fiscal_year"] = "july"
        return f"FY{(day.year + (day.month >= 7)) % 100:02}-Q{number}", quarter
    if kind == "serial":
        return str((day - dt.date(1899, 12, 30)).days), day
    clock = f"{draft.draw.randint(8, 17):02}:{draft.draw.randint(0, 59):02}"
    japanese = draft.language == "ja"
    patterns: dict[str, tuple[str, dt.date]] = {
        "iso": ("yyyy-MM-dd", day),
        "short": (draft.place.short, day),
        "short year": (draft.place.short.replace("yyyy", "yy"), day),
        "named": ("yyyy年M月d日" if japanese else "d MMM yyyy", day),
        "moment": (f"{draft.place.short} '{clock}'", day),
        "moment in UTC": (f"yyyy-MM-dd'T{clock}:00Z'", day),
        "slashes": ("yyyy/MM/dd", day),
        "compact": ("yyyyMMdd", day),
        "month": ("yyyy-MM", month),
        "month named": ("yyyy年M月" if japanese else "MMM yyyy", month),
        "quarter": ("yyyy-'Q'Q", quarter),
    }
    pattern, meant = patterns[kind]
    return format_date(day, pattern, locale=draft.locale), meant


def order_of(draft: Draft, kind: str) -> str:
    pattern = draft.place.short if kind in {"short", "short year", "moment"} else "yyyy-MM-dd"
    return "".join(dict.fromkeys({"d": "d", "M": "m", "y": "y"}[sign] for sign in pattern if sign in "dMy"))
