"""The status quo goes on as its baseline, until somebody says otherwise."""

import datetime as dt

from accounts.models import User
from decisions import models as m
from decisions.content import load_content


def follow_baselines(record: m.Record, *, by: User | None, now: dt.datetime) -> bool:
    """What nobody has estimated for the status quo goes on as its baseline, where there is one.

    Returns whether an estimate was filled in.
    """
    untouched = m.Estimate.objects.filter(
        record=record, option__is_status_quo=True, criterion__metric__isnull=False, likely=None, revision=1
    ).select_related("criterion")
    if not untouched:
        return False
    content = load_content(record)
    known = [
        estimate.pk
        for estimate in untouched
        if (found := content.baseline_of(content.measured(estimate.criterion))) and found.value is not None
    ]
    filled: int = m.Estimate.objects.filter(pk__in=known).update(
        form=m.Estimate.Form.CHANGE, likely=0, basis=m.Basis.FACT, revision=2, saved_by=by, saved_at=now
    )
    return filled > 0
