"""Earlier values of a metric: of single periods, and over windows as long as the one that is asked for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from metrics.measures import Measure, Parts, combine_periods
from metrics.measures.months import periods_between

PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Point:
    """One period of the trend; `value` is None where it has no data or no defined value."""

    period: dt.date
    value: Decimal | None


def trend_of(measure: Measure, periods: Mapping[dt.date, Parts], length: int) -> tuple[Point, ...]:
    """The value of each single period that has data, and None for the empty ones between."""
    return tuple(
        _point(measure, period, periods.get(period))
        for period in periods_between(min(periods), max(periods), length)
    )


def windows_of(
    measure: Measure, periods: Mapping[dt.date, Parts], months: int, length: int
) -> tuple[Point, ...] | None:
    """The values over all windows of so many months, by the last period of each; periods have `length` months.

    None where the measure does not follow the length of its window, or a window is one period: then the single periods
    say it. A window has no value where its newest period has no data, nor where what grows lacks any period.
    """
    count = months // length
    if count < 2 or not measure.follows_length:
        return None
    every = periods_between(min(periods), max(periods), length)
    points = []
    for end in range(count, len(every) + 1):
        rows = [periods[period] for period in every[end - count : end] if period in periods]
        is_known = every[end - 1] in periods and (len(rows) == count or not measure.grows)
        points.append(_point(measure, every[end - 1], combine_periods(measure, rows) if is_known else None))
    return tuple(points)


def _point(measure: Measure, period: dt.date, parts: Parts | None) -> Point:
    value = None if parts is None else measure.value(parts)
    return Point(period, None if value is None else value.quantize(PLACES))
