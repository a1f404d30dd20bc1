"""How one part is combined, over partners and over time, and how an observation holds it. Pure; no Django."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from metrics.measures.exact_json import read_exactly


@dataclass(frozen=True)
class Held:
    """How one observation holds a part: as a number among its parts, or, `is_kept`, as the values it keeps.

    `of_one` makes of that number or list, and of the partner, what can be combined; `gathered` makes it of what the
    database gave: a number, or else a JSON text. With `is_once` equal values are kept once.
    """

    is_kept: bool
    of_one: Callable[[Any, Any], Any]
    gathered: Callable[[Any], Any]
    is_once: bool = False


@dataclass(frozen=True)
class Combining:
    """One way of combining: exactly, and by an aggregate of SQL, `{}` being the column that holds the part.

    The database knows no order among partners, so what has no `sql` can't be a way over partners. `pandas` is the same
    where numbers alone are enough. `nothing` is what no row comes to, None where no row says nothing (a stock).
    Where a way `grows`, a longer window can only take in more. A value that `follows_length` is never held against one
    of a shorter window. `takes_newest`: of the rows of one partner and period the newest one counts.
    """

    exactly: Callable[[Sequence[Any]], Any]
    sql: str | None
    held: Held
    pandas: str | None = None
    nothing: Any = None
    grows: bool = False
    follows_length: bool = False
    takes_newest: bool = False


def _sum(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, start=Decimal(0))


def _last(numbers: Sequence[Decimal]) -> Decimal:
    return numbers[-1]


def _later_of_each(numbers: Sequence[Mapping[uuid.UUID, Decimal]]) -> dict[uuid.UUID, Decimal]:
    found: dict[uuid.UUID, Decimal] = {}
    for one in numbers:
        found.update(one)
    return found


def _every(values: Sequence[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(chain.from_iterable(values))


def _union(texts: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*texts)


NUMBER = Held(is_kept=False, of_one=lambda number, _partner: number, gathered=Decimal)
"""A number that means the same whoever's it is."""

OF_EACH = Held(
    is_kept=False,
    of_one=lambda number, partner: {partner: number},
    gathered=lambda text: {uuid.UUID(key): number for key, number in read_exactly(text).items()},
)
"""A number of each partner: whose it is has to be known until the window is combined."""

VALUES = Held(
    is_kept=True,
    of_one=lambda kept, _partner: tuple(kept),
    gathered=lambda text: tuple(chain.from_iterable(read_exactly(text))),
)
"""The values of all rows."""

TEXTS = Held(
    is_kept=True,
    of_one=lambda kept, _partner: frozenset(kept),
    gathered=lambda text: frozenset(chain.from_iterable(read_exactly(text))),
    is_once=True,
)
"""The different texts of all rows."""

SUM = Combining(_sum, "sum({})", NUMBER, pandas="sum", nothing=Decimal(0), grows=True, follows_length=True)
LAST = Combining(_last, None, NUMBER, pandas="last")
"""Of periods, oldest first, the last one counts: a stock, such as the opportunities open at a period's end."""

LAST_OF_EACH = Combining(
    _later_of_each, "jsonb_object_agg(partner_id, {})::text", OF_EACH, follows_length=True, takes_newest=True
)
"""Of each partner its last one counts, whatever the others have later."""

EVERY_VALUE = Combining(_every, "jsonb_agg({})::text", VALUES, nothing=())
UNION = Combining(_union, "jsonb_agg({})::text", TEXTS, nothing=frozenset(), grows=True, follows_length=True)
"""What stands in several counts once."""
