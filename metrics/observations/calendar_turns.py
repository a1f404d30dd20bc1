"""What the calendar alone brings about in figures: periods begin, end, and with that become whole."""

import datetime as dt

from django.db import transaction

from metrics.definitions.models import DefinitionVersion
from metrics.gaps.lifecycle import reopen_run_out, weakened_by
from metrics.gaps.store import close_begun
from metrics.measures.months import LENGTHS, add_months, periods_between
from metrics.observations.models import MetricSummary
from metrics.observations.signals import record_change
from metrics.observations.summaries import refresh_summaries
from metrics.provenance.covered import coverages
from partnerdesk.core.days import workspace_day


@transaction.atomic
def follow_calendar(now: dt.datetime) -> int:
    """Let figures follow the calendar; returns how many metrics have another newest whole period than was kept.

    Their summaries are made anew, and whoever watches them is told. Gaps of periods that have begun close. What is
    due is found by what was kept, so that a missed run loses nothing and a second one does nothing. What was accepted
    until a day that has passed weakens again.
    """
    today = workspace_day(now)
    close_begun(today, now=now)
    again = weakened_by(reopen_run_out(today, now=now))
    definitions = (
        DefinitionVersion.objects.newest().exclude(series=None).filter(metric__summary__isnull=False)
    )
    kept = {row.metric_id: row for row in MetricSummary.objects.select_for_update(skip_locked=True)}
    covered = coverages([row.series_id for row in definitions if row.series_id is not None])
    turned = []
    for definition in definitions:
        summary, known = kept.get(definition.metric_id), covered.get(definition.series_id or 0)
        newest = known.newest_whole(today) if known else None
        if summary is None or definition.series is None or summary.newest == newest:
            continue
        turned.append(definition.metric_id)
        length = LENGTHS[definition.series.period]
        record_change(definition.series, _between(summary.newest, newest, length), now=now)
    refresh_summaries({*turned, *(again & kept.keys())}, now=now)
    return len(turned)


def _between(before: dt.date | None, newest: dt.date | None, length: int) -> list[dt.date]:
    """The periods that became whole, or are so no longer."""
    ends = sorted(period for period in (before, newest) if period)
    if len(ends) < 2:
        return ends
    return periods_between(add_months(ends[0], length), ends[1], length)
