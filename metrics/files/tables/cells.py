"""What a cell looks like, before anybody knows what its column means."""

import re

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
    text = cell.strip()
    if not text:
        return "empty"
    if not any(sign.isdigit() for sign in text):
        return "text"
    if DATE.fullmatch(text) or CLOCK.fullmatch(text):
        return "date"
    return "number" if NUMBER.fullmatch(text) else "text"


def number_in(cell: str, decimal: str) -> float | None:
    """What a cell is worth if `decimal` is its decimal sign; None where it is no number so written."""
    text = cell.strip()
    if not NUMBER.fullmatch(text):
        return None
    is_negative = text.startswith(("(", "-", "−", "–")) or text.endswith("-")
    digits = re.sub(r"[^\d.,]", "", text)
    other = "," if decimal == "." else "."
    whole, _, part = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    if other in part or decimal in whole:
        return None
    if other in whole and not re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+", whole):
        return None
    plain = f"{whole.replace(other, '')}.{part}"
    if not any(sign.isdigit() for sign in plain):
        return None
    return -float(plain) if is_negative else float(plain)
