"""Which days the sources of a metric cover, and which of its periods are whole. Pure; no Django.

The one notion of "covered": windows, watch samples and freshness ask `Coverage.newest_whole`, what is shown asks
`Coverage.partial`, and who wants to know whether no row is a zero asks `Coverage.zeros`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from metrics.measures.months import add_months, period_start, periods_between
from metrics.measures.zeros import Zeros

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """Days from `first` to `last`, both included. Raises ValueError where it ends before it begins."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first} … {self.last} ends before it begins")

    def holds(self, other: "Span") -> bool:
        return self.first <= other.first and other.last <= self.last

    def touches(self, other: "Span") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def without(self, other: "Span") -> list["Span"]:
        """What is left of it where the days of `other` are taken away."""
        if not self.touches(other):
            return [self]
        before = [Span(self.first, other.first - DAY)] if self.first < other.first else []
        after = [Span(other.last + DAY, self.last)] if other.last < self.last else []
        return before + after


def days_of(period: dt.date, length: int) -> Span:
    """The days of a period of `length` months."""
    return Span(period, add_months(period, length) - DAY)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as few spans, in order: none meets another one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].last + DAY:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def covered_by_rows(periods: Iterable[dt.date], length: int, today: dt.date) -> tuple[Span, ...]:
    """What rows of these periods cover where nobody says it: from the first to the last one, those between included.

    A period that has not begun by `today` stands for itself alone: one row with a slip in its year covers no
    years that lie between.
    """
    known = sorted(set(periods))
    begun = [period for period in known if period <= today]
    spans = [days_of(period, length) for period in known if period > today]
    if begun:
        spans.append(Span(begun[0], days_of(begun[-1], length).last))
    return joined(spans)


def covered_anew(
    before: Iterable[Span], replaced: Iterable[dt.date], length: int, given: Iterable[Span]
) -> tuple[Span, ...]:
    """What a source covers after a file that replaces these periods, and covers the days `given`.

    A file that gives a part of a period leaves the source with that part: what it had of the period is gone.
    """
    left = list(before)
    for period in replaced:
        left = [part for span in left for part in span.without(days_of(period, length))]
    return joined([*left, *given])


def periods_moved(before: Iterable[Span], after: Iterable[Span], length: int) -> set[dt.date]:
    """The periods that a source covered before or covers after, and not both times."""
    old, new = (SourceCover(tuple(spans)) for spans in (before, after))
    return {
        period
        for span in (*old.spans, *new.spans)
        for period in periods_between(period_start(span.first, length), span.last, length)
        if old.covers(days_of(period, length)) != new.covers(days_of(period, length))
    }


@dataclass(frozen=True)
class SourceCover:
    """The days that one source of a metric covers, as `joined` spans. `is_by_hand`: people type its values.

    `is_of_events`: no row of a partner in what it covers is a zero (`zeros`).
    """

    spans: tuple[Span, ...]
    is_by_hand: bool = False
    is_of_events: bool = False

    @property
    def first(self) -> dt.date:
        return self.spans[0].first

    @property
    def last(self) -> dt.date:
        return self.spans[-1].last

    def covers(self, days: Span) -> bool:
        """Whether it covers each of these days."""
        return any(span.holds(days) for span in self.spans)

    def touches(self, days: Span) -> bool:
        """Whether it covers any of these days."""
        return any(span.touches(days) for span in self.spans)


@dataclass(frozen=True)
class Coverage:
    """What the sources of one metric cover, by source; its periods have `length` months."""

    length: int
    sources: Mapping[Any, SourceCover] = field(default_factory=dict)

    def is_due(self, source: Any, period: dt.date) -> bool:
        """Whether a period lacks something as long as this source does not cover it.

        A source is due from the first period that it touches on; one that has ended, only until another one begins
        after its last day: that one has taken over. What people type stands beside files and is never due.
        """
        cover, days = self.sources[source], days_of(period, self.length)
        if cover.is_by_hand or days.last < cover.first:
            return False
        if days.first <= cover.last:
            return True
        files = (other for other in self.sources.values() if not other.is_by_hand)
        return not any(cover.last < other.first <= days.last for other in files)

    def is_covered(self, period: dt.date) -> bool:
        """Whether each source that is due covers all its days, and at least one does."""
        days = days_of(period, self.length)
        full = {source for source, cover in self.sources.items() if cover.covers(days)}
        return bool(full) and all(source in full for source in self.sources if self.is_due(source, period))

    def is_whole(self, period: dt.date, today: dt.date) -> bool:
        """Whether a period has ended before `today`, and its sources cover it."""
        return days_of(period, self.length).last < today and self.is_covered(period)

    @property
    def first(self) -> dt.date | None:
        """The first period that any source touches."""
        if not self.sources:
            return None
        return period_start(min(cover.first for cover in self.sources.values()), self.length)

    def newest_whole(self, today: dt.date) -> dt.date | None:
        """The newest whole period, by its first day; None where there is none."""
        if self.first is None:
            return None
        last = min(today, max(cover.last for cover in self.sources.values()))
        periods = periods_between(self.first, last, self.length)
        return next((period for period in reversed(periods) if self.is_whole(period, today)), None)

    def partial(self, first: dt.date, last: dt.date, today: dt.date) -> tuple[dt.date, ...]:
        """The periods from `first` to `last` that are not whole, without those before all that is covered."""
        since = max(self.first, first) if self.first else first
        if since > last:
            return ()
        periods = periods_between(since, last, self.length)
        return tuple(period for period in periods if not self.is_whole(period, today))

    def zeros(self, first: dt.date, last: dt.date, today: dt.date) -> Zeros:
        """Where no row is a zero, from `first` to `last`: in whole periods that a source of events covers."""
        events = {source: cover for source, cover in self.sources.items() if cover.is_of_events}
        since = max(self.first, first) if self.first else first
        if not events or since > last:
            return Zeros()
        periods = periods_between(since, last, self.length)
        whole = [period for period in periods if self.is_whole(period, today)]
        return Zeros(
            {
                source: tuple(period for period in whole if cover.covers(days_of(period, self.length)))
                for source, cover in events.items()
            }
        )

    def meant(self, first: dt.date, last: dt.date) -> list[Any]:
        """The sources that are meant to give something from `first` to `last`: they do, or are due."""
        days = [days_of(period, self.length) for period in periods_between(first, last, self.length)]
        return [
            source
            for source, cover in self.sources.items()
            if any(cover.touches(one) or self.is_due(source, one.first) for one in days)
        ]
