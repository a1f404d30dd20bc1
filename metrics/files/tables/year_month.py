"""A table with the year in one column and the month in another: both beside one another as one more column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from metrics.files.tables.body import framed, listed
from metrics.files.tables.months import bare_month_in
from metrics.files.tables.table import Body, Frame, Row, Table
from metrics.files.values.plain import plain
from metrics.files.values.texts import Texts

YEAR_NAME = re.compile(
    r"(?:\w+[ _])?(?:year|yr|jahr|année|annee|año|ano|anno|år|rok|jaar)|(?:売上|計上|受注)?年", re.IGNORECASE
)
MONTH_NAME = re.compile(
    r"(?:\w+[ _])?(?:month|monat|mois|mes|mês|mese|månad|maand|miesiąc)(?:[ _](?:no|nr|number|num|name))?\.?"
    r"|(?:売上|計上|受注)?月",
    re.IGNORECASE,
)
FISCAL = re.compile(r"fiscal|\bfy\b|financial|geschäfts|wirtschafts|exercice|会計|年度", re.IGNORECASE)
"""Months of a fiscal year lie in another calendar year than it is called."""

DOUBLED = re.compile(r" \(\d+\)$")
YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?年?")
MONTH = re.compile(r"(0?[1-9]|1[0-2])(?:\.0)?")
NAME = "Year-Month"
"""As of every column that a file does not name itself, the same in all languages."""

SAMPLE = 1_000


def with_year_month(table: Table) -> Table:
    """The table with the months that two of its columns tell together; the table itself where none do.

    A cell that is no year or month leaves a text that nobody takes for one.
    """
    bare = [DOUBLED.sub("", plain(name)) for name in table.names]
    years = [at for at, name in enumerate(bare) if YEAR_NAME.fullmatch(name)]
    months = [at for at, name in enumerate(bare) if MONTH_NAME.fullmatch(name)]
    if len(years) != 1 or len(months) != 1 or any(FISCAL.search(table.names[at]) for at in years + months):
        return table
    sample = [cells for _line, cells in islice(table.rows, SAMPLE)]
    told = [cells for cells in sample if cells[years[0]].strip() or cells[months[0]].strip()]
    if not told or not all(_year(cells[years[0]]) and _month(cells[months[0]]) for cells in told):
        return table
    name = next(
        found for found in (NAME, *(f"{NAME} ({n})" for n in range(2, 99))) if found not in table.names
    )
    names = [*table.names, name]
    return replace(table, names=names, body=_Joined(table.body, names, years[0], months[0]))


def own_columns(table: Table) -> Table:
    """The table with the columns that the file itself has."""
    if not isinstance(table.body, _Joined):
        return table
    return replace(table, names=table.names[:-1], body=table.body.body)


def _year(cell: str) -> str:
    text = plain(cell)
    return text[:4] if YEAR.fullmatch(text) else ""


def _month(cell: str) -> int:
    match = MONTH.fullmatch(plain(cell))
    return int(match[1]) if match else bare_month_in(cell)


@dataclass
class _Joined:
    """The rows of a body, each with its year and month behind it."""

    body: Body
    names: list[str]
    year: int
    month: int

    def rows(self) -> Iterator[Row]:
        for line, cells in self.body.rows():
            yield line, [*cells, self._joined(cells)]

    def _joined(self, cells: Sequence[str]) -> str:
        year, month = _year(cells[self.year]), _month(cells[self.month])
        return f"{year}-{month:02}" if year and month else f"{cells[self.year]} {cells[self.month]}".strip()

    def frames(self) -> Iterator[Frame]:
        return framed(self.rows(), self.names)

    def portions(self) -> Iterator[Sequence[Texts]]:
        return (listed(lines, frame) for lines, frame in self.frames())

    def close(self) -> None:
        self.body.close()
