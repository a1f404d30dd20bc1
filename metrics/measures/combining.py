"""How the numbers of one part are combined, over partners and over time. Pure; no Django."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Combining:
    """One way of combining: exactly, by an aggregate of pandas, and by one of SQL.

    The database knows no order among partners, so what has no `sql` can't be a way over partners.
    """

    exactly: Callable[[Sequence[Decimal]], Decimal]
    pandas: str
    sql: str | None


def _sum(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, start=Decimal(0))


def _last(numbers: Sequence[Decimal]) -> Decimal:
    return numbers[-1]


SUM = Combining(_sum, "sum", "sum")
LAST = Combining(_last, "last", None)
"""Of periods, oldest first, the last one counts: a stock, such as the opportunities open at a period's end."""
