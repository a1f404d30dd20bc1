"""Whether a metric's data have come when they usually do: period end + usual delay + slack. Pure; no Django."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from metrics.measures.months import add_months

SLACK_DAYS = 7
"""How long after the usual day of delivery a metric is late before it is stale, where its entry says nothing else."""

State = Literal["fresh", "late", "stale", "none"]


@dataclass(frozen=True)
class Freshness:
    """`due_on` is the day by which data of the period `expected` are usually there. `none`: no data yet."""

    state: State
    newest: dt.date | None
    expected: dt.date | None = None
    due_on: dt.date | None = None


def freshness(
    newest: dt.date | None, *, months: int, lag_days: int, slack_days: int = SLACK_DAYS, today: dt.date
) -> Freshness:
    """Judge data whose newest period (of `months` months) begins on `newest`.

    The next period is due `lag_days` after its end. Until then the data are fresh, for `slack_days` more they
    are late, from then on stale: books that close on day 14 are not stale each month.
    """
    if newest is None:
        return Freshness("none", None)
    expected = add_months(newest, months)
    due_on = add_months(expected, months) - dt.timedelta(days=1) + dt.timedelta(days=lag_days)
    if today <= due_on:
        return Freshness("fresh", newest, expected, due_on)
    state: State = "late" if today <= due_on + dt.timedelta(days=slack_days) else "stale"
    return Freshness(state, newest, expected, due_on)


def overdue_on(newest: dt.date, *, months: int, lag_days: int, slack_days: int = SLACK_DAYS) -> dt.date:
    """The first day on which data whose newest period begins on `newest` are stale."""
    end = add_months(newest, 2 * months) - dt.timedelta(days=1)
    return end + dt.timedelta(days=lag_days + slack_days + 1)
