"""Files for imports: orders of partners, as many as wanted, the same on each machine."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from metrics.measures.months import add_months
from partners.models import Partner

SEED = 20_261_120
FIRST_MONTH = dt.date(2024, 1, 1)
BAD_SHARE = 0.001
"""Amounts that are missing or no number: gaps are found and stored."""

MAPPING: dict[str, Any] = {
    "source": "bench-orders",
    "partner": {"column": "partner"},
    "period": {"column": "ordered_on"},
    "metrics": [{"metric": "partner_sourced_revenue", "measure": "sum", "unit": "USD", "value": "amount"}],
}
HEADER = "order_id,ordered_on,partner,product,quantity,amount\n"


@dataclass(frozen=True)
class FileCase:
    """One file: what it is called in the table, and where it is."""

    words: str
    path: Path


def files(rows: int, partners: Iterable[int], months: int) -> list[FileCase]:
    """A file of so many rows for each number of partners, made once and kept."""
    cases = []
    for count in partners:
        path = Path(settings.DESK_HOME) / "data-sets" / f"orders-{rows}-{count}-{months}-{SEED}.csv"
        if not path.exists():
            make_file(path, rows=rows, partners=count, months=months)
        cases.append(FileCase(f"{rows:,} rows, {count * months:,} cells", path))
    return cases


def partner_key(number: int) -> str:
    return f"K{number:06d}"


def make_partners(count: int) -> None:
    """The directory knows all partners before: an import of orders creates none."""
    Partner.objects.bulk_create(
        [
            Partner(key=partner_key(number), name=f"Partner {number}", country="DE", region="EMEA")
            for number in range(count)
        ],
        batch_size=5000,
    )


def make_file(path: Path, *, rows: int, partners: int, months: int) -> None:
    """Write a CSV file in the order of its months.

    Where there are about as many rows as partners × months, each partner has one order a month; else the
    partners of the rows are drawn.
    """
    random = np.random.default_rng(SEED)
    if rows >= 2 * partners * months:
        cells = np.sort(random.integers(0, months, rows)) * partners + random.integers(0, partners, rows)
    else:
        shuffled = [random.permutation(partners) + month * partners for month in range(months)]
        cells = np.concatenate(shuffled)[:rows]
    dates = [add_months(FIRST_MONTH, month) for month in range(months)]
    days = random.integers(1, 29, len(cells))
    cents = random.integers(1_000, 5_000_000, len(cells))
    bad = random.random(len(cells)) < BAD_SHARE
    quantities = random.integers(1, 40, len(cells))
    products = random.integers(0, 60, len(cells))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number, (cell, day, amount, is_bad, quantity, product) in enumerate(
            zip(
                cells.tolist(),
                days.tolist(),
                cents.tolist(),
                bad.tolist(),
                quantities.tolist(),
                products.tolist(),
                strict=True,
            )
        ):
            month, partner = divmod(cell, partners)
            words = ("", "n/a")[number % 2] if is_bad else f"{amount / 100:.2f}"
            date = dates[month].replace(day=day)
            file.write(f"{number},{date},{partner_key(partner)},P{product:03d},{quantity},{words}\n")
    temporary.replace(path)
