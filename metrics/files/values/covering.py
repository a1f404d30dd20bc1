"""Which periods a file covers, whole or in part, by the days of its rows. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from metrics.files.questions import Choice, Question, Said, answered, ask
from metrics.files.values.date_texts import Grain
from metrics.measures.coverage import Span, days_of
from metrics.measures.marking import gettext_noop as _
from metrics.measures.months import LENGTHS, add_months, months_between, period_key, period_start

WHOLE, PART = "whole", "part"
DAY = dt.timedelta(days=1)
SHORTEST_GAP = 3
"""Days without a row that say nothing: a weekend and a holiday."""

GAP_OF_ONE_DAY = 7
"""With one day alone a file has no rhythm; so many days before it may well be missing."""

LONGEST_HOLE = 12
"""Months between two rows from which on the file is not taken to cover what lies between them."""

FEWEST_LABELS = 3
"""From so many months on one same day in each is no chance."""

IS_WHOLE = _("The file holds all of %(period)s and replaces what was there.")
IS_PART = _("The file holds %(period)s from %(first)s to %(last)s; the rest of it stays as it is.")


@dataclass(frozen=True)
class Covered:
    """A period that the file has rows of, or that lies between such; `whole` is False where it may be a part.

    `span` are the days of it that the file covers.
    """

    period: str
    whole: bool
    span: Span | None = field(default=None, compare=False)

    def as_data(self) -> dict[str, Any]:
        return {"period": self.period, "whole": self.whole}


def covers(
    days: Iterable[dt.date],
    grain: Grain,
    column: str,
    answers: Mapping[str, Any],
    today: dt.date | None = None,
) -> tuple[list[Covered], list[Question]]:
    """The periods that rows of these days cover, oldest first, and what is asked of the first and last one.

    They may be cut where the days missing at their edge are more than ever lie between two rows. Rows of single
    periods (months, quarters, one day a month) cover them whole. Days after `today` cover nothing.
    """
    known = sorted({day for day in days if today is None or day <= today})
    if not known or grain == "year":
        return [], []
    length = LENGTHS["quarter" if grain == "quarter" else "month"]
    periods = _periods(known, length)
    cut = {} if grain != "day" or _are_labels(known) else _cut(known, length)
    if today is not None and grain == "day" and (running := period_start(today, length)) in periods:
        cut.setdefault(running, (max(running, known[0]), known[-1]))
    found, questions = [], []
    for period in periods:
        is_whole = True
        if period in cut:
            answer, question = _asked(period, length, cut[period], column, answers)
            is_whole = answer == WHOLE
            questions += [question] if answer is None else []
        span = days_of(period, length) if is_whole else Span(*cut[period])
        found.append(Covered(period_key(period, length), is_whole, span))
    return found, questions


def _periods(known: list[dt.date], length: int) -> list[dt.date]:
    """The periods with rows, and those between rows that are not far apart."""
    months = sorted({period_start(day, length) for day in known})
    found = set(months)
    for one, other in pairwise(months):
        between = months_between(one, other)
        if len(between) <= LONGEST_HOLE:
            found |= {period_start(month, length) for month in between}
    return sorted(found)


def _are_labels(known: list[dt.date]) -> bool:
    """Whether every month has one day: its first, its last or the same one. Such days name months."""
    months = {(day.year, day.month) for day in known}
    if len(months) != len(known):
        return False
    are_last = all((day + DAY).day == 1 for day in known)
    same = {day.day for day in known}
    return are_last or same == {1} or (len(known) >= FEWEST_LABELS and len(same) == 1)


def _cut(known: list[dt.date], length: int) -> dict[dt.date, tuple[dt.date, dt.date]]:
    """The periods at an edge where days are missing, with the days that the file has of them."""
    found: dict[dt.date, tuple[dt.date, dt.date]] = {}
    for days in _without_holes(known):
        gaps = [(other - one).days for one, other in pairwise(days)]
        usual = max([*gaps, SHORTEST_GAP]) if gaps else GAP_OF_ONE_DAY
        first, last = period_start(days[0], length), period_start(days[-1], length)
        if (days[0] - first).days > usual:
            found[first] = (days[0], min(days[-1], _end(first, length)))
        if (_end(last, length) - days[-1]).days > usual:
            found[last] = (max(days[0], last), days[-1])
    return found


def _without_holes(known: list[dt.date]) -> list[list[dt.date]]:
    """The days in parts between which nothing lies for long."""
    parts = [[known[0]]]
    for one, other in pairwise(known):
        if len(months_between(one, other)) > LONGEST_HOLE:
            parts.append([])
        parts[-1].append(other)
    return parts


def _end(period: dt.date, length: int) -> dt.date:
    return add_months(period, length) - DAY


def _asked(
    period: dt.date, length: int, span: tuple[dt.date, dt.date], column: str, answers: Mapping[str, Any]
) -> tuple[str | None, Question]:
    name = period_key(period, length)
    said = {"period": name, "first": f"{span[0]}", "last": f"{span[1]}"}
    choices = [
        Choice(PART, (f"{span[0]}", f"{span[1]}"), Said(IS_PART, said)),
        Choice(WHOLE, (name,), Said(IS_WHOLE, said)),
    ]
    question = ask("coverage", column, about=name, choices=choices, likely=PART)
    return answered(question, answers), question
