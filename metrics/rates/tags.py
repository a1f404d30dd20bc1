"""Rates as pages write them."""

from decimal import Decimal

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def rate_number(rate: Decimal) -> str:
    """A rate with all its digits and none beyond them: `1.0354`."""
    return exact_number(rate)


@register.filter
def exact_number(number: Decimal) -> str:
    """A number with all its digits, never rounded: `207.5977`, `−83.304`."""
    whole, _point, rest = f"{abs(number).normalize():f}".partition(".")
    written = formats.number_format(whole, use_l10n=True, force_grouping=True)
    sign = "−" if number < 0 else ""
    return sign + written + (formats.get_format("DECIMAL_SEPARATOR") + rest if rest else "")
