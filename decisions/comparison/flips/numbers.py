"""Numbers of a comparison as people read them."""

from decimal import Decimal

from django.utils import formats

LEAST_PCT = Decimal("0.1")
MOST_DECIMALS = 6


def value2(value: str | Decimal) -> str:
    return formats.number_format(round(Decimal(value), 2), 2)


def share(value: str | Decimal) -> str:
    """A share 0…1 in whole per cent; near the ends with the decimals that keep it from reading 0 or 100."""
    percent = 100 * Decimal(value)
    if 0 < percent < LEAST_PCT:
        return f"<{formats.number_format(LEAST_PCT, 1)}"
    is_at_end = 0 < percent < Decimal("0.5") or Decimal("99.5") < percent < 100
    return formats.number_format(round(percent, 1 if is_at_end else 0), 1 if is_at_end else 0)


def shares_apart(one: float, other: float) -> tuple[str, str]:
    """Two shares in per cent; with as many decimals as keep different ones from reading alike."""
    found = _plain_share(one), _plain_share(other)
    decimals = 1
    while one != other and found[0] == found[1] and decimals < MOST_DECIMALS:
        found, decimals = (_per_cent(one, decimals), _per_cent(other, decimals)), decimals + 1
    return found


def _plain_share(part: float) -> str:
    """A share as `share` writes it; one that is hardly any with as many decimals as it needs."""
    words, decimals = share(repr(part)), 2
    while words.startswith("<") and decimals < MOST_DECIMALS:
        found = _per_cent(part, decimals)
        words, decimals = (found if found.strip("0.,") else words), decimals + 1
    return words


def _per_cent(part: float, decimals: int) -> str:
    return formats.number_format(round(100 * Decimal(repr(part)), decimals), decimals)


def number(value: str | Decimal) -> str:
    found = Decimal(value).normalize()
    exponent = found.as_tuple().exponent
    return formats.number_format(found, max(0, -exponent) if isinstance(exponent, int) else 0)
