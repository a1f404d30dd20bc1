"""What the comparison says, in words and rows: one reading of the frozen figures for screen and paper."""

from decisions.comparison.flips.levels import FlipRow
from decisions.comparison.flips.reading import Flips
from decisions.comparison.flips.wording import share

__all__ = ["FlipRow", "Flips", "share"]
