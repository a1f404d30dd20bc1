"""Units as data and commands write them, and as people read them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext_lazy, pgettext_lazy

from metrics.measures.marking import InContext
from metrics.measures.units import POINTS, UNITS, MeasureUnit, unit_of

NO_VALUE = "–"
MORE_DECIMALS = 6
"""How many more decimals tell apart what would read alike."""


@dataclass(frozen=True)
class UnitStyle:
    """How numbers of a unit are shown: decimals, and the word behind them."""

    decimals: int
    word: object

    @classmethod
    def of(cls, unit: MeasureUnit) -> Self:
        word = unit.word
        if isinstance(word, InContext):
            return cls(unit.decimals, pgettext_lazy(word.context, word.words))
        return cls(unit.decimals, word)


STYLES = {unit.code: UnitStyle.of(unit) for unit in (*UNITS.values(), POINTS) if not unit.is_money}
"""Money is shown by its currency, which the unit alone does not tell."""

NAMES = {unit.code: gettext_lazy(unit.label) for unit in UNITS.values()}


def unit_code(unit: str, currency: str) -> str:
    """The unit as data and commands write it: `pct`, `USD`, `USD/day`. Raises UnknownUnit."""
    found = unit_of(unit)
    if not found.is_money:
        return unit
    code = currency or settings.DEFAULT_CURRENCY
    return f"{code}/{found.per}" if found.per else code


def shown(value: Decimal | None, code: str, *, with_unit: bool = True) -> str:
    """A number as people read it: `−0.7 %`, `41,200 USD/day`; small money has two decimals, large has none."""
    if value is None:
        return NO_VALUE
    decimals, word = _style(value, code)
    number = _written(value, decimals)
    return f"{number} {word}" if with_unit and word else number


def shown_apart(value: Decimal, other: Decimal, code: str, *, with_unit: bool = True) -> str:
    """The same with as many more decimals as keep `value` from reading like another number, `other`."""
    decimals, word = _style(value, code)
    most = decimals + MORE_DECIMALS
    while value != other and decimals < most and _written(value, decimals) == _written(other, decimals):
        decimals += 1
    number = _written(value, decimals)
    return f"{number} {word}" if with_unit and word else number


def _written(value: Decimal, decimals: int) -> str:
    number = formats.number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
    number = number.replace("-", "−")
    return number.replace("−", "") if number.strip("−0.,") == "" else number


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
