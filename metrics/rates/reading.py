"""A file of rates as it is given: a row for each currency and month, every fault with its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from metrics.files.reading.scanning import Unreadable
from metrics.files.tables.opening import open_source
from metrics.files.tables.records import Record, portions, records
from metrics.files.values.currencies import codes
from metrics.measures.months import month_key

COLUMNS = ("month", "currency", "rate")
OPTIONAL = "to"
MOST_ROWS = 20_000
MOST_FAULTS = 20
MONTH = re.compile(r"(\d{4})-(\d{2})(?:-01)?")
RATE = re.compile(r"\d{1,10}(?:\.\d{1,15})?")


class RatesRefused(Unreadable):
    """A file of rates that is not taken: a sentence for each line that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class GivenRate:
    """A row of the file: what one unit of `currency` was worth in `to` in the month that begins with `month`."""

    line: int
    currency: str
    to: str
    month: date
    rate: Decimal


class _Fault(Exception):
    """What is wrong with one line."""


def read_rates(path: Path, name: str) -> list[GivenRate]:
    """The rates of a CSV file or a workbook that goes by `name`. Raises Unreadable, RatesRefused naming every line.

    All of it is taken or nothing. Without a column `to`, rates are into the currency of the workspace.
    """
    source, questions = open_source(path, name=name, sheet="", answers={})
    try:
        if questions:
            raise Unreadable(_("The workbook has several sheets with tables: keep the rates alone in one."))
        found = (
            record
            for portion in portions(source.open_file, source.layout)
            for record in records(portion, source.layout)
            if record.filled
        )
        if source.names:
            raise Unreadable(_("Rates are read from CSV files and workbooks."))
        return _read(found)
    finally:
        source.close()


def _read(found: Iterator[Record]) -> list[GivenRate]:
    places = _places(next(found, None))
    given: list[GivenRate] = []
    faults: list[str] = []
    lines: dict[tuple[str, str, date], int] = {}
    for record in found:
        try:
            rate = _rate(record, places)
            first = lines.setdefault((rate.currency, rate.to, rate.month), rate.line)
            if first != rate.line:
                words = _("%(currency)s in %(month)s stands in line %(first)s already")
                raise _Fault(
                    words % {"currency": rate.currency, "month": month_key(rate.month), "first": first}
                )
            given.append(rate)
        except _Fault as fault:
            faults.append(_("Line %(line)s: %(fault)s.") % {"line": record.line, "fault": fault})
        if len(given) > MOST_ROWS:
            raise Unreadable(_("More than %(most)s rates: split the file.") % {"most": MOST_ROWS})
    if faults:
        more = len(faults) - MOST_FAULTS
        told = faults[:MOST_FAULTS]
        raise RatesRefused([*told, _("And %(count)s lines more.") % {"count": more}] if more > 0 else told)
    if not given:
        raise Unreadable(_("The file has no rates below its header."))
    return given


def _places(header: Record | None) -> dict[str, int]:
    """Where the columns stand, by their names. Raises Unreadable where one is missing or comes twice."""
    if header is None:
        raise Unreadable(_("The file is empty."))
    names = [cell.strip().casefold() for cell in header.cells]
    wrong = [name for name in COLUMNS if names.count(name) != 1] + [OPTIONAL] * (names.count(OPTIONAL) > 1)
    if wrong:
        words = _(
            "The first line must name the columns month, currency and rate, each once; it lacks %(names)s."
        )
        raise Unreadable(words % {"names": ", ".join(wrong)})
    return {name: names.index(name) for name in (*COLUMNS, OPTIONAL) if name in names}


def _rate(record: Record, places: dict[str, int]) -> GivenRate:
    if record.fault:
        raise _Fault(_("its fields can't be told apart"))
    cells = {name: record.cells[place].strip() for name, place in places.items()}
    currency, to = _code(cells["currency"]), _code(cells.get(OPTIONAL) or settings.DEFAULT_CURRENCY)
    if currency == to:
        raise _Fault(_("a rate from %(code)s into itself says nothing") % {"code": currency})
    return GivenRate(record.line, currency, to, _month(cells["month"]), _number(cells["rate"]))


def _code(text: str) -> str:
    code = text.upper()
    if code not in codes():
        raise _Fault(_("“%(text)s” is no code of a currency, such as EUR") % {"text": text})
    return code


def _month(text: str) -> date:
    match = MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not 1970 <= int(match[1]) < 2200:
        raise _Fault(_("“%(text)s” is no month; write it like 2025-01") % {"text": text})
    return date(int(match[1]), int(match[2]), 1)


def _number(text: str) -> Decimal:
    if RATE.fullmatch(text) is None or not Decimal(text):
        words = _("“%(text)s” is no rate: write a number above 0 with a point, with at most 15 decimals")
        raise _Fault(words % {"text": text})
    return Decimal(text)
