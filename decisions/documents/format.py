"""Frozen values in words: numbers in their unit, dates as people write them."""

from decisions.sections.wording import amount
from partnerdesk.core import dates

__all__ = ["amount", "day_of"]


def day_of(moment: str) -> str:
    """The day of a frozen date or time: `3 Dec 2026`."""
    return dates.day(moment)
