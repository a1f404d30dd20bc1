"""Covered days as rows: which days the sources of series cover, read and written."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Max, Min

from metrics.definitions.models import Series
from metrics.measures import MEASURES
from metrics.measures.coverage import Coverage, SourceCover, Span, covered_anew, joined, periods_moved
from metrics.measures.months import LENGTHS
from metrics.measures.zeros import is_of_events
from metrics.provenance.models import CoveredDays, Source


def coverages(series: Collection[int]) -> dict[int, Coverage]:
    """What the sources of these series cover, by series; one statement. A series without any has none."""
    spans: dict[int, dict[uuid.UUID, list[Span]]] = defaultdict(lambda: defaultdict(list))
    kinds, gives = dict[uuid.UUID, str](), dict[uuid.UUID, str | None]()
    lengths, measures = dict[int, int](), dict[int, str]()
    rows = CoveredDays.objects.filter(series__in=series).values_list(
        "series", "source", "first", "last", "source__kind", "source__mapping__gives", "series__period",
        "series__measure",
    )  # fmt: skip
    for key, source, first, last, kind, given, period, measure in rows:
        spans[key][source].append(Span(first, last))
        kinds[source], gives[source] = kind, given
        lengths[key], measures[key] = LENGTHS[period], measure

    def covered(key: int, source: uuid.UUID) -> SourceCover:
        by_hand = kinds[source] == Source.Kind.HAND
        events = not by_hand and is_of_events(MEASURES[measures[key]], gives[source])
        return SourceCover(joined(spans[key][source]), by_hand, events)

    return {
        key: Coverage(lengths[key], {source: covered(key, source) for source in sources})
        for key, sources in spans.items()
    }


def coverage_of(series: Series) -> Coverage:
    """What the sources of one series cover."""
    return coverages([series.pk]).get(series.pk) or Coverage(LENGTHS[series.period])


def cover(
    series: Series, source: Source, replaced: Iterable[dt.date], given: Iterable[Span], *, ahead_of: dt.date
) -> set[dt.date]:
    """Note what a source covers after it replaced these periods and gave these days. Returns the periods that moved.

    What it had said of days after `ahead_of` is replaced as a whole. In the caller's transaction, which holds the
    source.
    """
    rows = CoveredDays.objects.filter(series=series, source=source)
    before = joined(Span(*row) for row in rows.values_list("first", "last"))
    begun = [span for span in before if span.first <= ahead_of]
    length = LENGTHS[series.period]
    after = covered_anew(begun, replaced, length, given)
    if after == before:
        return set()
    rows.delete()
    CoveredDays.objects.bulk_create(
        CoveredDays(series=series, source=source, first=span.first, last=span.last) for span in after
    )
    return periods_moved(before, after, length)


def all_covered(series: Series, source: Source) -> set[dt.date]:
    """The first and the last month that a source covers of a series: between them lies all that it gives."""
    found = CoveredDays.objects.filter(series=series, source=source).aggregate(Min("first"), Max("last"))
    return {day.replace(day=1) for day in found.values() if day}
