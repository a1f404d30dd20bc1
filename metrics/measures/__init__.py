"""Measures: which parts each keeps, how they combine, and the value they give. Pure; no Django.

An observation keeps parts, never a finished ratio, so that any set of partners and any window gives the ratio
of sums and never a mean of ratios. Parts add up over partners. Over time a flow adds up too; a stock (open
opportunities at the period's end) does not: the last period of the window counts. What no number can carry on
(a median, how many different texts there are) keeps the values themselves.

A measure is one file in `kinds`; what it declares there is all that the rest of the program knows of it.
"""

from metrics.measures.declaration import Measure, Part, Parts
from metrics.measures.registry import (
    MEASURES,
    UnknownMeasure,
    combine_partners,
    combine_periods,
    window_value,
)

__all__ = [
    "MEASURES",
    "Measure",
    "Part",
    "Parts",
    "UnknownMeasure",
    "combine_partners",
    "combine_periods",
    "window_value",
]
