"""The colours of a published scorecard: the rule, and how page and paper word it.

The levels are those of the metric in the record (`good_from`, `poor_from` in `decisions/sections/metrics.py`).
"""

from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from metrics.definitions.units import shown

Colour = Literal["green", "yellow", "red", "grey"]


def colour_of(
    value: Decimal | None, good_from: Decimal | None, poor_from: Decimal | None, *, higher_is_better: bool
) -> Colour:
    """Green from the one level on, red from the other on, yellow between; grey without a value or a level."""
    if value is None or good_from is None or poor_from is None:
        return "grey"
    sign = 1 if higher_is_better else -1
    if sign * value >= sign * good_from:
        return "green"
    return "red" if sign * value <= sign * poor_from else "yellow"


def colour_word(colour: Colour) -> str:
    return {
        "green": _("green"),
        "yellow": _("yellow"),
        "red": _("red"),
        "grey": _("not rated"),
    }[colour]


def rule_words(column: dict[str, Any]) -> str:
    """The rule behind a column's colours."""
    good, poor, unit = column["good_from"], column["poor_from"], column["unit"]
    if good is None or poor is None:
        return _("not rated: no levels were set")
    given = {"good": shown_text(good, unit), "poor": shown_text(poor, unit)}
    if column["higher_is_better"]:
        return _("green from %(good)s on, red up to %(poor)s, yellow between") % given
    return _("green up to %(good)s, red from %(poor)s on, yellow between") % given


def shown_text(value: str | None, unit: str) -> str:
    return shown(None if value is None else Decimal(value), unit)
