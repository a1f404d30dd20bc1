"""When a fetched source is run: as soon as somebody asks, or once its time has come, however late that is noticed.

The row is written with the next due moment and the job in one transaction, so a run is neither lost nor doubled.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.permissions import check_may_enter
from metrics.provenance.models import OPEN, Refresh, Source
from metrics.sources.schedules import Schedule, next_due
from partnerdesk.core import jobs
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked

REFRESH = "metrics.refresh"
DUE_AT_ONCE = 100


@transaction.atomic
def ask_for_refresh(source: Source, *, by: User | None, now: dt.datetime) -> Refresh:
    """Run a source as soon as a worker is free. One that is under way already is that run."""
    check_may_enter(by)
    locked = Source.objects.select_for_update().get(pk=source.pk)
    if not locked.is_fetched:
        raise Blocked(_("“%(name)s” is not fetched: load its next file.") % {"name": locked.name})
    run = _open_run(locked, by, now)
    if by is not None:
        record_event(
            "source.refresh_asked",
            subject_kind="source",
            subject_id=locked.pk,
            by=by,
            now=now,
            run=str(run.pk),
        )
    return run


@transaction.atomic
def start_due(now: dt.datetime) -> list[Refresh]:
    """Start a run for each source whose time has come, and set its next one.

    A source that somebody else holds just now is passed over: it stays due.
    """
    due = (
        Source.objects.select_for_update(skip_locked=True)
        .filter(due_at__lte=now)
        .exclude(mapping={})
        .order_by("due_at")[:DUE_AT_ONCE]
    )
    runs = []
    for source in due:
        runs.append(_open_run(source, None, now))
        source.due_at = next_due(Schedule.model_validate(source.schedule), now)
        source.save(update_fields=["due_at"])
    return runs


def _open_run(source: Source, by: User | None, now: dt.datetime) -> Refresh:
    """The run of a locked source that is under way, or a new one."""
    found = Refresh.objects.filter(source=source, state__in=OPEN).first()
    if found:
        return found
    run = Refresh.objects.create(source=source, asked_by=by, asked_at=now)
    jobs.enqueue(REFRESH, run.pk, by=by)
    return run
