import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from metrics.causes import actions
from metrics.models import Cause
from partnerdesk.core.days import workspace_today
from partnerdesk.core.models import Event
from tests.integration.metrics.imports.test_run import LIST, LISTED, ROWS

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.fixture
def cause(load):
    """A cause by its kind, from a small import with a partner list."""
    load(*ROWS, "c,2024-01-05,x,1", partner_list=LIST, partners=LISTED)

    def cause(kind: str) -> Cause:
        return Cause.objects.with_owners().with_extent().get(kind=kind)

    return cause


@pytest.fixture
def year(load):
    """Two partners over the twelve months before `NOW`, whole but for one row of b that lacks its cost."""
    with time_machine.travel(NOW, tick=False):
        months = [f"2025-{month:02}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]
        load(
            *[f"{partner},{month}-05,100,60" for partner in "ab" for month in months], "b,2026-06-06,100,NULL"
        )
        yield Cause.objects.with_owners().with_extent().get(kind="missing_value")


@pytest.fixture
def undo():
    """Take the newest change of a cause back: `undo(cause, by)`."""

    def undo(cause: Cause, by) -> Cause:
        newest = Event.objects.filter(subject_id=cause.pk, by__isnull=False).latest("pk")
        return actions.undo(cause, event_id=newest.pk, by=by, now=timezone.now())

    return undo


@pytest.fixture
def accept():
    """Accept a cause until a number of days from now: `accept(cause, by, days=3)`."""

    def accept(cause: Cause, by, *, days: int = 30, reason: str = "The ERP has none.") -> Cause:
        until = workspace_today() + dt.timedelta(days=days)
        return actions.accept(cause, until=until, reason=reason, by=by, now=timezone.now())

    return accept
