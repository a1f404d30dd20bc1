"""The pictures of a one-pager."""

from typing import Any

from decisions.comparison.pictures import PAPER_WIDTH, bars_of, trade_off_of
from decisions.documents.one_pager import OnePager


def pictures_of(page: OnePager) -> dict[str, Any]:
    """What the one-pager's template needs beside its words."""
    flips = page.flips
    return {
        "flips": flips,
        "bars": bars_of(page.report),
        "trade_off": trade_off_of(flips, width=PAPER_WIDTH),
    }
