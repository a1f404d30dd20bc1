"""Telling that observations moved. Metrics know nobody who watches them: a handler registers for the job."""

import datetime as dt
from collections.abc import Iterable

from metrics.definitions.models import Series
from metrics.observations.models import MetricChange
from metrics.provenance.models import Import
from partnerdesk.core import jobs

METRIC_CHANGED = "metrics.changed"
"""The kind of job that a change enqueues; its subject is the change. Whoever watches metrics registers for it."""


def record_change(
    series: Series, periods: Iterable[dt.date], *, imported: Import | None = None, now: dt.datetime
) -> MetricChange | None:
    """Note, in the caller's transaction, that observations of these periods changed. None: there are none."""
    moved = sorted(periods)
    if not moved:
        return None
    change = MetricChange.objects.create(
        series=series, first_period=moved[0], last_period=moved[-1], imported=imported, at=now
    )
    jobs.enqueue(METRIC_CHANGED, change.pk)
    return change
