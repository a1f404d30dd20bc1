"""Frozen values in words: numbers in their unit, dates as people write them."""

import datetime as dt
from decimal import Decimal

from django.utils import formats

from metrics.units import shown


def amount(value: str | None, unit: str) -> str:
    """A number in its unit: `"-0.684974"`, `"pct"` → `−0.7 %`."""
    return shown(Decimal(value) if value else None, unit)


def day_of(moment: str) -> str:
    """The day of a frozen date or time: `3 Dec 2026`."""
    return str(formats.date_format(dt.date.fromisoformat(moment[:10]), "j M Y"))
