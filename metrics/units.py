"""Units: how they are written in data and shown to people."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NO_VALUE = "–"


@dataclass(frozen=True)
class UnitStyle:
    """How numbers of a unit are shown: decimals, and the word behind them."""

    decimals: int
    word: object = ""


STYLES = {
    "pct": UnitStyle(1, "%"),
    "points": UnitStyle(1, pgettext_lazy("unit", "points")),
    "nps": UnitStyle(0, pgettext_lazy("unit", "NPS")),
    "score": UnitStyle(1, pgettext_lazy("unit", "of 100")),
    "days": UnitStyle(1, pgettext_lazy("unit", "days")),
    "count": UnitStyle(0),
    "text": UnitStyle(0),
}

PER = {"money_per_day": "/day", "money_per_customer": "/customer", "money": ""}

NAMES = {
    "money": _("money"),
    "money_per_day": _("money per day"),
    "money_per_customer": _("money per customer"),
    "pct": _("per cent"),
    "nps": _("net promoter score, −100…100"),
    "score": _("score, 0…100"),
    "days": _("days"),
    "count": _("number"),
    "text": _("described in words"),
}


def unit_code(unit: str, currency: str) -> str:
    """The unit as data and commands write it: `pct`, `USD`, `USD/day`."""
    if unit in PER:
        return f"{currency or settings.DEFAULT_CURRENCY}{PER[unit]}"
    return unit


def shown(value: Decimal | None, code: str, *, with_unit: bool = True) -> str:
    """A number as people read it: `−0.7 %`, `41,200 USD/day`; small money has two decimals, large has none."""
    if value is None:
        return NO_VALUE
    decimals, word = _style(value, code)
    number = formats.number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
    number = number.replace("-", "−")
    if number.strip("−0.,") == "":
        number = number.replace("−", "")
    return f"{number} {word}" if with_unit and word else number


def _style(value: Decimal, code: str) -> tuple[int, str]:
    """Decimals and word of a unit. A unit of its own shows as many decimals as it has, two at most."""
    style = STYLES.get(code)
    if style is not None:
        return style.decimals, str(style.word)
    is_money = code[:3].isupper() and len(code[:3]) == 3
    if is_money:
        return (0 if abs(value) >= 1000 or not value else 2), code
    exponent = round(value, 2).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0, code
