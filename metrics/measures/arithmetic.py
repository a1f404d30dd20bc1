"""Ratios that several measures share. Pure; no Django."""

from decimal import Decimal

from metrics.measures.declaration import Parts


def quotient(parts: Parts) -> Decimal | None:
    """The first part ÷ the second; None where that is 0."""
    numerator, denominator = parts
    return None if denominator == 0 else numerator / denominator


def percent(parts: Parts) -> Decimal | None:
    """The first part in per cent of the second; None where that is 0."""
    found = quotient(parts)
    return None if found is None else 100 * found
