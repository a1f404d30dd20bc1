"""Columns of text as exact numbers, dates and labels. What can't be turned is marked, never guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import numpy as np
import pandas as pd

from metrics.measures.parsed import Days, Labels, Numbers

MOST_DECIMALS = 6
EXACT_BELOW = 2e9
"""Below it a float tells apart numbers that differ in their sixth decimal."""

FLOAT_ERROR = 4e-16
LARGEST = 2**63 - 1
EPOCH = dt.date(1970, 1, 1)
YEARS = range(1970, 2200)


def read_labels(column: pd.Series, missing: set[str]) -> Labels:
    """Labels of a text column: outer spaces go, `missing` words and empty cells become −1."""
    codes, values = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    order: dict[str, int] = {}
    translation = np.empty(len(values) + 1, dtype=np.int32)
    for index, value in enumerate(map(str.strip, values.tolist())):
        translation[index] = -1 if not value or value in missing else order.setdefault(value, len(order))
    translation[-1] = -1
    return Labels(codes=translation[codes], values=list(order))


def rename_labels(labels: Labels, same: Mapping[str, str]) -> Labels:
    """The same rows, with some labels read as others."""
    if not any(label in same for label in labels.values):
        return labels
    order: dict[str, int] = {}
    renamed = [order.setdefault(same.get(label, label), len(order)) for label in labels.values]
    return Labels(codes=np.array([*renamed, -1], dtype=np.int32)[labels.codes], values=list(order))


def read_numbers(column: pd.Series, missing: set[str], decimal: str, thousands: str) -> Numbers:
    """Exact decimals of a text column. More than six decimals are rounded half to even.

    A thousands separator counts only between groups of three digits, so that a price written the other way
    is bad and not a thousand times too large.
    """
    text = column.to_numpy(dtype=object)
    if thousands or decimal != ".":
        text = _in_plain_form(column, decimal, thousands)
    values = pd.to_numeric(pd.Series(text), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    absent = _absent(column, values, missing)
    bad = ~np.isfinite(values) & ~absent
    values = np.where(bad | absent, 0.0, values)
    scaled, decimals, beyond = _exact(text, values)
    return Numbers(scaled, decimals, absent, bad | beyond)


def _in_plain_form(column: pd.Series, decimal: str, thousands: str) -> np.ndarray:
    """Texts with a point and without separators; what is not written in the stated way becomes “?”."""
    text = column.astype(object)
    wrong = np.zeros(len(text), dtype=bool)
    if thousands:
        grouped = text.str.contains(thousands, regex=False).to_numpy(dtype=bool)
        separator, point = re.escape(thousands), re.escape(decimal)
        pattern = rf"\s*[+-]?\d{{1,3}}(?:{separator}\d{{3}})+(?:{point}\d*)?\s*"
        wrong[grouped] = ~text[grouped].str.fullmatch(pattern).to_numpy(dtype=bool)
        text = text.str.replace(thousands, "", regex=False)
    if decimal != ".":
        wrong |= text.str.contains(".", regex=False).to_numpy(dtype=bool)
        text = text.str.replace(decimal, ".", regex=False)
    plain: np.ndarray = np.where(wrong, "?", text.to_numpy(dtype=object))
    return plain


def _absent(column: pd.Series, values: np.ndarray, missing: set[str]) -> np.ndarray:
    """A mask of empty cells and of those that hold a word for a missing value, such as NULL or −999."""
    if any(_is_number(word) for word in missing):
        mask: np.ndarray = column.str.strip().isin(missing | {""}).to_numpy()
        return mask
    mask = ~np.isfinite(values)
    unclear = [str(value).strip() for value in column.to_numpy()[mask]]
    mask[mask] = [not value or value in missing for value in unclear]
    return mask


def _is_number(word: str) -> bool:
    try:
        return bool(np.isfinite(float(word)))
    except ValueError:
        return False


def _exact(text: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, int, np.ndarray]:
    """The numbers of `text`, whose floats are `values`, as integers ÷ 10^decimals, and those beyond all bounds.

    Floats settle small numbers; others are read digit by digit.
    """
    is_small = np.abs(values) < EXACT_BELOW
    decimals = _decimals(values[is_small])
    slowly = np.flatnonzero(~is_small) if decimals is not None else np.arange(len(text))
    exact = {int(index): _decimal(str(text[index]).strip()) for index in slowly}
    needed = [-int(number.normalize().as_tuple().exponent) for number in exact.values()]
    decimals = min(max([decimals or 0, *needed]), MOST_DECIMALS)
    scaled = np.rint(np.where(is_small, values, 0.0) * 10.0**decimals).astype(np.int64)
    beyond = np.zeros(len(text), dtype=bool)
    for index, number in exact.items():
        integer = int(number.scaleb(decimals).to_integral_value())
        beyond[index] = abs(integer) > LARGEST
        scaled[index] = 0 if beyond[index] else integer
    return scaled, decimals, beyond


def _decimals(values: np.ndarray) -> int | None:
    """The fewest decimals that write all `values` exactly, or None where there are more than six."""
    for decimals in range(MOST_DECIMALS + 1):
        scaled = values * 10.0**decimals
        if (np.abs(scaled - np.rint(scaled)) <= np.abs(scaled) * FLOAT_ERROR).all():
            return decimals
    return None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)  # missing or bad, and marked as such already


def read_days(column: pd.Series, missing: set[str], date_format: str) -> Days:
    """Dates of a text column. Each distinct text is parsed once; only exactly `date_format` counts.

    A year outside 1970…2199 is bad: it is a typing error or a program's word for “no date”.
    """
    labels = read_labels(column, missing)
    days = np.zeros(len(labels.values) + 1, dtype=np.int32)
    bad = np.zeros(len(labels.values) + 1, dtype=bool)
    for index, value in enumerate(labels.values):
        try:
            date = dt.datetime.strptime(value, date_format).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            bad[index] = True
        else:
            bad[index] = date.year not in YEARS
            days[index] = 0 if bad[index] else (date - EPOCH).days
    return Days(days[labels.codes], labels.missing, bad[labels.codes])
