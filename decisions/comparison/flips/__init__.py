"""What the comparison says, in words and rows: one reading of the frozen figures for screen and paper."""

from decisions.comparison.flips.levels import FlipRow
from decisions.comparison.flips.numbers import share
from decisions.comparison.flips.reading import Flips

__all__ = ["FlipRow", "Flips", "share"]
