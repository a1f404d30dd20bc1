"""What the comparison says, in words and rows: one reading of the frozen figures for screen and paper."""

from decisions.reports.flips.levels import FlipRow
from decisions.reports.flips.reading import Flips
from decisions.reports.flips.wording import share

__all__ = ["FlipRow", "Flips", "share"]
