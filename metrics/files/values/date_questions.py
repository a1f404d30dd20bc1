"""What is asked about columns of dates: order, century, time zone, fiscal year; and the days that follow. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from metrics.files.questions import MOST_READ, Choice, Question, Said, UnknownAnswer, answered, ask
from metrics.files.values.date_texts import DateText
from metrics.files.values.dates import DateColumn, Shown
from metrics.measures.marking import gettext_noop as _
from metrics.measures.months import add_months, month_key
from partnerdesk.core.zones import day_in

ORDERS = {
    "dmy": _("Day, month, year: “%(raw)s” is %(read)s."),
    "mdy": _("Month, day, year: “%(raw)s” is %(read)s."),
    "ymd": _("Year, month, day: “%(raw)s” is %(read)s."),
}
CENTURY = _("“%(raw)s” is %(read)s.")
AS_WRITTEN = _("The day stands as it is written, wherever that was.")
IN_ZONE = _("Each moment counts on the day that it was in %(zone)s.")
FISCAL = _("Fiscal year %(year)s begins in %(month)s.")

NO_ZONE = _("%(question)s: “%(answer)s” is no time zone; write one like “Europe/Berlin”.")

WEST, EAST = dt.timedelta(hours=-12), dt.timedelta(hours=14)
WRITTEN, UTC = "as_written", "UTC"
CENTURIES = ("19", "20")
JAPANESE_APRIL = 4


def settle_dates(
    column: DateColumn, others: Sequence[DateColumn], answers: Mapping[str, Any], zone: str | None = None
) -> list[Question]:
    """Fill in the column's days with what is proven and answered; else the first question that is open.

    `zone` is the workspace's time zone, by which alone a day can then be another one than is written.
    """
    order = column.order or _answered_order(column, others, answers)
    if isinstance(order, Question):
        return [order]
    column.settled = order
    century = _century(column, order, answers)
    if isinstance(century, Question):
        return [century]

    day = partial(_day_of, order=order, century=century)
    if column.is_fiscal:
        return _settle_fiscal(column, order, day, answers)
    return _settle_zone(column, day, answers, zone)


def _day(one: Shown, order: str, century: int | None = None) -> dt.date | None:
    return one.text.day(order, century)


def _day_of(text: DateText, order: str, century: int | None) -> dt.date | None:
    return text.day(order, century)


Day = Callable[[DateText], dt.date | None]


def _answered_order(
    column: DateColumn, others: Sequence[DateColumn], answers: Mapping[str, Any]
) -> str | Question:
    choices = [
        _choice(order, column.differing, partial(_day, order=order), ORDERS[order]) for order in column.orders
    ]
    question = ask("date_order", column.name, choices=choices, likely=column.likely(others))
    return answered(question, answers) or question


def _choice(
    answer: str, shown: Iterable[Shown], day: Callable[[Shown], dt.date | None], words: str
) -> Choice:
    read = [(one.cell.raw.strip(), found) for one in shown if (found := day(one))][:MOST_READ]
    raw, first = read[0] if read else ("", "")
    return Choice(
        answer, tuple(f"{found}" for _raw, found in read), Said(words, {"raw": raw, "read": f"{first}"})
    )


def _century(column: DateColumn, order: str, answers: Mapping[str, Any]) -> int | Question | None:
    """The century of years from 70 on; None where no year is written so."""
    unclear = column.long_ago(order)
    if not unclear:
        return None
    choices = [
        _choice(century, unclear, partial(_day, order=order, century=int(century)), CENTURY)
        for century in CENTURIES
    ]
    question = ask("century", column.name, choices=choices, likely=CENTURIES[0])
    answer = answered(question, answers)
    return int(answer) if answer else question


# Fiscal years


def _settle_fiscal(column: DateColumn, order: str, day: Day, answers: Mapping[str, Any]) -> list[Question]:
    """Periods are moved by as many months as the first fiscal year of the column begins beside its calendar year."""
    nominal = {one.cell.raw: found for one in column.shown if (found := day(one.text))}
    first = min(found.year for found in nominal.values())
    choices = [
        Choice(month_key(begin), _moved(nominal, begin, first), _begins(first, begin))
        for begin in _beginnings(column, first)
    ]
    question = ask("fiscal_year", column.name, choices=choices, likely=_likely_beginning(column, first))
    answer = answered(question, answers)
    if answer is None:
        return [question]
    months = _months_apart(dt.date.fromisoformat(f"{answer}-01"), first)
    column.days = {raw: add_months(found, months) for raw, found in nominal.items()}
    column.day = partial(_day_after, months=months, day=day)
    return []


def _day_after(text: DateText, months: int, day: Day) -> dt.date | None:
    found = day(text)
    return add_months(found, months) if found else None


def _day_in(text: DateText, zone: str, day: Day) -> dt.date | None:
    found = day(text)
    return _in_zone(text, found, zone) if found else None


def _begins(year: int, begin: dt.date) -> Said:
    return Said(FISCAL, {"year": year, "month": month_key(begin)})


def _months_apart(begin: dt.date, year: int) -> int:
    return (begin.year - year) * 12 + begin.month - 1


def _moved(nominal: Mapping[str, dt.date], begin: dt.date, first: int) -> tuple[str, ...]:
    months = _months_apart(begin, first)
    return tuple(month_key(add_months(found, months)) for found in list(nominal.values())[:MOST_READ])


def _beginnings(column: DateColumn, year: int) -> list[dt.date]:
    """The months with which the year may begin: it is named after the one in which it begins, or ends."""
    named_by_begin = [dt.date(year, month, 1) for month in range(1, 13)]
    names_both = any(name == "to" for name, _text in column.first.fields)
    return (
        named_by_begin
        if names_both
        else [*(dt.date(year - 1, month, 1) for month in range(2, 13)), *named_by_begin]
    )


def _likely_beginning(column: DateColumn, year: int) -> str | None:
    """年度 are named after the year in which they begin, mostly in April."""
    is_nendo = re.search("年度", column.name + dict(column.first.fields).get("fy", ""))
    return f"{year}-{JAPANESE_APRIL:02}" if is_nendo else None


# Time zones


def _settle_zone(
    column: DateColumn,
    day: Day,
    answers: Mapping[str, Any],
    zone: str | None,
) -> list[Question]:
    written = {one.cell.raw: found for one in column.shown if (found := day(one.text))}
    column.days, column.day = written, day
    moved = [one for one in column.shown if _may_move(one, written.get(one.cell.raw), zone)]
    if not moved or _are_days(column):
        return []
    zones = list(dict.fromkeys(name for name in (zone, UTC) if name))
    choices = [_choice(WRITTEN, moved, lambda one: day(one.text), AS_WRITTEN)]
    choices += [
        Choice(
            name,
            tuple(f"{_in_zone(one.text, written[one.cell.raw], name)}" for one in moved[:MOST_READ]),
            Said(IN_ZONE, {"zone": name}),
        )
        for name in zones
    ]
    question = ask("time_zone", column.name, choices=choices)
    answer = answered(question, answers)
    if answer is None:
        column.days, column.day = {}, None
        return [question]
    if answer != WRITTEN:
        chosen = _known_zone(question, answer)
        column.day = partial(_day_in, zone=chosen, day=day)
        column.days = {
            one.cell.raw: _in_zone(one.text, written[one.cell.raw], chosen)
            for one in column.shown
            if one.cell.raw in written
        }
    return []


def _known_zone(question: Question, name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise UnknownAnswer(question.id, Said(NO_ZONE, {"question": question.id, "answer": name})) from None
    return name


def _are_days(column: DateColumn) -> bool:
    """Whether every moment is midnight where it was written: then days are meant, and not moments."""
    clocks = {one.text.clock.seconds for one in column.shown if one.text.clock}
    return clocks == {0} and len(column.shown) > 1


def _moment(text: DateText, day: dt.date) -> dt.datetime | None:
    if text.clock is None or text.clock.offset is None:
        return None
    start = dt.datetime.combine(day, dt.time(), dt.UTC)
    return start + dt.timedelta(seconds=text.clock.seconds, minutes=-text.clock.offset)


def _in_zone(text: DateText, day: dt.date, zone: str) -> dt.date:
    moment = _moment(text, day)
    return day if moment is None else day_in(zone, moment)


def _may_move(one: Shown, day: dt.date | None, zone: str | None) -> bool:
    """Whether the moment is in another month somewhere, or in `zone` where that is given."""
    moment = _moment(one.text, day) if day else None
    if moment is None or day is None:
        return False
    if zone is not None:
        return _month(moment.astimezone(ZoneInfo(zone))) != _month(day)
    return any(_month(moment + ahead) != _month(day) for ahead in (WEST, EAST))


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
