"""Covered days as rows: which days the sources of series cover, read and written."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from metrics.definitions.models import Series
from metrics.measures.coverage import Coverage, SourceCover, Span, covered_anew, joined, periods_moved
from metrics.measures.months import LENGTHS
from metrics.provenance.models import CoveredDays, Source


def coverages(series: Collection[int]) -> dict[int, Coverage]:
    """What the sources of these series cover, by series; one statement. A series without any has none."""
    spans: dict[int, dict[uuid.UUID, list[Span]]] = defaultdict(lambda: defaultdict(list))
    by_hand, lengths = set[uuid.UUID](), dict[int, int]()
    rows = CoveredDays.objects.filter(series__in=series).values_list(
        "series", "source", "first", "last", "source__kind", "series__period"
    )
    for key, source, first, last, kind, period in rows:
        spans[key][source].append(Span(first, last))
        lengths[key] = LENGTHS[period]
        if kind == Source.Kind.HAND:
            by_hand.add(source)
    return {
        key: Coverage(
            lengths[key],
            {source: SourceCover(joined(found), source in by_hand) for source, found in sources.items()},
        )
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
