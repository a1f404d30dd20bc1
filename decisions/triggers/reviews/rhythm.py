"""On which days a rhythm falls. Its planned day stays: a month without it gives its last day, the next one has it."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from decisions.sections.reviews import ReviewPlan

MONTHS = {
    ReviewPlan.Rhythm.MONTHLY: 1,
    ReviewPlan.Rhythm.QUARTERLY: 3,
    ReviewPlan.Rhythm.HALF_YEARLY: 6,
    ReviewPlan.Rhythm.YEARLY: 12,
}
USUAL_MONTHS = 3


def next_day(first: dt.date, months: int, after: dt.date) -> dt.date:
    """The first day after `after` of the rhythm that begins on `first` and falls every so many months."""
    passed = (after.year - first.year) * 12 + after.month - first.month
    count = max(passed // months, 0)
    day: dt.date = first + relativedelta(months=count * months)
    while day <= after:
        count += 1
        day = first + relativedelta(months=count * months)
    return day


def months_of(rhythm: str) -> int:
    """How many months lie between two days of a rhythm; a quarter where none was set."""
    return MONTHS.get(ReviewPlan.Rhythm(rhythm), USUAL_MONTHS)
