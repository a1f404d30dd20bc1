"""From the sums of periods to the values over a trigger's window. Pure; no Django."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from decisions.triggers.engine.machine import Sample
from metrics.measures import Measure, Parts, combine_periods
from metrics.measures.months import add_months, period_start, periods_between

Value = Decimal | None


def rolling(
    periods: Mapping[dt.date, Parts],
    measure: Measure,
    *,
    months: int,
    last: dt.date,
    active_from: dt.date,
    length: int = 1,
) -> tuple[Sample, ...]:
    """A sample for each period from the one that holds `active_from` up to `last`, over the window that ends with it.

    `periods` has the parts by the first day of each period of `length` months; `last` is the newest period that
    should be there. A window has as many whole periods as fit into `months`, at least one, and reaches back before
    `active_from`. None where its newest period has no data, where it reaches back before the first period of all, where
    what grows lacks one of its periods (a rate over the others still means the same; a sum does not), or where its
    value is undefined.
    """
    return _each(lambda period: _value(periods, measure, months, period, length), last, active_from, length)


def _value(
    periods: Mapping[dt.date, Parts], measure: Measure, months: int, period: dt.date, length: int
) -> Value:
    count = max(months // length, 1)
    window = [periods.get(add_months(period, -back * length)) for back in range(count - 1, -1, -1)]
    rows = [parts for parts in window if parts is not None]
    is_short = not periods or add_months(period, -(count - 1) * length) < min(periods)
    if window[-1] is None or is_short or (measure.grows and len(rows) < count):
        return None
    combined = combine_periods(measure, rows)
    return None if combined is None else measure.value(combined)


def _each(
    value: Callable[[dt.date], Value], last: dt.date, active_from: dt.date, length: int
) -> tuple[Sample, ...]:
    found = []
    for period in periods_between(period_start(active_from, length), last, length):
        known = value(period)
        found.append(Sample(period, None if known is None else float(known)))
    return tuple(found)
