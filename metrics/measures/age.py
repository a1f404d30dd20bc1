"""How old a figure is, held against the delivery of its data and against its own window. Pure; no Django."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from metrics.measures.freshness import SLACK_DAYS, Freshness, freshness
from metrics.measures.months import add_months, index_of, period_start
from metrics.measures.windows import extent

AgeState = Literal["none", "fresh", "late", "stale", "old"]


@dataclass(frozen=True)
class Rhythm:
    """How data of a metric come: periods of `months` months, usually `lag_days` after their end."""

    months: int = 1
    lag_days: int = 0
    slack_days: int = SLACK_DAYS

    def freshness(self, newest: dt.date | None, today: dt.date) -> Freshness:
        return freshness(
            newest, months=self.months, lag_days=self.lag_days, slack_days=self.slack_days, today=today
        )


@dataclass(frozen=True)
class Age:
    """`newest` is the last period that a figure holds, `months` how many whole months ago it ended.

    `late` and `stale` are its metric's data (`freshness`). `old` is a figure that is overdue itself, and ended longer
    ago than its window of `window` months is long. `none`: nothing to be old.
    """

    state: AgeState
    freshness: Freshness
    newest: dt.date | None = None
    months: int = 0
    window: int = 0

    @property
    def is_noteworthy(self) -> bool:
        return self.state in ("late", "stale", "old")


def age_of(
    newest: dt.date | None, *, first: dt.date | None, last: dt.date | None, rhythm: Rhythm, today: dt.date
) -> Age:
    """The age on `today` of a figure over the months from `first` to `last`; `newest` is its metric's newest period."""
    data = rhythm.freshness(newest, today)
    if first is None or last is None:
        return Age("none", data)
    ending = period_start(last, rhythm.months)
    held = min(newest, ending) if newest else ending
    ended = add_months(held, rhythm.months)
    _last, window = extent(first, last, rhythm.months)
    is_old = rhythm.freshness(held, today).state == "stale" and add_months(ended, window) < today
    months = max(index_of(today) - index_of(ended), 0)
    return Age("old" if is_old else data.state, data, held, months, window)
