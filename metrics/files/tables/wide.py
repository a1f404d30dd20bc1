"""Tables with a column per month: turned into rows where the names prove it, asked about where they do not."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics.files.questions import Choice, Question
from metrics.files.tables.cells import look_of, number_in
from metrics.files.tables.header import is_period, unique_names
from metrics.files.tables.months import MonthName, bare_month_in, month_in
from metrics.files.tables.records import Record
from metrics.files.tables.table import Row
from metrics.files.tables.total_words import is_total_word

FEWEST = 2
FEWEST_BARE = 3
QUESTION, COLUMNS, ROWS = "wide_table", "columns", "rows"
MONTH, VALUE = "Month", "Value"
"""The names of the columns that take the place of those per month: as of every column, the same in all languages."""


@dataclass(frozen=True)
class Wide:
    """How a table is turned: `kept` columns stay, each of `periods` becomes a row with one column for each measure.

    `columns` has for each period the places of its measures; −1 where it has none.
    """

    names: list[str]
    kept: tuple[int, ...]
    periods: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]

    @property
    def times(self) -> int:
        """The rows that one row becomes."""
        return len(self.periods)

    def rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        for line, cells in rows:
            kept = [cells[column] for column in self.kept]
            for period, places in zip(self.periods, self.columns, strict=True):
                yield line, [*kept, period, *(cells[place] if place >= 0 else "" for place in places)]


@dataclass(frozen=True)
class Shape:
    """What was found of columns per period; `dropped` are the places of total columns beside them."""

    wide: Wide | None = None
    question: Question | None = None
    dropped: tuple[int, ...] = ()


def find_wide(
    names: Sequence[str], sample: Sequence[Record], years: Sequence[int], answers: dict[str, str]
) -> Shape:
    """Whether columns are months. `years` are those that the lines above or the file's name tell of."""
    months = {column: found for column, name in enumerate(names) if (found := month_in(name))}
    months = {column: found for column, found in months.items() if _is_number_column(column, sample)}
    answer = answers.get(QUESTION, "")
    if answer == COLUMNS:
        return Shape()
    if len({(found.year, found.month) for found in months.values()}) >= FEWEST and _once(months):
        return _turned(names, sample, months)
    bare = _bare(names, sample)
    if len(bare) >= FEWEST_BARE:
        return _with_year(names, sample, bare, years, answer)
    others = [
        column for column, name in enumerate(names) if is_period(name) and _is_number_column(column, sample)
    ]
    if len(others) >= FEWEST:
        return _with_periods(names, sample, others, answer)
    return Shape()


def _is_number_column(column: int, sample: Sequence[Record]) -> bool:
    looks = {look_of(record.cells[column]) for record in sample}
    return looks <= {"number", "empty"} or (
        not looks - {"number", "empty", "text"} and _mostly_numbers(column, sample)
    )


def _mostly_numbers(column: int, sample: Sequence[Record]) -> bool:
    told = [look for record in sample if (look := look_of(record.cells[column])) != "empty"]
    return told.count("number") * 10 >= len(told) * 8


def _once(months: Mapping[int, MonthName]) -> bool:
    """Whether no month has the same measure twice."""
    return len(set(months.values())) == len(months)


def _turned(names: Sequence[str], sample: Sequence[Record], months: Mapping[int, MonthName]) -> Shape:
    """A row for each month; where names say more than the month, that is a measure and gets a column."""
    rests = list(dict.fromkeys(found.rest for found in months.values()))
    labels: dict[tuple[int, int], str] = {}
    for column, found in months.items():
        labels.setdefault((found.year, found.month), _label(names[column], found.rest))
    place = {(found.year, found.month, found.rest): column for column, found in months.items()}
    columns = tuple(tuple(place.get((*key, rest), -1) for rest in rests) for key in labels)
    return _shape(names, sample, list(months), tuple(labels.values()), columns, rests)


def _label(name: str, rest: str) -> str:
    """The month of a name as it is written there."""
    return name.replace(rest, "", 1).strip(" -–:|/_()") if rest else name


def _shape(
    names: Sequence[str],
    sample: Sequence[Record],
    taken: Sequence[int],
    periods: tuple[str, ...],
    columns: tuple[tuple[int, ...], ...],
    measures: Sequence[str],
) -> Shape:
    dropped = tuple(
        column
        for column, name in enumerate(names)
        if column not in taken and is_total_word(name) and _sums(column, taken, sample)
    )
    kept = tuple(column for column in range(len(names)) if column not in taken and column not in dropped)
    ends = [MONTH, *(rest or VALUE for rest in measures)]
    turned = unique_names([*(names[column] for column in kept), *ends])
    return Shape(Wide(turned, kept, periods, columns), dropped=dropped)


def _sums(column: int, taken: Sequence[int], sample: Sequence[Record]) -> bool:
    """Whether a column is the sum of the months beside it, in every row that was looked at."""
    for style in (".", ","):
        agree = [
            abs(sum(number_in(record.cells[at], style) or 0.0 for at in taken) - total) < 0.5
            for record in sample
            if (total := number_in(record.cells[column], style)) is not None
        ]
        if agree and all(agree):
            return True
    return False


def _bare(names: Sequence[str], sample: Sequence[Record]) -> dict[int, int]:
    """The columns called like a month without a year: none where a month comes twice."""
    found = {column: number for column, name in enumerate(names) if (number := bare_month_in(name))}
    found = {column: number for column, number in found.items() if _is_number_column(column, sample)}
    return found if len(set(found.values())) == len(found) else {}


def _with_year(
    names: Sequence[str], sample: Sequence[Record], bare: dict[int, int], years: Sequence[int], answer: str
) -> Shape:
    if re.fullmatch(r"(19|20)\d{2}", answer):
        periods = tuple(f"{answer}-{number:02}" for number in bare.values())
        return _shape(names, sample, list(bare), periods, tuple((column,) for column in bare), [""])
    shown = [names[column] for column in bare]
    this_year = time.gmtime().tm_year
    choices = [
        Choice(str(year), tuple(f"{year}-{number:02}" for number in list(bare.values())[:3]))
        for year in (list(years) or [this_year, this_year - 1, this_year - 2])
    ]
    question = _question(
        [*choices, Choice(COLUMNS, tuple(shown[:3]), _("These columns stay as they are."))],
        str(years[0]) if len(years) == 1 else None,
        _("%(count)s columns are called like months (%(first)s … %(last)s), but no name has a year.")
        % {"count": len(bare), "first": shown[0], "last": shown[-1]},
    )
    return Shape(question=question)


def _with_periods(names: Sequence[str], sample: Sequence[Record], others: list[int], answer: str) -> Shape:
    shown = [names[column] for column in others]
    if answer == ROWS:
        return _shape(names, sample, others, tuple(shown), tuple((column,) for column in others), [""])
    question = _question(
        [
            Choice(ROWS, tuple(shown[:3]), _("Each of these columns becomes a row of its own.")),
            Choice(COLUMNS, tuple(shown[:3]), _("These columns stay as they are.")),
        ],
        ROWS,
        _("%(count)s columns are called like periods (%(first)s … %(last)s).")
        % {"count": len(others), "first": shown[0], "last": shown[-1]},
    )
    return Shape(question=question)


def _question(choices: Sequence[Choice], likely: str | None, proof: str) -> Question:
    return Question(QUESTION, QUESTION, None, True, likely, tuple(choices), proof)
