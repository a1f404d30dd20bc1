"""Frozen values in words: numbers in their unit, dates as people write them."""

import datetime as dt

from django.utils import formats

from decisions.sections.wording import amount

__all__ = ["amount", "day_of"]


def day_of(moment: str) -> str:
    """The day of a frozen date or time: `3 Dec 2026`."""
    return str(formats.date_format(dt.date.fromisoformat(moment[:10]), "j M Y"))
