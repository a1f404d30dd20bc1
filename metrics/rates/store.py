"""Which rates count, for whom a file is read, and what an import has used of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from metrics.files.reading.converting import Conversion, Key, Rates
from metrics.files.understood import Day
from metrics.measures.months import index_of, month_key, month_of
from metrics.provenance.models import Import
from metrics.rates.models import ImportRate, Rate, RateTable
from partnerdesk.core.days import workspace_today, workspace_zone


def counting_rates() -> dict[Key, Rate]:
    """The rates that count, in one query."""
    return {(rate.currency, rate.to, index_of(rate.month)): rate for rate in Rate.objects.counting()}


def known_rates(rates: dict[Key, Rate] | None = None) -> Rates:
    """The same as files are read by: into whatever currency, the workspace's is the usual one."""
    found = counting_rates() if rates is None else rates
    return Rates({key: rate.rate for key, rate in found.items()}, settings.DEFAULT_CURRENCY)


def day_with_rates(today: dt.date | None = None) -> Day:
    """For whom a file is understood: this workspace, on its day, with the rates that count."""
    return Day(workspace_zone(), today or workspace_today(), known_rates())


def rates_of(imported: Import) -> Rates:
    """The rates by which a file was converted when it was imported, whatever has counted since."""
    rows = ImportRate.objects.filter(imported=imported, rate__isnull=False).values_list(
        "currency", "to", "month", "rate__rate"
    )
    kept = {(currency, to, index_of(month)): rate for currency, to, month, rate in rows}
    return Rates(kept, settings.DEFAULT_CURRENCY)


def keep_rates(imported: Import, conversion: Conversion | None, rates: dict[Key, Rate]) -> None:
    """Write down which rates an import has used, and which it lacked."""
    if conversion is None:
        return
    used, lacked = conversion.rows_used(), conversion.rows_lacked()
    rows = [_row(imported, key, rates[key], count) for key, count in used.items()]
    rows += [_row(imported, key, None, count) for key, count in lacked.items()]
    ImportRate.objects.bulk_create(rows)


def _row(imported: Import, key: Key, rate: Rate | None, rows: int) -> ImportRate:
    currency, to, month = key
    return ImportRate(
        imported=imported, currency=currency[:60], to=to, month=month_of(month), rate=rate, rows=rows
    )


@dataclass(frozen=True)
class UsedTable:
    """A table by which an import was converted, and the rates of it that it used."""

    table: RateTable
    rates: list[ImportRate]


def tables_used(imported: Import) -> list[UsedTable]:
    """By which tables an import was converted, in one query."""
    found: dict[RateTable, list[ImportRate]] = {}
    used = ImportRate.objects.filter(imported=imported, rate__isnull=False).select_related("rate__table")
    for row in used.order_by("currency", "month"):
        if row.rate is not None:
            found.setdefault(row.rate.table, []).append(row)
    return [UsedTable(table, rows) for table, rows in found.items()]


def conversion_data(conversion: Conversion | None) -> dict[str, list[dict[str, object]]] | None:
    """What was converted and what could not be, as commands print it; None where the file says no currency per row."""
    if conversion is None or not conversion.metrics:
        return None
    return {
        "converted": _data(conversion.rows_used().items()),
        "missing": _data(conversion.rows_lacked().items()),
    }


def _data(rows: Iterable[tuple[Key, int]]) -> list[dict[str, object]]:
    return [
        {"currency": currency, "to": to, "month": month_key(month_of(month)), "rows": count}
        for (currency, to, month), count in rows
    ]
