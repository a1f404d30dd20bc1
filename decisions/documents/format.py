"""Frozen values in words: numbers in their unit, dates as people write them."""

import datetime as dt

from decisions.sections.wording import amount
from partnerdesk.core import dates
from partnerdesk.core.days import workspace_day

__all__ = ["amount", "paper_date", "paper_day"]


def paper_date(text: str) -> dt.date:
    """The day of frozen text: of a moment the one that it is in the workspace's zone. Papers name that zone.

    Raises ValueError on text that is neither.
    """
    is_day = len(text) == len("2026-12-03")
    return dt.date.fromisoformat(text) if is_day else workspace_day(dt.datetime.fromisoformat(text))


def paper_day(text: str) -> str:
    """The same as papers write it: `3 Dec 2026`."""
    return dates.day(paper_date(text))
