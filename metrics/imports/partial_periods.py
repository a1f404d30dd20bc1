"""Files that hold a part of a period: what they replace, and what they leave as it was."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.definitions.models import Series
from metrics.gaps.found import FoundGap
from metrics.measures.coverage import Span, days_of, joined
from metrics.measures.months import month_of, period_start, periods_between
from metrics.measures.tally import Measured
from metrics.observations.store import Scope
from metrics.provenance.models import CoveredDays, Source


@dataclass(frozen=True)
class Replacing:
    """What a file brings of one metric: `data` without the periods it leaves alone (`kept`), where it counts
    (`scope`), and the days that its source then covers with it (`given`).
    """

    data: Measured
    scope: Scope
    given: tuple[Span, ...]
    kept: tuple[dt.date, ...] = ()

    @property
    def kept_days(self) -> list[Span]:
        return [days_of(period, self.data.step) for period in self.kept]


def replacing(
    data: Measured,
    *,
    series: Series,
    source: Source | None,
    said: Span | None,
    spans: Sequence[Span] | None,
    today: dt.date,
) -> Replacing:
    """What a file replaces. `said` are the days that its mapping says it covers, `spans` those found by its rows.

    A period of which the file has a part is replaced where the source covered no other days of it before; else what
    the source had stays. Without `spans` every period with rows counts as a whole.
    """
    if spans is None:
        scope = Scope.of(data, said, today)
        return Replacing(data, scope, scope.spans(data, said))
    with_rows = {month_of(month) for month in np.unique(data.months).tolist()}
    periods = sorted(with_rows | set(_touched(spans, data.step, today)))
    before = _covered(series, source)
    kept = tuple(
        period
        for period in periods
        if period <= today and not _may_replace(days_of(period, data.step), spans, before)
    )
    ahead = [days_of(period, data.step) for period in with_rows if period > today]
    given = [*ahead, *spans]
    for period in kept:
        given = [part for span in given for part in span.without(days_of(period, data.step))]
    left = [period for period in periods if period not in kept]
    return Replacing(_without(data, kept), Scope(left, today), joined(given), kept)


def _touched(spans: Iterable[Span], length: int, today: dt.date) -> list[dt.date]:
    return [
        period
        for span in spans
        if span.first <= today
        for period in periods_between(period_start(span.first, length), min(span.last, today), length)
    ]


def _covered(series: Series, source: Source | None) -> list[Span]:
    if source is None:
        return []
    rows = CoveredDays.objects.filter(series=series, source=source).values_list("first", "last")
    return [Span(*row) for row in rows]


def _may_replace(days: Span, spans: Sequence[Span], before: Iterable[Span]) -> bool:
    """Whether the file covers the whole period, or at least each day of it that the source covered before."""
    if any(span.holds(days) for span in spans):
        return True
    had = [
        Span(max(span.first, days.first), min(span.last, days.last)) for span in before if span.touches(days)
    ]
    return all(any(span.holds(part) for span in spans) for part in had)


def _without(data: Measured, kept: Sequence[dt.date]) -> Measured:
    left = np.array([month_of(month) not in kept for month in data.months.tolist()], dtype=bool)
    return data.where(left)


def partial_gaps(
    column: str, parts: Iterable[tuple[str, Span]], kept: Iterable[Span], today: dt.date
) -> list[FoundGap]:
    """A gap for each period of which a file has a part. The running one is none as long as it replaces."""
    left = list(kept)
    return [
        FoundGap(
            "partial_period",
            1,
            column=column,
            period=span.first.replace(day=1),
            examples=({"period": name, "value": f"{span.first} – {span.last}"},),
        )
        for name, span in parts
        if (span.first.year, span.first.month) != (today.year, today.month)
        or any(days.touches(span) for days in left)
    ]
