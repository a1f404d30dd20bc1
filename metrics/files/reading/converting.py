"""Amounts in several currencies, each converted by the rate of its month. Pure; no database.

An amount times its rate is rounded half to even to six decimals, row by row: what a page shows of a row is what was
added up.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from metrics.measures.parsed import Labels, Numbers

DECIMALS = 6
LARGEST = 2**63 - 1

Key = tuple[str, str, int]
"""What a row says of its currency, the currency that it is converted into, the month counted from 1970-01."""


class Rates:
    """Rates by currency, currency converted into, and month. `usual` is the currency of the workspace.

    Nothing is turned round or joined: without a rate from the one currency into the other there is none.
    """

    def __init__(self, rates: Mapping[Key, Decimal], usual: str) -> None:
        self._rates = dict(rates)
        self.usual = usual

    def rate(self, currency: str, to: str, month: int) -> Decimal | None:
        """What one unit is worth; 1 of the currency itself, None where nobody said it."""
        return Decimal(1) if currency == to else self._rates.get((currency, to, month))

    def into(self, to: str) -> frozenset[str]:
        """The currencies of which there is a rate into `to` for any month, and itself."""
        return frozenset({to, *(currency for currency, into, _month in self._rates if into == to)})


@dataclass(frozen=True)
class MetricConversion:
    """The currency that a metric's amounts become, and by column of amounts the one beside it that says theirs."""

    to: str
    beside: Mapping[str, str]


@dataclass
class Conversion:
    """What is converted while a file is read, by metric; and by metric how many rows used a rate or lacked it."""

    rates: Rates
    metrics: Mapping[str, MetricConversion] = field(default_factory=dict)
    used: dict[str, Counter[Key]] = field(default_factory=dict)
    lacked: dict[str, Counter[Key]] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """The columns that say currencies."""
        return list(dict.fromkeys(name for one in self.metrics.values() for name in one.beside.values()))

    def rows_used(self) -> dict[Key, int]:
        """By rate the rows that were converted by it; rows that count for several metrics once."""
        return _most(self.used)

    def rows_lacked(self) -> dict[Key, int]:
        """The same of rates that are not there."""
        return _most(self.lacked)


def _most(counts: Mapping[str, Counter[Key]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for counter in counts.values():
        for key, rows in counter.items():
            found[key] = max(rows, found.get(key, 0))
    return dict(sorted(found.items(), key=lambda item: (item[0][2], item[0])))


@dataclass(frozen=True)
class Converted:
    """A column of amounts once converted. `lacking` masks amounts whose month has no rate of their currency, `beyond`
    those that are too large once converted.

    `groups` tells how: each a rate (None: there is none) and a mask of its rows.
    """

    numbers: Numbers
    lacking: np.ndarray
    beyond: np.ndarray
    groups: tuple[tuple[Key, Decimal | None, np.ndarray], ...]


def converted(
    numbers: Numbers, currencies: Labels, months: np.ndarray, dated: np.ndarray, *, to: str, rates: Rates
) -> Converted:
    """The amounts in `to`. What says no currency, or has no rate or no month, is bad: never taken as it stands."""
    groups = tuple(_groups(numbers.known, currencies, months, dated, to, rates))
    is_known = np.zeros(len(numbers.scaled), dtype=bool)
    scaled = np.zeros(len(numbers.scaled), dtype=np.int64)
    lacking, beyond = is_known.copy(), is_known.copy()
    for _key, rate, rows in groups:
        if rate is None:
            lacking |= rows
            continue
        scaled[rows], beyond[rows] = _times(numbers.scaled[rows], numbers.decimals, rate)
        is_known |= rows & ~beyond
    bad = numbers.bad | (numbers.known & ~is_known)
    return Converted(Numbers(scaled, DECIMALS, numbers.missing, bad), lacking, beyond, groups)


def _groups(
    known: np.ndarray,
    currencies: Labels,
    months: np.ndarray,
    dated: np.ndarray,
    to: str,
    rates: Rates,
) -> Iterator[tuple[Key, Decimal | None, np.ndarray]]:
    """The amounts of each currency and month; those in `to` itself need neither rate nor month."""
    says = known & ~currencies.missing
    own = says & np.array([*(text.upper() == to for text in currencies.values), False])[currencies.codes]
    if own.any():
        yield (to, to, 0), Decimal(1), own
    others = says & dated & ~own
    pairs = currencies.codes.astype(np.int64) << 32 | months.astype(np.int64)
    for pair in np.unique(pairs[others]).tolist():
        currency, month = currencies.values[pair >> 32].upper(), pair & 0xFFFFFFFF
        yield (currency, to, month), rates.rate(currency, to, month), others & (pairs == pair)


def _times(scaled: np.ndarray, decimals: int, rate: Decimal) -> tuple[np.ndarray, np.ndarray]:
    """Integers ÷ 10^decimals times a rate, as integers ÷ 10^DECIMALS, and a mask of those beyond all bounds."""
    exponent = -int(rate.normalize().as_tuple().exponent)
    factor = int(rate.scaleb(max(exponent, 0)))
    places = decimals + max(exponent, 0) - DECIMALS
    factor *= 10 ** max(-places, 0)
    divisor = 10 ** max(places, 0)
    largest = max(1, abs(int(scaled.max(initial=0))), abs(int(scaled.min(initial=0))))
    fits = max(largest * factor, divisor) < LARGEST // 4
    product = (scaled if fits else scaled.astype(object)) * factor
    whole, rest = product // divisor, product % divisor
    up = (2 * rest > divisor) | ((2 * rest == divisor) & (whole % 2 == 1))
    found = whole + up
    beyond = np.abs(found) > LARGEST
    return np.where(beyond, 0, found).astype(np.int64), beyond.astype(bool)
