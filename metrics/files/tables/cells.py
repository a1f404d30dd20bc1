"""What a cell looks like, before anybody knows what its column means."""

import re

from metrics.files.values.date_texts import date_text
from metrics.files.values.plain import is_empty, plain
from metrics.files.values.written import taken_apart, value

NUMBER = re.compile(
    r"[(+\-−–]?\s*(?:[$€£¥₩₹]|[A-Z]{2,3})?\s*[+\-−]?(?:\d[\d.,'’   ]*|[.,]\d+)\s*(?:%|[$€£¥₩₹円]|[A-Z]{3}|[kKmM])?\)?-?"
)
"""Digits with what stands around them: signs, currencies, separators. Not what they are worth."""

DATE = re.compile(
    r"(?:\d{1,4}[-/年]\d{1,2}(?:[-/月]\d{1,4}日?|月)?|\d{1,4}\.\d{1,2}\.\d{1,4})(?:[T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}\.?[- ,]+\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
)
"""Days and months with signs between their parts; one point between two numbers makes a decimal."""

CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?")

Look = str
"""“empty”, “number”, “date” or “text”."""


def look_of(cell: str) -> Look:
    """Whether a cell is written as a number or as a day, in any way in which columns of them can be.

    A word that says that there is no value (“n/a”, “-”) is as good as nothing.
    """
    text = plain(cell)
    if is_empty(text):
        return "empty"
    if not any(sign.isdigit() for sign in text):
        return "text"
    if DATE.fullmatch(text) or CLOCK.fullmatch(text):
        return "date"
    if NUMBER.fullmatch(text) or taken_apart(text):
        return "number"
    date = date_text(text, speaks_of_time=False)
    return "date" if date and date.grain == "day" else "text"


def number_in(cell: str, decimal: str) -> float | None:
    """What a cell is worth if `decimal` is its decimal sign; None where it is no number so written."""
    written = taken_apart(plain(cell))
    found = value(written, decimal) if written else None
    return None if found is None else float(found)
